import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { createMonitor, type Monitor } from "../../src/app.ts";
import { environmentFrom } from "../../src/config/environment.ts";
import { problemLine } from "../../src/config/problem.ts";
import { createLogger } from "../../src/lib/logger.ts";
import { prettyStream } from "../../src/lib/pretty.ts";
import type { Clock, Instant } from "../../src/lib/time.ts";
import { healthAnswer } from "../../src/metrics/health-answer.ts";
import { SandboxClock } from "../clock.ts";
import { SlackServer } from "../slack/server.ts";
import type { Version } from "../thehive/model.ts";
import { TheHiveServer } from "../thehive/server.ts";
import type { CallBehaviour } from "../twilio/model.ts";
import { TwilioServer } from "../twilio/server.ts";
import { cast, demoSettings, hiveUsers, SENDER, slackUsers } from "./cast.ts";

/** For the first words, ms of real time. */
const PATIENCE = 20_000;

/** How a demo begins. */
export interface SocOptions {
  /** First instant, ms since 1970 UTC. */
  readonly at: number;
  readonly speed: number;
  readonly version: Version;
  /** What phones do when they ring. */
  readonly calls: CallBehaviour;
}

/** The three outside systems on one clock. */
export interface Outside {
  readonly clock: SandboxClock;
  readonly hive: TheHiveServer;
  readonly slack: SlackServer;
  readonly twilio: TwilioServer;
}

/** A small SOC: the three outside systems and the real app among them. */
export interface Soc extends Outside {
  /** Lets time run at its speed once the app has said its first words, however long a busy machine takes for that. */
  begin(signal?: AbortSignal): Promise<void>;
  /** What the app answers at `/healthz`. */
  health(): ReturnType<typeof healthAnswer>;
  /** Ends everything and leaves nothing behind. */
  close(): Promise<void>;
}

/** Starts the three systems, then the app that watches them. */
export async function openSoc(options: SocOptions): Promise<Soc> {
  const outside = await startOutside(options);
  const folder = await mkdtemp(join(tmpdir(), "sla-monitor-demo-"));
  let monitor: Monitor | undefined;
  const close = async () => {
    const { clock, hive, slack, twilio } = outside;
    try {
      await monitor?.stop();
    } finally {
      await Promise.all([hive.stop(), slack.stop(), twilio.stop()]);
      clock.stop();
      await rm(folder, { recursive: true, force: true });
    }
  };
  try {
    const app = await createApp(outside, folder, options.at);
    monitor = app;
    await app.start();
    // What is done first takes a moment of time, too.
    outside.clock.speed = 1;
    const begin = async (signal?: AbortSignal) => {
      await firstWords(outside.slack, signal);
      outside.clock.speed = options.speed;
    };
    return { ...outside, begin, close, health: () => healthAnswer(app.engine.desk.health()) };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Resolves when the app has spoken, when it might never do so, or when nobody waits for it any more. */
function firstWords(slack: SlackServer, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const leave = slack.onChange(look);
    const tooLate = setTimeout(done, PATIENCE);
    signal?.addEventListener("abort", done);
    function look(): void {
      if (slack.channel("soc").messages.length > 0) done();
    }
    function done(): void {
      leave();
      clearTimeout(tooLate);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    if (signal?.aborted === true) done();
    else look();
  });
}

async function startOutside({ at, version, calls }: SocOptions): Promise<Outside> {
  const clock = new SandboxClock({ at });
  const hive = new TheHiveServer({ clock, version, users: hiveUsers(), firstCaseNumber: 112 });
  const slack = new SlackServer({
    clock,
    users: slackUsers(),
    channels: [{ id: "C00000SOC1", name: "soc" }],
    // A machine that is busy with a browser takes its time.
    patience: { most: 2500 },
  });
  const twilio = new TwilioServer({
    clock,
    numbers: [{ phoneNumber: SENDER, capabilities: { sms: true, voice: true } }],
    defaultBehaviour: { call: calls },
    limits: { callsPerSecond: 10 },
  });
  await Promise.all([hive.start(), slack.start(), twilio.start()]);
  for (const { phone } of cast) if (phone !== undefined) twilio.phone(phone);
  return { clock, hive, slack, twilio };
}

async function createApp(
  { clock, hive, slack, twilio }: Outside,
  folder: string,
  at: number,
): Promise<Monitor> {
  const settingsFile = join(folder, "sla.yml");
  await writeFile(settingsFile, stringify(demoSettings(at)));
  const read = environmentFrom({
    THEHIVE_URL: hive.url,
    THEHIVE_API_KEY: hive.apiKey,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_CHANNEL: "#soc",
    SLACK_API_URL: slack.url,
    TWILIO_ACCOUNT_SID: twilio.account.sid,
    TWILIO_AUTH_TOKEN: twilio.account.authToken,
    TWILIO_FROM: SENDER,
    TWILIO_API_URL: twilio.url,
    TWILIO_KEYPRESS_URL: twilio.keypressUrl,
    STATE_URL: `sqlite://${join(folder, "state.sqlite")}`,
    AUDIT_FILE: join(folder, "audit.jsonl"),
  });
  if (!read.ok) throw new Error(read.problems.map(problemLine).join("\n"));
  const appClock: Clock = { now: () => clock.now() as Instant, sleep: clock.sleep };
  const log = createLogger({
    level: process.env.LOG_LEVEL ?? "silent",
    out: prettyStream(process.stderr),
    secrets: [],
    clock: appClock,
  });
  return await createMonitor({
    environment: read.environment,
    settingsFile,
    clock: appClock,
    log,
    stdout: () => {},
    version: "demo",
  });
}
