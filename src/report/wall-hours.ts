import { type Instant, minutes } from "../lib/time.ts";
import { type TimeZone, wallClock } from "../lib/zoned.ts";

const QUARTER = minutes(15);

/** The hour that the clock on the wall shows in a zone, 0 to 23: asked a million times, and the same all quarter long. */
export function wallHours(zone: TimeZone): (at: Instant) => number {
  const known = new Map<number, number>();
  return (at) => {
    // No offset, and no change of one, is finer than that.
    const quarter = Math.floor(at / QUARTER);
    const hour = known.get(quarter) ?? wallClock((quarter * QUARTER) as Instant, zone).hour;
    known.set(quarter, hour);
    return hour;
  };
}
