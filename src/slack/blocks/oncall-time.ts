import type { Instant } from "../../lib/time.ts";
import { type TimeZone, wallClock } from "../../lib/zoned.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What the wall clock of a rotation shows: `Mon 9 Mar 09:00`. Its zone has to be named nearby. */
export function wallText(at: Instant, zone: TimeZone): string {
  const { weekday, day, month, hour, minute } = wallClock(at, zone);
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return `${DAYS[weekday - 1]} ${day} ${MONTHS[month - 1]} ${time}`;
}
