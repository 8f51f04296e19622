import { App } from "@slack/bolt";
import type { ConnectionHealth } from "../../engine/desk.ts";
import type { ProxySettings } from "../../lib/proxy.ts";
import { type Clock, type Duration, type Instant, minutes, seconds, systemClock } from "../../lib/time.ts";
import { type Channels, slackChannels } from "../api/channels.ts";
import { errorText, type Log, sdkLog } from "../api/sdk-log.ts";
import { clientOptions, type SlackWeb, slackWeb } from "../api/web.ts";
import { watchEnvelopes } from "./envelopes.ts";
import { healthOf } from "./health.ts";
import { slackIdentity } from "./identity.ts";
import { proxyDispatcher } from "./proxy-dispatcher.ts";
import { SlackSocket } from "./socket.ts";

export interface SlackConnectionOptions {
  readonly botToken: string;
  readonly appToken: string;
  /** Slack's own unless given; ends in a slash. Socket Mode asks there too. */
  readonly apiUrl?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** For what has to do with the network and not with the time people live in. */
  readonly realTime?: Clock;
  readonly random?: () => number;
  /** How long after the first connection the second is opened; Slack renews each after some hours. */
  readonly stagger?: Duration;
  /** How long a call may take; ten seconds unless given. */
  readonly patience?: Duration;
}

/** Slack, connected for as long as we run: by two WebSockets, so that one serves while the other is renewed. */
export interface SlackConnection {
  /** Where listeners register, before `start`. */
  readonly app: App;
  readonly web: SlackWeb;
  readonly channels: Channels;
  /** Begins to connect and returns at once: no failure to connect ends or deafens anything. */
  start(): void;
  /** Lets what Slack waits for be answered, then closes. Takes eight seconds at most; never throws. */
  stop(): Promise<void>;
  health(): ConnectionHealth;
  /** How many WebSockets are open. */
  connections(): number;
}

const ANSWER_WITHIN = seconds(3);
const STOP_WITHIN = seconds(8);

export function slackConnection(options: SlackConnectionOptions): SlackConnection {
  const { botToken, appToken, clock, log, patience, realTime = systemClock, random = Math.random } = options;
  const apiUrl = options.apiUrl ?? "https://slack.com/api/";
  const dispatcher = proxyDispatcher(options.proxy);
  const stopping = new AbortController();
  const web = slackWeb({ botToken, apiUrl, dispatcher, clock, realTime, log, patience });
  const identity = slackIdentity({ web, clock, log, random, onChange });
  const shared = { appToken, apiUrl, dispatcher, clock, realTime, log, patience, random, onChange };
  const first = new SlackSocket({ ...shared, name: "first" });
  const second = new SlackSocket({ ...shared, name: "second" });
  const envelopes = watchEnvelopes({ realTime, log });
  let current: { ok: boolean; since: Instant } = { ok: false, since: clock.now() };

  const app = new App({
    receiver: first.receiver,
    // Must not fail and must not wait: Slack would be told that all went well, and the request be lost.
    authorize: async () => ({ botToken, ...knownIds() }),
    clientOptions: clientOptions({ apiUrl, dispatcher, realTime, log, patience }),
    logger: sdkLog(log),
    convoStore: false,
  });
  app.error(async (error) => {
    log.error({ problem: errorText(error) }, "a Slack listener failed");
  });
  app.processEvent = envelopes.around(app.processEvent.bind(app));
  second.receiver.init(app);

  function knownIds() {
    const { botId, botUserId } = identity.bot ?? {};
    return { ...(botId === undefined ? {} : { botId }), ...(botUserId === undefined ? {} : { botUserId }) };
  }

  function states() {
    return { identity, sockets: [first.state, second.state] };
  }

  function onChange(): void {
    const { ok } = healthOf(states());
    if (ok !== current.ok) current = { ok, since: clock.now() };
  }

  async function openSecond(): Promise<void> {
    const stagger = options.stagger ?? minutes(2);
    if (stagger > 0) await clock.sleep(stagger, stopping.signal).catch(() => undefined);
    if (!stopping.signal.aborted) second.start(app);
  }

  async function shutDown(): Promise<void> {
    await within(realTime, ANSWER_WITHIN, envelopes.answered());
    await Promise.all([first.stop(), second.stop()]);
    await envelopes.finished();
  }

  return {
    app,
    web,
    channels: slackChannels(web),
    start() {
      first.start(app);
      openSecond().catch((error: unknown) => log.error({ err: error }, "no second Slack connection"));
      identity
        .learn(stopping.signal)
        .catch((error: unknown) => log.error({ err: error }, "identity unknown"));
    },
    async stop() {
      stopping.abort();
      await within(realTime, STOP_WITHIN, shutDown());
      await dispatcher?.destroy().catch(() => undefined);
    },
    health: () => ({ ...healthOf(states()), since: current.since }),
    connections: () => states().sockets.filter(({ state }) => state === "connected").length,
  };
}

/** Waits for `work`, but no longer than `most`. */
async function within(clock: Clock, most: Duration, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, clock.sleep(most, done.signal).catch(() => undefined)]);
  done.abort();
}
