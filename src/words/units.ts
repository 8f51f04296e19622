import { type Duration, days, hours, minutes, seconds } from "../lib/time.ts";

/** `1`, `2`: what is counted, and in which form. */
export type Forms = readonly [one: string, many: string];

export function counted(count: number, [one, many]: Forms): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** An age as a text has it, by its two largest units: whole minutes from ten minutes on, whole days from ten
 * days on. `31 min`, `2 days 4 h`. */
export function shortAge(age: Duration, day: Forms): string {
  const { day: d, hour, minute, second } = partsOf(age);
  if (d > 0) return joined([counted(d, day), hour > 0 && d < 10 ? `${hour} h` : ""]);
  if (hour > 0) return joined([`${hour} h`, minute > 0 ? `${minute} min` : ""]);
  if (minute >= 10) return `${minute} min`;
  return minute > 0 ? joined([`${minute} min`, second > 0 ? `${second} s` : ""]) : `${second} s`;
}

/** How a length of time is said; a single one with its own article, as grammar has it after `for` and `in`. */
export interface SpokenUnits {
  readonly day: Forms;
  readonly hour: Forms;
  readonly minute: Forms;
  /** Instead of "0 minutes". */
  readonly lessThanMinute: string;
  /** Put before minutes that follow hours; their own word is left out where the language does so. */
  readonly minutesAfterHours: (minutes: number) => string;
}

/** A length of time as it is said aloud: days alone, or hours and minutes. */
export function spokenLength(length: Duration, units: SpokenUnits): string {
  const { day, hour, minute } = partsOf(length);
  if (day > 0) return said(day, units.day);
  if (hour > 0) return joined([said(hour, units.hour), minute > 0 ? units.minutesAfterHours(minute) : ""]);
  return minute > 0 ? said(minute, units.minute) : units.lessThanMinute;
}

function said(count: number, [one, many]: Forms): string {
  return count === 1 ? one : `${count} ${many}`;
}

function partsOf(length: Duration) {
  return {
    day: Math.floor(length / days(1)),
    hour: Math.floor(length / hours(1)) % 24,
    minute: Math.floor(length / minutes(1)) % 60,
    second: Math.floor(length / seconds(1)) % 60,
  };
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
