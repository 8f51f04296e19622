import { type LocalTime, monthsLater, wallMillis } from "../lib/local-time.ts";
import { hours, type Instant } from "../lib/time.ts";
import { fromWallClock, wallClock } from "../lib/zoned.ts";
import type { Rotation } from "./model.ts";

// On the wall every day has 24 hours, whatever the zone makes of some of them.
const WALL_HOURS = { hour: 1, day: 24, week: 168 } as const;

/** One turn of a rotation, from one handoff to the next; half-open. */
export interface Turn {
  /** Counts the turns since the rotation's start, from 0. */
  readonly index: number;
  /** The member on duty, as a list of one. */
  readonly people: readonly string[];
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * When turn `index` begins. Counted along the wall clock from the start and never from the turn before,
 * so a change of hour shifts no later handoff, and a monthly one on the 31st returns to the 31st.
 */
export function handoff(rotation: Rotation, index: number): Instant {
  return fromWallClock(wallTimeOf(rotation, index), rotation.timezone);
}

/** The turn that is running at an instant; undefined before the rotation's start. */
export function turnAt(rotation: Rotation, at: Instant): Turn | undefined {
  // The estimate is exact but near a change of hour or in a month without the start's day.
  let index = Math.max(0, turnsPassed(rotation, at));
  while (handoff(rotation, index) > at) {
    if (index === 0) return undefined;
    index -= 1;
  }
  // Also passes over turns that a skipped hour has left without any time.
  while (handoff(rotation, index + 1) <= at) index += 1;

  const place = index % rotation.members.length;
  return {
    index,
    people: rotation.members.slice(place, place + 1),
    from: handoff(rotation, index),
    until: handoff(rotation, index + 1),
  };
}

/** All members, in the order in which their turns come, beginning with the one on duty during `turn`. */
export function membersFrom(rotation: Rotation, turn: Turn): string[] {
  const place = turn.index % rotation.members.length;
  return [...new Set([...rotation.members.slice(place), ...rotation.members.slice(0, place)])];
}

function wallTimeOf({ start, every }: Rotation, index: number): LocalTime {
  const count = index * every.count;
  if (every.unit !== "month") return { ...start, hour: start.hour + count * WALL_HOURS[every.unit] };
  return monthsLater(start, count);
}

function turnsPassed({ start, every, timezone }: Rotation, at: Instant): number {
  const now = wallClock(at, timezone);
  if (every.unit === "month") {
    return Math.floor(((now.year - start.year) * 12 + now.month - start.month) / every.count);
  }
  const turn = hours(every.count * WALL_HOURS[every.unit]);
  return Math.floor((wallMillis(now) - wallMillis(start)) / turn);
}
