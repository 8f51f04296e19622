import type { Settings } from "../config/settings.ts";
import { formatDuration } from "../lib/duration-text.ts";
import { after, between, type Clock, type Duration, type Instant, minutes } from "../lib/time.ts";
import { steppedText } from "./alarms/clock-watch.ts";
import type { WaysAlarm } from "./alarms/ways.ts";
import type { ConnectionHealth, CopiesNow, Health, Pause } from "./desk.ts";
import type { PollLoop } from "./escalate/poll-loop.ts";
import type { Outbox } from "./outbox/outbox.ts";
import type { Journal } from "./work/journal.ts";
import type { Watchlist } from "./work/watchlist.ts";

export interface HealthOptions {
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly watch: Watchlist;
  readonly outbox: Outbox;
  readonly journal: Journal;
  readonly polls: PollLoop;
  readonly ways: WaysAlarm;
  readonly theHive: () => ConnectionHealth;
  /** Of the connection alone. */
  readonly slack: () => ConnectionHealth;
  readonly paused: () => Pause | undefined;
  /** What is wrong with the calendars of groups. */
  readonly calendars?: (() => readonly string[]) | undefined;
  readonly copies?: (() => CopiesNow) | undefined;
}

/** How all of it does, and every reason why somebody might not be told in time. */
export function healthOf(options: HealthOptions): Health {
  const { clock, watch, polls, ways } = options;
  const now = clock.now();
  const last = polls.lastPoll();
  const next = polls.nextPollAt();
  const lastGood = polls.lastGoodAt();
  const paused = options.paused();
  const theHive = hiveHealth(options, now);
  const posts = ways.slack();
  const connection = options.slack();
  const slack = posts === undefined ? connection : { ok: false, detail: posts.detail, since: posts.since };
  const twilio = ways.twilio();
  const disk = diskHealth(options);
  const waiting = waitingIn(options, now);
  const stepped = steppedText(clock);
  const reasons = [
    ...(theHive.ok ? [] : [`TheHive: ${theHive.detail}`]),
    ...(slack.ok ? [] : [`Slack: ${slack.detail}`]),
    ...(twilio === "off" || twilio.ok ? [] : [`Twilio: ${twilio.detail}`]),
    ...(disk.ok ? [] : [disk.detail]),
    ...(waiting.overdue === 0 ? [] : [`${waiting.overdue} waiting for more than a minute to be told`]),
    ...(stepped === undefined ? [] : [stepped]),
    ...(options.calendars?.() ?? []),
  ];
  return {
    now,
    ok: reasons.length === 0,
    reasons,
    openAlerts: watch.open().size,
    theHive,
    slack,
    twilio,
    disk,
    waiting,
    ...(last === undefined ? {} : { lastPollAt: last.at }),
    ...(lastGood === undefined ? {} : { lastGoodPollAt: lastGood }),
    ...(next === undefined ? {} : { nextPollAt: next }),
    ...(paused === undefined ? {} : { paused }),
    ...(options.copies === undefined ? {} : { copies: options.copies() }),
  };
}

/** Whether an outside dead-man switch may be told that all is well: TheHive read, all written, nobody kept waiting. */
export function isCycleGood({ theHive, disk, waiting }: Health, ways: WaysAlarm): boolean {
  const twilio = ways.twilio();
  const phonesFine = twilio === "off" || twilio.ok;
  return theHive.ok && disk.ok && waiting.overdue === 0 && ways.slack() === undefined && phonesFine;
}

/** A poll that never comes is as bad as one that fails. */
function hiveHealth({ theHive, polls, settings }: HealthOptions, now: Instant): ConnectionHealth {
  const health = theHive();
  const lastGood = polls.lastGoodAt();
  if (!health.ok || lastGood === undefined) return health;
  const tooOld = (3 * settings().poll.every + minutes(1)) as Duration;
  if (now <= after(lastGood, tooOld)) return health;
  return { ok: false, detail: `last read ${formatDuration(between(lastGood, now))} ago`, since: lastGood };
}

function diskHealth({ journal }: HealthOptions): ConnectionHealth {
  const state = journal.trouble("state");
  const trail = journal.trouble("audit");
  const worst = state ?? trail;
  return worst === undefined
    ? { ok: true, detail: "written" }
    : { ok: false, detail: worst.why, since: worst.since };
}

function waitingIn({ outbox }: HealthOptions, now: Instant): Health["waiting"] {
  const limited = [...outbox.all()].filter((item) => item.state === "pending" && item.limited === true);
  const overdue = outbox.overdue(now);
  const oldestAt = overdue.reduce<Instant | undefined>(
    (first, { at }) => (first === undefined || at < first ? at : first),
    undefined,
  );
  return {
    limited: limited.length,
    overdue: overdue.length,
    ...(oldestAt === undefined ? {} : { oldestAt }),
  };
}
