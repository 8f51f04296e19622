import { TZDate, tzOffset } from "@date-fns/tz";
import { format } from "date-fns/format";
import { distance } from "fastest-levenshtein";
import { z } from "zod";
import { type LocalTime, parseLocalTime, type WallClock, wallClockOf, wallMillis } from "./local-time.ts";
import { hours, type Instant, minutes } from "./time.ts";

// ICU also knows abbreviations of its own, and reads BST as Dhaka and IST as Kolkata.
const SHORT_NAMES = /^(UTC|GMT|UCT|EST|MST|HST|CET|MET|EET|WET|PRC|ROC|ROK)$/i;

// No zone is further from UTC, and none has changed its offset twice within this reach on both sides.
const REACH = hours(16);

/** The IANA name of a time zone that exists here, kept as written. */
export const TimeZone = z
  .string({ error: (issue) => zoneAdvice(issue.input) })
  .refine(isTimeZone, { error: (issue) => zoneAdvice(issue.input) })
  .brand("TimeZone");
export type TimeZone = z.infer<typeof TimeZone>;

/** The zone of what has none of its own. */
export const utc = "UTC" as TimeZone;

/** What clock and calendar on the wall show in `zone` at an instant. */
export function wallClock(at: Instant, zone: TimeZone): WallClock {
  return wallClockOf(at + offsetAt(at, zone));
}

/**
 * The instant at which the wall clock of `zone` shows `time`.
 *
 * A time that the change of hour skips becomes the first instant that does exist after it;
 * one that comes twice is taken the first time. So a later time never gives an earlier instant.
 */
export function fromWallClock(time: LocalTime, zone: TimeZone): Instant {
  const wall = wallMillis(time);
  const earlier = offsetAt(wall - REACH, zone);
  const later = offsetAt(wall + REACH, zone);
  if (earlier === later || offsetAt(wall - earlier, zone) === earlier) return toInstant(wall - earlier);
  if (offsetAt(wall - later, zone) === later) return toInstant(wall - later);
  return changeOfOffset(wall - later, wall - earlier, zone);
}

const TO_SECONDS = "yyyy-MM-dd'T'HH:mm:ssxxx";
const TO_MILLISECONDS = "yyyy-MM-dd'T'HH:mm:ss.SSSxxx";

/** ISO 8601 with the zone's offset at that instant, `2026-03-29T03:00:00+02:00`; milliseconds only if any. */
export function isoWithOffset(at: Instant, zone: TimeZone): string {
  return format(new TZDate(at, zone), at % 1000 === 0 ? TO_SECONDS : TO_MILLISECONDS);
}

/**
 * Reads an ISO time as a person gives it: with `Z` or an offset, or without one as wall-clock time of `zone`.
 *
 * @returns undefined when it is neither, or its date does not exist
 */
export function parseZoned(text: string, zone: TimeZone): Instant | undefined {
  const words = text.trim().toUpperCase();
  const offset = /(?:Z|[+-](?:0\d|1[0-5]):?[0-5]\d)$/.exec(words)?.[0];
  const local = parseLocalTime(offset === undefined ? words : words.slice(0, -offset.length));
  if (local === undefined) return undefined;
  if (offset === undefined) return fromWallClock(local, zone);
  return toInstant(wallMillis(local) - offsetMillis(offset));
}

function offsetMillis(offset: string): number {
  if (offset === "Z") return 0;
  const size = hours(Number(offset.slice(1, 3))) + minutes(Number(offset.slice(-2)));
  return offset.startsWith("-") ? -size : size;
}

function offsetAt(millis: number, zone: TimeZone): number {
  return Math.round(tzOffset(zone, new Date(millis)) * minutes(1));
}

function changeOfOffset(from: number, to: number, zone: TimeZone): Instant {
  const old = offsetAt(from, zone);
  let [still, changed] = [from, to];
  while (changed - still > 1) {
    const middle = Math.floor((still + changed) / 2);
    if (offsetAt(middle, zone) === old) still = middle;
    else changed = middle;
  }
  return toInstant(changed);
}

function toInstant(millis: number): Instant {
  return millis as Instant;
}

function isTimeZone(name: string): boolean {
  if (/^[a-z]{3}$/i.test(name)) return SHORT_NAMES.test(name);
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function zoneAdvice(found: unknown): string {
  if (typeof found !== "string") return "expected a time zone such as Europe/London or UTC";
  const tail = `/${found.toLowerCase().replaceAll(" ", "_")}`;
  const zones = Intl.supportedValuesOf("timeZone");
  const near = zones.find((zone) => zone.toLowerCase().endsWith(tail)) ?? slipOf(found, zones);
  const shown = JSON.stringify(found.slice(0, 60));
  return `${shown} is not a time zone; write ${near ?? "its IANA name, such as Europe/London or UTC"}`;
}

// Three letters are an abbreviation, and near to everything.
const SHORTEST_SLIP = 5;
const LONGEST_SLIP = 40;

/** The zone whose name, or whose city's name, is a letter or two off. */
function slipOf(found: string, zones: readonly string[]): string | undefined {
  const given = found.trim().toLowerCase().replaceAll(" ", "_");
  if (given.length < SHORTEST_SLIP || given.length > LONGEST_SLIP || !/^[a-z_/]+$/.test(given))
    return undefined;
  const ranked = zones.map((zone) => {
    const name = zone.toLowerCase();
    const form = given.includes("/") ? name : (name.split("/").at(-1) ?? name);
    return { zone, off: distance(given, form) };
  });
  const [best] = ranked.sort((a, b) => a.off - b.off);
  return best !== undefined && best.off <= 2 ? best.zone : undefined;
}
