import { z } from "zod";
import { after, type Clock, seconds } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import { AuditEvent } from "../../sla/event.ts";
import type { Entry, Store } from "../ports/store.ts";
import type { Trail } from "../ports/trail.ts";
import type { Jobs } from "./jobs.ts";
import type { Timetable } from "./timetable.ts";
import type { Troubles } from "./troubles.ts";
import { ANSWERS_WITHIN } from "./writer.ts";

/** Lines of which a crash may have come before or after they were written. */
const LINES = "audit:";
const LOOK_BACK = 2000;
const TIDY_AFTER = seconds(5);

/** Lines that were written with what they tell of, and go to the trail next. */
interface Lines {
  readonly key: string;
  readonly events: readonly AuditEvent[];
}

export interface AuditorOptions {
  readonly clock: Clock;
  readonly realTime: Clock;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  readonly store: Pick<Store, "list">;
  readonly trail: Trail;
  readonly troubles: Troubles;
  /** A key that only waited to be written need not be. @returns whether it was so */
  readonly drop: (key: string) => boolean;
  /** Removes what is done from the disk, when nothing else is written for a while. */
  readonly tidy: () => Promise<void>;
}

/** Appends to the trail what was written with what it tells of: once, across crashes, and without anybody waiting. */
export interface Auditor {
  /** @returns the lines, and the entry by which a crash cannot lose them */
  linesOf(events: readonly AuditEvent[]): { lines: Lines; entry: Entry } | undefined;
  /** They are written, or kept: on to the trail. */
  push(lines: Lines): void;
  append(): Promise<void>;
  /** Appends what a crash left. */
  load(): Promise<void>;
  isEmpty(): boolean;
  /** Keys of lines that are in the trail: removed with the next write. */
  readonly done: { take(): readonly string[]; giveBack(keys: readonly string[]): void };
}

export function auditor(options: AuditorOptions): Auditor {
  const { clock, realTime, timetable, jobs, store, trail, troubles, drop, tidy } = options;
  const waiting: Lines[] = [];
  let done: string[] = [];
  let appending: Promise<void> | undefined;
  let serial = 0;

  function append(): Promise<void> {
    appending ??= appendAll().finally(() => {
      appending = undefined;
    });
    return appending;
  }

  async function appendAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice();
      try {
        await within(realTime, ANSWERS_WITHIN, () => trail.append(batch.flatMap(({ events }) => events)));
      } catch (error) {
        troubles.failed("audit", error);
        return;
      }
      waiting.splice(0, batch.length);
      for (const { key } of batch) if (!drop(key)) done.push(key);
    }
    troubles.worked("audit");
    if (done.length > 0) timetable.at("journal tidy", "", after(clock.now(), TIDY_AFTER), tidyUp);
  }

  function tidyUp(): void {
    if (done.length > 0 && troubles.of("state") === undefined) jobs.start("tidy the journal", tidy);
  }

  async function load(): Promise<void> {
    const found = (await store.list(LINES)).sort(([one], [other]) => (one < other ? -1 : 1));
    if (found.length === 0) return;
    const isKnown = counted((await trail.latest(LOOK_BACK).catch(() => [])).map(nameOf));
    for (const [key, value] of found) {
      const events = z.array(AuditEvent).safeParse(value).data ?? [];
      const missing = events.filter((event) => !isKnown(nameOf(event)));
      if (missing.length > 0) waiting.push({ key, events: missing });
      else done.push(key);
    }
    await append();
    tidyUp();
  }

  return {
    linesOf(events) {
      if (events.length === 0) return undefined;
      // Sorted as text they keep their order.
      const key = `${LINES}${clock.now()}/${String(++serial).padStart(9, "0")}`;
      return { lines: { key, events }, entry: [key, events] };
    },
    push(lines) {
      waiting.push(lines);
      // While the trail fails, only its own timer tries again.
      if (troubles.of("audit") === undefined && appending === undefined) jobs.start("audit", append);
    },
    append,
    load,
    isEmpty: () => waiting.length === 0,
    done: {
      take() {
        const keys = done;
        done = [];
        return keys;
      },
      giveBack: (keys) => void done.push(...keys),
    },
  };
}

/** By what an event is recognised in the trail; its detail may have been redacted there. */
function nameOf({ at, event, actor, alertId, tier, via, to }: AuditEvent): string {
  return JSON.stringify([at, event, actor, alertId, tier, via, to]);
}

/** Tells of each name as often as it is there, and then no more. */
function counted(names: readonly string[]): (name: string) => boolean {
  const left = new Map<string, number>();
  for (const name of names) left.set(name, (left.get(name) ?? 0) + 1);
  return (name) => {
    const count = left.get(name) ?? 0;
    if (count === 0) return false;
    left.set(name, count - 1);
    return true;
  };
}
