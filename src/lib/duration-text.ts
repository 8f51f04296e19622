import { formatDuration as wordDuration } from "date-fns/formatDuration";
import { z } from "zod";
import { Duration, days, hours, milliseconds, minutes, seconds } from "./time.ts";

const EXAMPLES = "90s, 30m, 1h30m, 7d or 1w";
const LONGEST = days(36_525);
// Milliseconds are not for people; they let every Duration be printed and read back.
const WRITTEN = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const READ_UNITS = [days(7), days(1), hours(1), minutes(1), seconds(1), milliseconds(1)];
// Weeks are read but never printed: "7d" is how the settings write them.
const PRINTED_UNITS = [
  ["d", days(1)],
  ["h", hours(1)],
  ["m", minutes(1)],
  ["s", seconds(1)],
  ["ms", milliseconds(1)],
] as const;

/**
 * Reads a duration as people write it: `90s`, `30m`, `1h30m`, `7d`, `1w`; units descend, each at most once.
 *
 * @returns undefined for anything else, and for more than a hundred years
 */
export function parseDuration(text: string): Duration | undefined {
  const match = WRITTEN.exec(text.trim().toLowerCase());
  if (match === null || match[0] === "") return undefined;
  const total = READ_UNITS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0);
  return total <= LONGEST ? milliseconds(total) : undefined;
}

/** Prints a duration so that {@link parseDuration} reads it back unchanged: `1h30m`, `7d`, `0s`. */
export function durationText(duration: Duration): string {
  let left: number = duration;
  let text = "";
  for (const [name, unit] of PRINTED_UNITS) {
    const count = Math.floor(left / unit);
    if (count > 0) text += `${count}${name}`;
    left -= count * unit;
  }
  return text === "" ? "0s" : text;
}

/**
 * Prints a duration for people, by its two largest units: `45 min`, `1 h 30 min`, `2 days 4 h`.
 * What is smaller is dropped, never rounded up, so an age is not overstated.
 */
export function formatDuration(duration: Duration): string {
  const parts = {
    days: Math.floor(duration / days(1)),
    hours: Math.floor(duration / hours(1)) % 24,
    minutes: Math.floor(duration / minutes(1)) % 60,
    seconds: Math.floor(duration / seconds(1)) % 60,
  };
  const largest = UNITS.findIndex((unit) => parts[unit] > 0);
  if (largest === -1) return "0 s";
  return wordDuration(parts, { format: UNITS.slice(largest, largest + 2), locale: SHORT });
}

const UNITS = ["days", "hours", "minutes", "seconds"] as const;

const SHORT_UNITS: Readonly<Record<string, string>> = { xHours: "h", xMinutes: "min", xSeconds: "s" };

/** The package's words for a duration, as short as a card or a text wants them. */
const SHORT = {
  formatDistance: (token: string, count: number) =>
    `${count} ${SHORT_UNITS[token] ?? (count === 1 ? "day" : "days")}`,
};

/** A duration in the settings: text such as `1h30m` outside, a Duration (ms) inside. `z.encode` prints it. */
export const DurationText = z.codec(z.string({ error: (issue) => advice(issue.input) }), Duration, {
  decode(text, context) {
    const duration = parseDuration(text);
    if (duration !== undefined) return duration;
    context.issues.push({ code: "custom", input: text, message: advice(text) });
    return z.NEVER;
  },
  encode: (duration) => durationText(milliseconds(duration)),
});
export type DurationText = z.infer<typeof DurationText>;

/** What is expected, and what may have been meant by text that is no duration. @param wanted `a duration such as 7d` */
export function durationAdvice(text: string, wanted: string): string {
  return `expected ${wanted}${parseDuration(text) === undefined ? meant(text) : ""}`;
}

function advice(found: unknown): string {
  if (found === undefined || (typeof found === "object" && found !== null))
    return `expected a duration such as ${EXAMPLES}`;
  const shown = JSON.stringify(found).slice(0, 60);
  return `${shown} is not a duration such as ${EXAMPLES}${meant(String(found))}`;
}

const WORDS = { w: days(7), d: days(1), h: hours(1), m: minutes(1), s: seconds(1) } as const;
const LONGEST_WORDS = 40;

/** Reads `30 min`, `2 hours`, `1.5h`, `1h, 30m` as people mean them, for a hint only. */
function meant(text: string): string {
  const words = text.trim().toLowerCase();
  if (/^\d{1,9}$/.test(words)) return `: add a unit, ${words}s, ${words}m or ${words}h`;
  if (words.length > LONGEST_WORDS) return "";
  const parts = [...words.matchAll(/(\d{1,9}(?:\.\d{1,3})?)\s{0,3}([a-z]+)[\s,]{0,3}/g)];
  const total = parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * unitOf(unit), 0);
  const isAll = parts.map(([part]) => part).join("") === words;
  return isAll && total > 0 && total <= LONGEST ? `: write ${durationText(milliseconds(total))}` : "";
}

function unitOf(word: string): number {
  const [, unit] =
    /^(?:(w)(?:eeks?)?|(d)(?:ays?)?|(h)(?:rs?|ours?)?|(m)(?:ins?|inutes?)?|(s)(?:ecs?|econds?)?)$/
      .exec(word)
      ?.filter((one) => one !== undefined) ?? [];
  return unit === undefined
    ? Number.NaN
    : (Object.entries(WORDS).find(([name]) => name === unit)?.[1] ?? Number.NaN);
}
