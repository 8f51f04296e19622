import { after, days, type Instant } from "../lib/time.ts";
import type { CalendarReading } from "./read.ts";

/** Strangers of next season are still to come. */
const STRANGERS_AHEAD = days(31);

/** What is wrong with what a calendar says: strangers of the coming month, and events that cannot be read. */
export function doubtsAbout({ strangers, unread }: CalendarReading, now: Instant) {
  const soon = strangers.filter(({ from, until }) => until > now && from < after(now, STRANGERS_AHEAD));
  return { strangers: soon.map(({ name }) => name), unread };
}
