import { after, hours, type Instant } from "../../lib/time.ts";
import { type TimeZone, utc, wallClock } from "../../lib/zoned.ts";
import type { ClockTime } from "../../words/phone-words.ts";

// Until then nobody takes 02:43 for that of another day.
const SAME_NIGHT = hours(18);

/** An instant on the clock of whoever is told; without a zone of theirs, UTC by name. */
export function clockTime(at: Instant, zone: TimeZone | undefined, now: Instant): ClockTime {
  const { hour, minute, weekday } = wallClock(at, zone ?? utc);
  return {
    hour,
    minute,
    ...(at > after(now, SAME_NIGHT) ? { weekday } : {}),
    ...(zone === undefined ? { zone: "UTC" } : {}),
  };
}
