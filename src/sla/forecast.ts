import { after, before, type Duration, hours, type Instant } from "../lib/time.ts";
import type { AlertId } from "./model.ts";

/** An alert that nobody holds, and the deadline that is still to come. */
export interface Due {
  readonly id: AlertId;
  readonly deadline: Instant;
}

/** How it will go if people work on as in the last hours. */
export interface Forecast {
  /** So many of {@link of} will miss their deadline, the last of these at {@link by}. */
  readonly missed: number;
  readonly of: number;
  readonly by: Instant;
  /** Which to take first so that it is no more. */
  readonly first: readonly AlertId[];
  /** How many were handled in the last hours: the pace it reckons with. */
  readonly handled: number;
}

/** The pace is that of so long. */
export const PACE_OF: Duration = hours(4);
/** Of fewer no pace can be told. */
const FEWEST = 3;
const NAMED = 3;

function handledLately(handledAt: readonly Instant[], now: Instant): number {
  const since = before(now, PACE_OF);
  return handledAt.filter((at) => at > since && at <= now).length;
}

/** Whether enough were handled lately for a pace to be told. */
export function hasPace(handledAt: readonly Instant[], now: Instant): boolean {
  return handledLately(handledAt, now) >= FEWEST;
}

/**
 * Who waits in vain, each taken in the order of deadlines and as fast as in the last hours: that order misses fewest.
 * What could not be in time any more is not waited for.
 *
 * @param handledAt when alerts were handled lately, in any order
 * @returns undefined when all will be in time, or too few were handled for anybody to know
 */
export function forecast(
  waiting: readonly Due[],
  handledAt: readonly Instant[],
  now: Instant,
): Forecast | undefined {
  const handled = handledLately(handledAt, now);
  if (handled < FEWEST) return undefined;
  const each = PACE_OF / handled;
  const inTime: AlertId[] = [];
  const late: Instant[] = [];
  for (const { id, deadline } of [...waiting].sort((one, other) => one.deadline - other.deadline)) {
    const done = after(now, ((inTime.length + 1) * each) as Duration);
    if (done <= deadline) inTime.push(id);
    else late.push(deadline);
  }
  const by = late.at(-1);
  if (by === undefined) return undefined;
  return { missed: late.length, of: waiting.length, by, first: inTime.slice(0, NAMED), handled };
}
