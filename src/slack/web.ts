import { WebClient, type WebClientOptions } from "@slack/web-api";
import { type Dispatcher, FormData as UndiciFormData, fetch as undiciFetch } from "undici";
import { type Clock, type Duration, seconds } from "../lib/time.ts";
import { type CallQueue, callQueue } from "./call-queue.ts";
import { slackError } from "./errors.ts";
import { type Log, sdkLog } from "./sdk-log.ts";

/** How Slack is called. Every client gets options of its own: the SDK changes what it is given. */
export interface SlackWeb {
  /** For what must not happen twice: never repeats a call by itself. */
  readonly write: WebClient;
  /** For what may be asked twice: repeats a failed call a few times. */
  readonly read: WebClient;
  readonly queue: CallQueue;
  /** Runs a read. @throws SlackError */
  ask<Answer>(method: string, call: (client: WebClient) => Promise<Answer>): Promise<Answer>;
}

export interface SlackWebOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly dispatcher?: Dispatcher | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a call may take; ten seconds unless given. */
  readonly patience?: Duration | undefined;
}

// A call that takes longer is given up: what it was to do must not wait for ever.
const PATIENCE = seconds(10);

export function slackWeb(options: SlackWebOptions): SlackWeb {
  const write = new WebClient(options.botToken, clientOptions(options));
  const read = new WebClient(options.botToken, {
    ...clientOptions(options),
    retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 2_000 },
  });
  return {
    write,
    read,
    queue: callQueue(options.clock),
    async ask(method, call) {
      try {
        return await call(read);
      } catch (error) {
        throw slackError(error, method);
      }
    },
  };
}

/** Client options that leave retries and rate limits to us. */
export function clientOptions(
  options: Pick<SlackWebOptions, "apiUrl" | "dispatcher" | "log" | "patience">,
): WebClientOptions {
  return {
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: options.patience ?? PATIENCE,
    logger: sdkLog(options.log),
    ...(options.dispatcher === undefined ? {} : { fetch: fetchThrough(options.dispatcher) }),
  };
}

/** Neither the environment nor a global dispatcher reaches the SDK's own fetch on Node 20. */
function fetchThrough(dispatcher: Dispatcher): NonNullable<WebClientOptions["fetch"]> {
  return (url, { body, ...init } = {}) =>
    undiciFetch(url, { ...init, dispatcher, ...(body === undefined ? {} : { body: known(body) }) });
}

/** This fetch knows only forms of its own kind, and would send Node's as the word "[object FormData]". */
function known(body: string | FormData): string | UndiciFormData {
  if (typeof body === "string") return body;
  const form = new UndiciFormData();
  for (const [name, value] of body) form.append(name, value);
  return form;
}
