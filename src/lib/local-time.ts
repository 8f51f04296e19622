import { TZDate } from "@date-fns/tz";
import { addMonths } from "date-fns/addMonths";
import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";
import { z } from "zod";

/**
 * A reading of a wall clock and its calendar, in no particular zone.
 * Months count from 1. Arithmetic may leave fields out of range: day 32 is the next month's first.
 */
export const LocalTime = z.strictObject({
  year: z.int(),
  month: z.int(),
  day: z.int(),
  hour: z.int(),
  minute: z.int(),
  second: z.int().optional(),
  millisecond: z.int().optional(),
});
export type LocalTime = Readonly<z.infer<typeof LocalTime>>;

/** A wall clock with every field, as read at an instant. `weekday` is ISO: 1 is Monday, 7 is Sunday. */
export type WallClock = LocalTime & Readonly<{ second: number; millisecond: number; weekday: number }>;

const WRITTEN = /^[1-9]\d{3}-\d\d-\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{3})?)?$/;
const EXAMPLE = "2026-01-05T09:00";

/** Milliseconds along the wall clock from 1970-01-01T00:00, as if each of its days had 24 hours. */
export function wallMillis(time: LocalTime): number {
  const { year, month, day, hour, minute, second = 0, millisecond = 0 } = time;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** The inverse of {@link wallMillis}; brings fields that are out of range back into it. */
export function wallClockOf(millis: number): WallClock {
  const date = new Date(millis);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    weekday: date.getUTCDay() || 7,
  };
}

/** A wall clock so many months later; in a month without its day, on the month's last. */
export function monthsLater(time: LocalTime, months: number): LocalTime {
  return wallClockOf(addMonths(new TZDate(wallMillis(time), "UTC"), months).getTime());
}

/**
 * Reads `2026-01-05T09:00`, with seconds or milliseconds if given, and no offset.
 *
 * @returns undefined for any other text and for dates that do not exist, such as 30 February
 */
export function parseLocalTime(text: string): LocalTime | undefined {
  if (!WRITTEN.test(text)) return undefined;
  const date = parseISO(`${text}Z`);
  if (!isValid(date)) return undefined;
  const { year, month, day, hour, minute, second, millisecond } = wallClockOf(date.getTime());
  const time = { year, month, day, hour, minute };
  if (millisecond > 0) return { ...time, second, millisecond };
  return second > 0 ? { ...time, second } : time;
}

/** Prints a local time as short as it can be read back: `2026-01-05T09:00`. */
export function localTimeText(time: LocalTime): string {
  const iso = new Date(wallMillis(time)).toISOString();
  if (!iso.endsWith(".000Z")) return iso.slice(0, -1);
  return iso.endsWith(":00.000Z") ? iso.slice(0, -8) : iso.slice(0, -5);
}

/** A wall-clock time in the settings: text outside, {@link LocalTime} inside. `z.encode` prints it. */
export const LocalTimeText = z.codec(z.string({ error: (issue) => advice(issue.input) }), LocalTime, {
  decode(text, context) {
    const time = parseLocalTime(text);
    if (time !== undefined) return time;
    context.issues.push({ code: "custom", input: text, message: advice(text) });
    return z.NEVER;
  },
  encode: (time) => localTimeText(time),
});

function advice(found: unknown): string {
  if (found === undefined || (typeof found === "object" && found !== null))
    return `expected a wall-clock time such as "${EXAMPLE}"`;
  const shown = JSON.stringify(found).slice(0, 60);
  return `${shown} is not a wall-clock time such as "${EXAMPLE}", without an offset`;
}
