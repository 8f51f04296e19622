import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
// What is loaded with the first call, or after a start, takes a moment that is no activity to wait for.
import "twilio";
import "../../src/slack/adapter.ts";
import "../../src/twilio/words/twiml.ts";
import { join } from "node:path";
import { setTimeout as pause, setImmediate } from "node:timers/promises";
import { expect, inject, onTestFinished } from "vitest";
import { stringify } from "yaml";
import { SandboxClock } from "../../sandbox/clock.ts";
import { createDatabase } from "../../sandbox/postgres/server.ts";
import { SlackServer, type SlackServerOptions } from "../../sandbox/slack/server.ts";
import type { Message } from "../../sandbox/slack/workspace/model.ts";
import { TheHiveServer } from "../../sandbox/thehive/server.ts";
import { TwilioServer } from "../../sandbox/twilio/server.ts";
import { createMonitor, type Monitor } from "../../src/app.ts";
import { eventIn } from "../../src/audit/event-in.ts";
import { verifyTrail } from "../../src/audit/read.ts";
import { environmentFrom } from "../../src/config/environment.ts";
import type { Store } from "../../src/engine/ports/store.ts";
import { createLogger } from "../../src/lib/logger.ts";
import type { Clock, Duration, Instant } from "../../src/lib/time.ts";
import { AuditEvent } from "../../src/sla/event.ts";

/** Everybody of the story. Their numbers are from the range kept for fiction. */
export const people = {
  alice: { phone: "+12025550111", slack: "U0ALICE", email: "alice@example.org" },
  bob: { phone: "+12025550112", slack: "U0BOB", email: "bob@example.org" },
  carol: { phone: "+12025550113", slack: "U0CAROL", email: "carol@example.org" },
  dave: { phone: "+12025550114" },
} as const;
export type PersonName = keyof typeof people;
export const everybody: readonly PersonName[] = ["alice", "bob", "carol", "dave"];

const users = [
  { id: "U0ALICE", name: "alice", realName: "Alice", email: "alice@example.org" },
  { id: "U0BOB", name: "bob", realName: "Bob", email: "bob@example.org" },
  { id: "U0CAROL", name: "carol", realName: "Carol", email: "carol@example.org", isAdmin: true },
  { id: "U0EVE", name: "eve", realName: "Eve" },
];

const team = (start: string) => ({
  people,
  groups: {
    oncall: { rotation: { members: ["alice", "bob"], timezone: "Europe/London", start, every: "1w" } },
    seniors: { members: ["carol", "dave"] },
  },
});
/** Alice's turn began yesterday, whenever a test runs that lives in real time. */
const yesterday = () => `${new Date(Date.now() - hours(24)).toISOString().slice(0, 10)}T09:00`;

export interface NightOptions {
  /** First instant, ISO. Alice is on call in the week from 2026-03-02. */
  at?: string;
  /** The servers live in real time, for an app in a process of its own. */
  realTime?: boolean;
  version?: "3" | "4" | "5";
  settings?: object;
  environment?: Record<string, string>;
  thehive?: Partial<ConstructorParameters<typeof TheHiveServer>[0]>;
  slack?: Partial<SlackServerOptions>;
  twilio?: Partial<ConstructorParameters<typeof TwilioServer>[0]>;
  /** Texts can be replied to. Only where it matters: it is looked for every five seconds of long nights. */
  replies?: boolean;
  /** Calls offer a key. */
  keys?: boolean;
  /** false: the servers run, the app is started by the test. */
  start?: boolean;
  /** How long any request may take in real time, where waiting for the usual ten seconds would be too long. */
  patience?: Duration;
  /** The app's clock, made of the sandbox's; that one unless given. */
  appClock?: (sandbox: Clock) => Clock;
  overStore?: (store: Store) => Store;
  /** The channel does not know the monitor yet, and is greeted. */
  isNew?: boolean;
  /** The night is meant to break something inside the app; otherwise a failed job fails the test. */
  mayBreak?: boolean;
}

/** A night at the SOC: the real app and its real clients, three servers, and a clock moved by hand. */
export async function night(options: NightOptions = {}) {
  const clock = options.realTime
    ? new SandboxClock({ speed: 1 })
    : new SandboxClock({ at: Date.parse(options.at ?? "2026-03-03T02:00Z") });
  const hive = new TheHiveServer({
    clock,
    version: options.version ?? "5",
    users: users.flatMap(({ email, realName }) =>
      email === undefined ? [] : [{ login: email, email, name: realName }],
    ),
    ...options.thehive,
  });
  const slack = new SlackServer({
    clock,
    users,
    channels: [{ id: "C0000000SOC", name: "soc", members: users.map(({ id }) => id), botIsMember: true }],
    ...options.slack,
  });
  const twilio = new TwilioServer({
    clock,
    limits: { callsPerSecond: 1000 },
    authToken: "5ec2e7f0a11a4b5e9d6c7b8a90f1e2d3",
    ...options.twilio,
  });
  await Promise.all([hive.start(), slack.start(), twilio.start()]);
  const folder = await mkdtemp(join(tmpdir(), "sla-night-"));
  const settingsFile = join(folder, "sla.yml");
  await writeFile(
    settingsFile,
    stringify({ ...team(options.realTime ? yesterday() : "2026-01-05T09:00"), ...options.settings }),
  );

  const lines: string[] = [];
  const activity = watchActivity({ hive, slack, twilio });
  let monitor: Monitor | undefined;
  const variables = {
    THEHIVE_URL: hive.url,
    THEHIVE_API_KEY: hive.apiKey,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_CHANNEL: "#soc",
    SLACK_API_URL: slack.url,
    TWILIO_ACCOUNT_SID: twilio.account.sid,
    TWILIO_AUTH_TOKEN: twilio.account.authToken,
    TWILIO_FROM: "+12025550100",
    TWILIO_API_URL: twilio.url,
    TWILIO_KEYPRESS_URL: options.keys === true ? twilio.keypressUrl : "off",
    STATE_URL: await stateUrl(folder),
    AUDIT_FILE: join(folder, "audit.jsonl"),
    ...options.environment,
  };

  const sandboxTime: Clock = { now: () => clock.now() as Instant, sleep: clock.sleep };
  const appClock = options.appClock?.(sandboxTime) ?? sandboxTime;

  async function create(): Promise<Monitor> {
    const read = environmentFrom(variables);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const log = createLogger({
      level: "debug",
      out: {
        write: (line: string) => {
          lines.push(line);
          activity.note();
        },
      },
      secrets: [],
      clock: appClock,
    });
    return createMonitor({
      environment: read.environment,
      settingsFile,
      clock: appClock,
      log,
      stdout: (text) => void lines.push(text),
      version: "1.2.3",
      ...(options.patience === undefined ? {} : { patience: options.patience }),
      overPhones: ({ inbox, ...phones }) =>
        options.replies === true && inbox !== undefined ? { ...phones, inbox } : phones,
      overStore: (store) => greetedBefore(options, options.overStore?.(store) ?? store),
    });
  }

  async function start(): Promise<void> {
    monitor = await create();
    await monitor.start();
    if (options.keys === true)
      await expect.poll(() => lines.some((line) => line.includes("calls offer"))).toBe(true);
    await settle();
  }

  async function stop(): Promise<void> {
    const running = monitor;
    monitor = undefined;
    await running?.stop();
  }

  /** Waits until the app has nothing in flight, or only what waits for the clock to move or for ever. */
  async function settle(): Promise<void> {
    const quiet = async () => {
      for (let turn = 0; turn < 3; turn++) {
        await setImmediate();
        await monitor?.engine.idle();
      }
    };
    // What may take long is waited for shortly, and what may not, for as long as a busy machine may need.
    await Promise.race([quiet(), activity.ceases(options.patience === undefined ? 12 : 5)]);
  }

  async function advance(length: number): Promise<void> {
    const end = clock.now() + length;
    await settle();
    for (let next = clock.nextWake(); next !== undefined && next <= end; next = clock.nextWake()) {
      clock.moveTo(next);
      await settle();
    }
    clock.moveTo(end);
    await settle();
  }

  onTestFinished(async () => {
    await stop();
    await Promise.all([hive.stop(), slack.stop(), twilio.stop()]);
    clock.stop();
    try {
      await expectNoSecrets();
      await expectTrailWhole();
      if (!options.mayBreak) expect(lines.filter((line) => line.includes("job failed"))).toEqual([]);
      expect(lines.filter((line) => line.includes("Slack refused the"))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  /** Whatever the night did to the monitor, every line of the trail is as it was written. */
  async function expectTrailWhole(): Promise<void> {
    const verdict = await verifyTrail(join(folder, "audit.jsonl")).catch(() => undefined);
    expect(verdict?.kind ?? "whole").toBe("whole");
  }

  /** Every night is a guard: no token, key or full number in the log, the trail, or anything said in Slack. */
  async function expectNoSecrets(): Promise<void> {
    const secrets = [hive.apiKey, slack.botToken, slack.appToken, twilio.account.authToken];
    const numbers = Object.values(people).map(({ phone }) => phone.slice(1));
    const messages = [...slack.store.channels.values()].flatMap(({ byTs }) => [...byTs.values()]);
    const places = {
      log: lines.join(""),
      trail: await readFile(join(folder, "audit.jsonl"), "utf8").catch(() => ""),
      slack: JSON.stringify(messages.map(({ text, blocks, metadata }) => ({ text, blocks, metadata }))),
    };
    for (const [place, text] of Object.entries(places)) {
      for (const secret of [...secrets, ...numbers]) {
        const found = text.indexOf(secret);
        expect(found < 0 ? "" : `${place}: ${text.slice(Math.max(0, found - 200), found + 60)}`).toBe("");
      }
    }
  }

  if (options.start !== false) await start();

  return {
    clock,
    hive,
    slack,
    twilio,
    folder,
    settingsFile,
    variables,
    /** All that the operator's log and a trail on stdout held. */
    lines,
    create,
    start,
    stop,
    settle,
    advance,
    /** Moves to an instant, ISO. */
    until: (iso: string) => advance(Date.parse(iso) - clock.now()),
    get app(): Monitor {
      if (monitor === undefined) throw new Error("the app is not running");
      return monitor;
    },
    phone: (name: PersonName) => twilio.phone(people[name].phone),
    /** What the phones got about something, earliest first: `02:30 sms alice`, with seconds unless they are zero. */
    pages: (about = ""): string[] =>
      Object.entries(people)
        .flatMap(([name, { phone }]) => {
          const { sms, calls } = twilio.phone(phone);
          return [
            ...sms.map(({ at, body }) => ({ at, text: body, what: `sms ${name}` })),
            ...calls.map(({ at, spoken }) => ({ at, text: spoken.join(" "), what: `call ${name}` })),
          ];
        })
        .filter(({ text }) => text.includes(about))
        .sort((a, b) => a.at - b.at || a.what.localeCompare(b.what))
        .map(({ at, what }) => `${hourOf(at)} ${what}`),
    /** The card of the alert with this title. */
    card(title: string): Message {
      const found = slack.channel("soc").messages.filter(isCard);
      const card = found.find((message) => slack.plainText(message).includes(title));
      if (card !== undefined) return card;
      throw new Error(
        `no card for "${title}" among ${found.map((one) => slack.plainText(one)).join("\n---\n")}`,
      );
    },
    /** A press by somebody, and all that comes of it. */
    async press(user: string, message: Message, control: string) {
      const outcome = await slack.press(user, message, control);
      await settle();
      return outcome;
    },
    /** Lets time go on until something that waits for it has come about. */
    async letPass<Result>(wanted: Promise<Result>, most = minutes(2)): Promise<Result> {
      const waiting = new AbortController();
      const end = clock.now() + most;
      const ended = wanted.finally(() => waiting.abort());
      for (let still = 0; !waiting.signal.aborted && still < 100; ) {
        await activity.ceases(3);
        const next = clock.nextWake();
        // Nobody waits for the clock yet: a file is read, or a module loaded.
        if (next === undefined || next > end) still++;
        else if (!waiting.signal.aborted) await advance(Math.max(1, next - clock.now()));
      }
      return ended;
    },
    /** Which tiers of an alert fired when: `02:30 1`. */
    fired: async (id: string): Promise<string[]> =>
      (await auditOf(folder))
        .filter(({ alertId, event }) => alertId === id && /fired$/i.test(event))
        .map(({ at, tier }) => `${hourOf(Date.parse(at))} ${tier}`),
    /** The app's cards in a channel, oldest first. */
    cards: (channel = "soc") => slack.channel(channel).messages.filter(isCard),
    /** Everything a message shows, as text. */
    read: (message: Message) => slack.plainText(message),
    audit: async (event?: AuditEvent["event"]): Promise<AuditEvent[]> =>
      (await auditOf(folder)).filter((one) => event === undefined || one.event === event),
  };
}
export type Night = Awaited<ReturnType<typeof night>>;

interface Servers {
  readonly hive: TheHiveServer;
  readonly slack: SlackServer;
  readonly twilio: TwilioServer;
}

/** Tells when nothing has gone on for a while, as far as the servers and the log show. */
function watchActivity({ hive, slack, twilio }: Servers) {
  let count = 0;
  const note = () => {
    count++;
  };
  hive.onRequest(note);
  slack.onChange(note);
  twilio.onChange(note);
  return {
    note,
    // Ticks rather than time: while the machine is busy elsewhere, no tick passes either.
    async ceases(ticks: number): Promise<void> {
      for (let still = 0, seen = count; still < ticks; still++) {
        await pause(40, undefined, { ref: false });
        if (count !== seen) still = 0;
        seen = count;
      }
    },
  };
}

async function auditOf(folder: string): Promise<AuditEvent[]> {
  const text = await readFile(join(folder, "audit.jsonl"), "utf8");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line): AuditEvent => AuditEvent.parse(eventIn(line)));
}

/** `02:30`, or `02:30:05` when it is not on the minute. */
function hourOf(at: number): string {
  const time = new Date(at).toISOString().slice(11, 19);
  return time.endsWith(":00") ? time.slice(0, 5) : time;
}

/** What is about one alert. */
function isCard(message: Message): boolean {
  const id = message.metadata?.event_payload.id;
  return typeof id === "string" && /^(~\d|[0-9a-f]{32}).*\/slack\//.test(id);
}

export const seconds = (count: number): Duration => (count * 1000) as Duration;
export const minutes = (count: number): Duration => seconds(count * 60);
export const hours = (count: number): Duration => minutes(count * 60);

/** Most nights are not the monitor's first in the channel. */
function greetedBefore({ isNew = false }: NightOptions, store: Store): Store {
  if (isNew) return store;
  return {
    ...store,
    read: async (key) => (key.startsWith("greeted:") ? 0 : await store.read(key)),
  };
}

/** What is about files on this machine's disk is not about a database. */
export const inDatabase = inject("postgres") !== undefined;

/** Each night has a state of its own: a file, or a database where the run has a server. */
async function stateUrl(folder: string): Promise<string> {
  const port = inject("postgres");
  return port === undefined ? `sqlite://${join(folder, "state.sqlite")}` : createDatabase(port);
}
