import { after, type Clock, type Duration, type Instant, minutes } from "../../lib/time.ts";
import type { Item } from "../items/item.ts";
import { subjectKey } from "../items/subject.ts";
import type { Jobs } from "./jobs.ts";
import type { Timetable } from "./timetable.ts";

/** How long a single run waits for retries, and for calls that ring. */
const PATIENCE = minutes(2);

interface SingleRun {
  readonly clock: Clock;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  /** Everything in the outbox. */
  readonly items: () => Iterable<Item>;
}

/** Waits for what a single run has begun: sends, retries, redraws, calls until they are answered; not for deadlines. */
export async function settleRun({ jobs, timetable, clock, items }: SingleRun): Promise<void> {
  const giveUpAt = after(clock.now(), PATIENCE);
  for (;;) {
    await jobs.idle();
    const next = timetable.next((kind, of) => isOfThisRun(kind, of, items()));
    // What fell due in the meantime is in the timetable no more.
    if (!jobs.isIdle()) continue;
    if (next === undefined || next > giveUpAt) return;
    await clock.sleep(Math.max(1, next - clock.now()) as Duration);
  }
}

// A text may stay unconfirmed for minutes, and what is owed or held back for longer: the next run goes on with it.
function isOfThisRun(kind: string, of: string, items: Iterable<Item>): boolean {
  if (kind === "outbox") return [...items].some((item) => isUnderWay(item) && of.startsWith(`${item.via} `));
  return ["redraw", "digest", "write-back"].includes(kind) || (kind === "follow" && of.includes("/call/"));
}

function isUnderWay({ state, stoodIn, limited }: Item): boolean {
  return (state === "pending" || state === "sending") && stoodIn !== true && limited !== true;
}

/** Whether everything that was tried since `start` got through, by whichever person. */
export function gotThrough(items: Iterable<Item>, start: Instant): boolean {
  const all = [...items];
  return all.every((item) => isFine(item, all, start));
}

function isFine(one: Item, all: readonly Item[], start: Instant): boolean {
  if (one.state === "pending") return one.limited === true;
  if (one.state === "sending") return false;
  if (one.state !== "failed" || (one.settledAt ?? 0) < start) return true;
  return all.some(
    ({ about, via, group, state }) =>
      subjectKey(about) === subjectKey(one.about) &&
      via === one.via &&
      group === one.group &&
      (state === "sent" || state === "delivered"),
  );
}
