import { WebClient, type WebClientOptions } from "@slack/web-api";
import { type Dispatcher, FormData as UndiciFormData, fetch as undiciFetch } from "undici";
import { type Clock, type Duration, milliseconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import { boundedFetch, type Fetch, PATIENCE } from "./bounded-fetch.ts";
import { type CallQueue, callQueue } from "./call-queue.ts";
import { type SlackError, slackError } from "./errors.ts";
import { type Log, sdkLog } from "./sdk-log.ts";

/** How Slack is called. Every client gets options of its own: the SDK changes what it is given. */
export interface SlackWeb {
  /** Never repeats a call by itself, and every call ends in time. */
  readonly write: WebClient;
  readonly queue: CallQueue;
  /** Runs what may be asked twice: a call that fails is repeated, all in the time of one. @throws SlackError */
  ask<Answer>(method: string, call: (client: WebClient) => Promise<Answer>): Promise<Answer>;
}

export interface SlackWebOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly dispatcher?: Dispatcher | undefined;
  readonly clock: Clock;
  /** By which a call's time is up; the machine's own unless given. */
  readonly realTime?: Clock | undefined;
  readonly log: Log;
  /** How long a call may take; ten seconds unless given. */
  readonly patience?: Duration | undefined;
}

const MOST_TRIES = 3;

export function slackWeb(options: SlackWebOptions): SlackWeb {
  const { botToken, clock, realTime = systemClock, patience = PATIENCE } = options;
  const write = new WebClient(botToken, clientOptions(options));
  const read = new WebClient(botToken, clientOptions(options));

  async function repeated<Answer>(
    method: string,
    call: (client: WebClient) => Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await call(read);
      } catch (thrown) {
        const error = slackError(thrown, method);
        if (tries >= MOST_TRIES || !isWorthRepeating(error)) throw error;
        await realTime.sleep(milliseconds(200 * tries), signal);
      }
    }
  }

  return {
    write,
    queue: callQueue(clock),
    async ask(method, call) {
      try {
        return await within(realTime, patience, (signal) => repeated(method, call, signal));
      } catch (error) {
        throw slackError(error, method);
      }
    },
  };
}

/** The connection broke, or Slack's servers did: not what Slack itself refused. */
function isWorthRepeating({ code, slackCode }: SlackError): boolean {
  return slackCode === undefined && (code === "unknown" || code === "unreached");
}

/** Client options that leave retries, rate limits and time to us. */
export function clientOptions(
  options: Pick<SlackWebOptions, "apiUrl" | "dispatcher" | "log" | "patience" | "realTime">,
): WebClientOptions {
  const { apiUrl, dispatcher, log, patience = PATIENCE, realTime = systemClock } = options;
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Calls that hang must not hold up others, however many they are.
    maxRequestConcurrency: 10_000,
    logger: sdkLog(log),
    fetch: boundedFetch(realTime, patience, fetchThrough(dispatcher)),
  };
}

/** Neither the environment nor a global dispatcher reaches the SDK's own fetch on Node 20. */
function fetchThrough(dispatcher: Dispatcher | undefined): Fetch {
  const way = dispatcher === undefined ? {} : { dispatcher };
  return (url, { body, ...init }) =>
    undiciFetch(url, { ...init, ...way, ...(body === undefined ? {} : { body: known(body) }) });
}

/** This fetch knows only forms of its own kind, and would send Node's as the word "[object FormData]". */
function known(body: string | FormData): string | UndiciFormData {
  if (typeof body === "string") return body;
  const form = new UndiciFormData();
  for (const [name, value] of body) form.append(name, value);
  return form;
}
