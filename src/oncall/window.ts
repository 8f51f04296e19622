import { parseDuration } from "../lib/duration-text.ts";
import type { LocalTime } from "../lib/local-time.ts";
import { after, type Instant } from "../lib/time.ts";
import { fromWallClock, parseZoned, type TimeZone, wallClock } from "../lib/zoned.ts";

/** The time that a person asked an override for, or why it cannot be told from their words. */
export type Window = Readonly<
  | ({ kind: "window" } & Stretch)
  /** Typed in the small hours, a night is the one that is running, or the one to come. */
  | { kind: "which"; nights: readonly [Stretch, Stretch] }
  | { kind: "refused"; why: string }
>;
type Stretch = Readonly<{ from: Instant; until: Instant }>;

const HOURS = /^(\d{1,2}):(\d\d)\s*[-–—]\s*(\d{1,2}):(\d\d)$/;
const BETWEEN_TIMES = /^(?:to|-)$/i;
// Two times with offsets, and words between them.
const LONGEST_WINDOW = 200;
const EXAMPLES = "22:00-08:00, sat, sat-sun, 2026-03-29T22:00 2026-03-30T08:00 or 4h";
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const OF_DAYS = /^([a-z]{3,9})(?:\s?[-–—]\s?([a-z]{3,9}))?$/i;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/**
 * Reads the time of an override: `22:00-08:00`, `sat`, `sat-sun`, a date, two ISO times, or `4h` from now.
 *
 * Times without an offset are read on the wall clock of `zone`. Hours mean the occurrence that is running,
 * from now on, or else the next one; `08:00` after `22:00` is the next day's. A night that began yesterday may mean
 * the next one too. A day lasts from midnight to midnight, and is the next of that name, today included.
 */
export function parseWindow(text: string, zone: TimeZone, now: Instant): Window {
  const words = text.trim();
  const length = parseDuration(words);
  if (length !== undefined && length > 0) return { kind: "window", from: now, until: after(now, length) };

  const hours = HOURS.exec(words);
  if (hours !== null) return nextOccurrence(hours.slice(1).map(Number), zone, now) ?? notUnderstood(words);

  const whole = wholeDays(words, zone, now);
  if (whole !== undefined) return whole;

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
    if (until <= now || until <= from) continue;
    const running = { from: from > now ? from : now, until };
    if (day >= 0) return { kind: "window", ...running };
    return { kind: "which", nights: [running, { from: at(0, start), until: at(1, end) }] };
  }
}

/** Whether a word is a day of the week, and so no group's name. */
export function isDay(word: string): boolean {
  return (
    OF_DAYS.exec(word)
      ?.slice(1)
      .every((day) => day === undefined || dayOf(day) >= 0) === true
  );
}

/** By its first three letters or more. */
function dayOf(word: string): number {
  const name = word.toLowerCase();
  const full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  return DAYS.findIndex((day, index) => name.startsWith(day) && full[index]?.startsWith(name) === true);
}

function wholeDays(words: string, zone: TimeZone, now: Instant): Window | undefined {
  const today = { ...wallClock(now, zone), hour: 0, minute: 0, second: 0, millisecond: 0 };
  const midnight = (day: number) => fromWallClock({ ...today, day: today.day + day }, zone);
  const stretch = (from: Instant, until: Instant): Window =>
    until <= now
      ? refused("It is already over: give an end that is still to come.")
      : { kind: "window", from: from > now ? from : now, until };
  const date = DATE.exec(words)?.slice(1).map(Number);
  if (date !== undefined) {
    const from = parseZoned(`${words}T00:00`, zone);
    const [year = 0, month = 0, day = 0] = date;
    if (from === undefined) return undefined;
    return stretch(from, fromWallClock({ year, month, day: day + 1, hour: 0, minute: 0 }, zone));
  }
  const [first, last = first] = OF_DAYS.exec(words)?.slice(1) ?? [];
  if (first === undefined || last === undefined || !isDay(words)) return undefined;
  const begins = (dayOf(first) + 1 - today.weekday + 7) % 7;
  const length = (dayOf(last) - dayOf(first) + 7) % 7;
  return stretch(midnight(begins), midnight(begins + length + 1));
}

function notUnderstood(words: string): Window {
  return refused(`"${words.slice(0, 60)}" is not a time such as ${EXAMPLES}.`);
}

function refused(why: string): Window {
  return { kind: "refused", why };
}
