import { parseDuration } from "../lib/duration-text.ts";
import type { LocalTime } from "../lib/local-time.ts";
import { after, type Instant } from "../lib/time.ts";
import { fromWallClock, parseZoned, type TimeZone, wallClock } from "../lib/zoned.ts";

/** The time that a person asked an override for, or why it cannot be told from their words. */
export type Window = Readonly<
  { kind: "window"; from: Instant; until: Instant } | { kind: "refused"; why: string }
>;

const HOURS = /^(\d{1,2}):(\d\d)\s*[-–—]\s*(\d{1,2}):(\d\d)$/;
const BETWEEN_TIMES = /^(?:to|-)$/i;
// Two times with offsets, and words between them.
const LONGEST_WINDOW = 200;
const EXAMPLES = "22:00-08:00, 2026-03-29T22:00 2026-03-30T08:00 or 4h";

/**
 * Reads the time of an override: `22:00-08:00`, two ISO times, or `4h` from now.
 *
 * Times without an offset are read on the wall clock of `zone`. Hours mean the occurrence that is running,
 * from now on, or else the next one; `08:00` after `22:00` is the next day's.
 */
export function parseWindow(text: string, zone: TimeZone, now: Instant): Window {
  const words = text.trim();
  const length = parseDuration(words);
  if (length !== undefined && length > 0) return { kind: "window", from: now, until: after(now, length) };

  const hours = HOURS.exec(words);
  if (hours !== null) return nextOccurrence(hours.slice(1).map(Number), zone, now) ?? notUnderstood(words);

  const [from, until, ...more] = timesIn(words, zone);
  if (from === undefined || until === undefined || more.length > 0) return notUnderstood(words);
  if (until <= from) return refused("It ends before it begins: give an end after its start.");
  if (until <= now) return refused("It is already over: give an end that is still to come.");
  return { kind: "window", from, until };
}

/** The ISO times in it, by which words or signs they may be parted; a word that is none of them is undefined. */
function timesIn(words: string, zone: TimeZone): (Instant | undefined)[] {
  return words
    .slice(0, LONGEST_WINDOW)
    .split(/\s|\/|\.\.|[–—]/)
    .filter((word) => word !== "" && !BETWEEN_TIMES.test(word))
    .map((word) => (/^\d{4}-/.test(word) ? parseZoned(word, zone) : undefined));
}

function nextOccurrence(digits: number[], zone: TimeZone, now: Instant): Window | undefined {
  const [startHour = 0, startMinute = 0, endHour = 0, endMinute = 0] = digits;
  const start = startHour * 60 + startMinute;
  const end = endHour * 60 + endMinute;
  if (startHour > 23 || end > 24 * 60 || startMinute > 59 || endMinute > 59) return undefined;
  if (start === end) return refused("It begins and ends at the same time: say 24h, or give both dates.");

  const today = { ...wallClock(now, zone), hour: 0, second: 0, millisecond: 0 };
  const at = (day: number, minute: number): Instant => {
    const time: LocalTime = { ...today, day: today.day + day, minute };
    return fromWallClock(time, zone);
  };
  for (let day = -1; ; day += 1) {
    const from = at(day, start);
    const until = at(end > start ? day : day + 1, end);
    // A skipped hour can leave an occurrence no time at all.
    if (until > now && until > from) return { kind: "window", from: from > now ? from : now, until };
  }
}

function notUnderstood(words: string): Window {
  return refused(`"${words.slice(0, 60)}" is not a time such as ${EXAMPLES}.`);
}

function refused(why: string): Window {
  return { kind: "refused", why };
}
