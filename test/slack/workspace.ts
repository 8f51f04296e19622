import { onTestFinished } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { SlackServer, type SlackServerOptions } from "../../sandbox/slack/server.ts";
import type { Desk } from "../../src/engine/desk.ts";
import { type Clock, type Duration, type Instant, milliseconds, systemClock } from "../../src/lib/time.ts";
import { type Governance, type Slack, type SlackOptions, slackAdapter } from "../../src/slack/adapter.ts";
import { type SlackConnectionOptions, slackConnection } from "../../src/slack/connection/connect.ts";
import { now } from "./cards.ts";
import { manifest } from "./manifest.ts";

/** A log that keeps every line, so that a test can look for what must not be in it. */
function keptLog() {
  const lines: string[] = [];
  const keep = (level: string) => (data: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(data, errorsToo)}`);
  };
  return { lines, debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") };
}

export interface Workspace {
  readonly server: SlackServer;
  readonly slack: Slack;
  /** Stands still until moved. */
  readonly time: SandboxClock;
  readonly log: ReturnType<typeof keptLog>;
}

/** The app as our manifest makes it: no scope or event more than it asks for. */
const installed = {
  scopes: [...manifest.oauth_config.scopes.bot, ...manifest.oauth_config.scopes.bot_optional],
  events: manifest.settings.event_subscriptions.bot_events,
  escapeCommands: manifest.features.slash_commands.every(({ should_escape }) => should_escape),
};

/** A Slack with our adapter in it, gone when the test ends. Nothing connects before `slack.start()`. */
export async function workspace(
  seed: Partial<SlackServerOptions> = {},
  options: Partial<SlackOptions> = {},
): Promise<Workspace> {
  const time = new SandboxClock({ at: now });
  const server = new SlackServer({ ...installed, patience: { quiet: 15, most: 4000 }, ...seed, clock: time });
  await server.start();
  const log = keptLog();
  const slack = slackAdapter({
    botToken: server.botToken,
    appToken: server.appToken,
    channel: "#soc",
    apiUrl: server.url,
    clock: appClock(time),
    realTime: systemClock,
    log,
    random: () => 0,
    ...options,
  });
  onTestFinished(async () => {
    await slack.stop();
    await server.stop();
    time.stop();
  });
  return { server, slack, time, log };
}

/** A Slack whose people do not wait for an answer, for where none is to come. */
export const silent = { patience: { quiet: 15, most: 30 } };

/** A Slack in which our listeners serve people at this desk; connected when it resolves. */
export async function listening(desk: Desk, seed: Partial<SlackServerOptions> = {}, governance?: Governance) {
  const all = await workspace(seed);
  all.slack.register(desk, governance);
  all.slack.start();
  await eventually(() => all.server.connections.some(({ state }) => state === "open"), "a connection");
  return all;
}

/** The bare connection in a Slack, both of its WebSockets asked for at once; gone when the test ends. */
export async function connected(
  seed: Partial<SlackServerOptions> = {},
  options: Partial<SlackConnectionOptions> = {},
) {
  const time = new SandboxClock({ at: now });
  const server = new SlackServer({ ...seed, clock: time });
  await server.start();
  const log = keptLog();
  const connection = slackConnection({
    botToken: server.botToken,
    appToken: server.appToken,
    apiUrl: server.url,
    clock: appClock(time),
    log,
    random: () => 0,
    stagger: milliseconds(0),
    ...options,
  });
  onTestFinished(async () => {
    await connection.stop();
    await server.stop();
    time.stop();
  });
  return { server, connection, time, log };
}

/** The sandbox's time as the app's clock. */
export function appClock(time: SandboxClock): Clock {
  return {
    now: () => time.now() as Instant,
    sleep: (duration: Duration, signal?: AbortSignal) => time.sleep(duration, signal),
  };
}

/** Waits until something is so, by looking again at each turn of the event loop. */
export async function eventually(holds: () => boolean, what: string): Promise<void> {
  const giveUp = performance.now() + 5000;
  while (!holds()) {
    if (performance.now() > giveUp) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error ? `${value.name}: ${value.message}` : value;
}
