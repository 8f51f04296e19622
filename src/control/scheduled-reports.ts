import { z } from "zod";
import type { ScheduledReport } from "../config/report-text.ts";
import type { Settings } from "../config/settings.ts";
import type { Notice } from "../engine/ports/notice.ts";
import type { Entry, Store } from "../engine/ports/store.ts";
import { lastOf, nextOf, recurringText } from "../lib/recurring.ts";
import { type Repeated, repeat } from "../lib/repeat.ts";
import { after, before, type Clock, Instant, minutes } from "../lib/time.ts";
import type { TimeZone } from "../lib/zoned.ts";
import type { Roster } from "../oncall/model.ts";
import type { Report } from "../report/model.ts";
import { reported, reporting } from "../report/report.ts";
import { reportZone } from "../report/zone.ts";
import type { AuditEvent } from "../sla/event.ts";

/** Reports that come by themselves, each at its own time: as text, picture and table, to a channel. */
export interface ScheduledReports {
  /** Sends what is due and was not sent. */
  look(): Promise<void>;
  /** Looks now and whenever one is due, until the signal aborts. */
  run(signal: AbortSignal): void;
  /** The settings have changed. */
  replan(): void;
}

export interface ScheduledReportsOptions {
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly store: Pick<Store, "read">;
  readonly write: (entries: readonly Entry[]) => Promise<unknown>;
  /** What of these happened from an instant on, oldest first. */
  readonly events: (
    since: Instant,
    named: ReadonlySet<AuditEvent["event"]>,
  ) => AsyncIterable<readonly AuditEvent[]>;
  /** Each name is said once. */
  readonly say: (name: string, notice: Notice, options: { channel?: string }) => Promise<void>;
  /** Adds picture and table to a channel, the one alerts go to unless given. Never throws. */
  readonly attach: (report: Report, channel: string | undefined) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** One that fell due while nobody ran is sent so long after; later it would only confuse. */
const LATE_BY = minutes(30);
const KEY = "reports:sent";
/** When each was sent last, by its name. */
const Sent = z.record(z.string(), Instant);

export function scheduledReports(options: ScheduledReportsOptions): ScheduledReports {
  const { clock, settings, roster, store, write, onError } = options;
  let loop: Repeated | undefined;
  let due: Instant | undefined = clock.now();

  const zoneOf = (one: ScheduledReport): TimeZone => one.timezone ?? reportZone(roster());

  async function look(): Promise<void> {
    for (const one of settings().reports) {
      const now = clock.now();
      const last = lastOf(one.every, zoneOf(one), now);
      if (now <= after(last, LATE_BY)) await once(one, last);
    }
  }

  async function once(one: ScheduledReport, due: Instant): Promise<void> {
    const name = nameOf(one);
    const sent = Sent.safeParse(await store.read(KEY)).data ?? {};
    if ((sent[name] ?? 0) >= due) return;
    const { report, previous } = await made(one, due);
    const { target, channel } = one;
    const measure = { previous, ...(target === undefined ? {} : { target }) };
    await options.say(
      `report/${name}/${due}`,
      { kind: "report", report, measure },
      channel === undefined ? {} : { channel },
    );
    const names = new Set(settings().reports.map(nameOf));
    const kept = Object.entries(sent).filter(([other]) => names.has(other));
    // Before picture and table go: text can be said once, a file would come twice.
    await write([[KEY, { ...Object.fromEntries(kept), [name]: due }]]);
    await options.attach(report, channel);
  }

  /** One reading for both periods. */
  async function made({ since, field, ...one }: ScheduledReport, due: Instant) {
    const zone = zoneOf({ since, ...one });
    const from = before(due, since);
    const first = before(from, since);
    const now = reporting(from, due, zone, field);
    const then = reporting(first, from, zone, field);
    for await (const events of options.events(first, reported)) {
      then.add(events);
      now.add(events);
    }
    return { report: now.report(), previous: then.report() };
  }

  async function lookAndPlan(): Promise<void> {
    try {
      await look();
    } finally {
      due = next();
    }
  }

  function next(): Instant | undefined {
    const times = settings().reports.map((one) => nextOf(one.every, zoneOf(one), clock.now()));
    return times.length === 0 ? undefined : (Math.min(...times) as Instant);
  }

  return {
    look,
    run(signal) {
      loop = repeat(lookAndPlan, { clock, signal, next: () => due, onError });
    },
    replan() {
      due = next();
      loop?.replan();
    },
  };
}

/** The same report under the same name, wherever it stands in the list. */
function nameOf({ every, since, channel = "", field = "" }: ScheduledReport): string {
  return [recurringText(every), since, channel, field].join(" ");
}
