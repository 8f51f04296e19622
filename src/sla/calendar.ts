import { z } from "zod";
import { parseLocalTime } from "../lib/local-time.ts";
import type { Duration, Instant } from "../lib/time.ts";
import { fromWallClock, TimeZone, wallClock } from "../lib/zoned.ts";
import { CalendarPlace } from "../oncall/calendar-place.ts";
import { addSpans, emptyWeek, type Span, united } from "./hours-text.ts";

const LocalDate = z
  .string({ error: "expected a date such as 2026-12-25" })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: "expected a date such as 2026-12-25", abort: true })
  .refine((date) => parseLocalTime(`${date}T00:00`) !== undefined, {
    error: "expected a date that exists, such as 2026-12-25",
  });

/**
 * Hours in which an SLA clock runs, by the wall clock of one zone.
 *
 * `hours` keeps the settings' own words (`mon-fri: "09:00-17:30"`, several spans divided by commas, a span over
 * midnight allowed); `week` holds the same, Monday first, ready for arithmetic. `holidaysFrom` is an iCalendar feed or
 * file, whose whole days are holidays too.
 */
export const Calendar = z
  .strictObject(
    {
      timezone: TimeZone,
      hours: z.record(z.string(), z.string({ error: 'expected hours such as "09:00-12:00, 13:00-17:30"' }), {
        error: 'expected lines such as mon-fri: "09:00-17:30"',
      }),
      holidays: z.array(LocalDate, { error: "expected a list such as [2026-12-25]" }).default([]),
      holidaysFrom: CalendarPlace.optional(),
    },
    { error: (issue) => notACalendar(issue) },
  )
  .transform((calendar, context) => {
    const week: Span[][] = emptyWeek();
    for (const [days, spans] of Object.entries(calendar.hours)) {
      const problem = addSpans(week, days, spans);
      if (problem !== undefined)
        context.addIssue({ code: "custom", path: ["hours", days], message: problem, input: spans });
    }
    if (week.every((spans) => spans.length === 0)) {
      context.addIssue({
        code: "custom",
        path: ["hours"],
        message: 'expected at least one line such as mon-fri: "09:00-17:30"',
        input: calendar.hours,
      });
    }
    return { ...calendar, week: week.map(united) };
  });
export type Calendar = z.infer<typeof Calendar>;

/** The calendars with the holidays that were read for them, by name. */
export function withHolidays(
  calendars: Readonly<Record<string, Calendar>>,
  read: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, Calendar>> {
  return Object.fromEntries(
    Object.entries(calendars).map(([name, calendar]) => {
      const more = Object.hasOwn(read, name) ? (read[name] ?? []) : [];
      const isSame = more.length === 0;
      return [
        name,
        isSame ? calendar : { ...calendar, holidays: [...new Set([...calendar.holidays, ...more])] },
      ];
    }),
  );
}

function notACalendar(issue: z.core.$ZodRawIssue): string {
  const what = 'a mapping such as { timezone: Europe/London, hours: { mon-fri: "09:00-17:30" } }';
  if (issue.code !== "unrecognized_keys") return `expected ${what}`;
  const strange = JSON.stringify(issue.keys[0]?.slice(0, 60));
  return `expected timezone, hours, holidays and holidaysFrom only: ${strange} is none of them`;
}

/** The hours by which an SLA clock runs; undefined = around the clock. */
export type Hours = Calendar | undefined;

/** The latest instant that JavaScript can name: what never falls due is due then. */
export const never = 8.64e15 as Instant;

// Beyond ten years of holidays there is no working day to wait for.
const LONGEST_SEARCH_DAYS = 3660;

/** The instant at which `length` of open hours has passed since `start`. */
export function addOpenTime(hours: Hours, start: Instant, length: Duration): Instant {
  if (hours === undefined) return (start + length) as Instant;
  let left: number = length;
  for (const span of openSpans(hours, start)) {
    if (left <= span.until - span.from) return (span.from + left) as Instant;
    left -= span.until - span.from;
  }
  return never;
}

/** How much of the time from `start` to `end` lies in open hours; zero when `end` comes first. */
export function openTimeBetween(hours: Hours, start: Instant, end: Instant): Duration {
  if (hours === undefined) return Math.max(0, end - start) as Duration;
  let sum = 0;
  for (const span of openSpans(hours, start)) {
    if (span.from >= end) break;
    sum += Math.min(span.until, end) - span.from;
  }
  return sum as Duration;
}

/** The open spans after `start` in order, the first one cut to begin no earlier. */
function* openSpans(calendar: Calendar, start: Instant): Generator<{ from: number; until: number }> {
  const { year, month, day } = wallClock(start, calendar.timezone);
  for (let ahead = 0; ahead < LONGEST_SEARCH_DAYS; ahead++) {
    const date = new Date(Date.UTC(year, month - 1, day + ahead));
    if (calendar.holidays.includes(date.toISOString().slice(0, 10))) continue;
    for (const span of calendar.week[(date.getUTCDay() + 6) % 7] ?? []) {
      const from = Math.max(start, atMinute(date, span.from, calendar.timezone));
      const until = atMinute(date, span.until, calendar.timezone);
      if (until > from) yield { from, until };
    }
  }
}

function atMinute(date: Date, minute: number, zone: TimeZone): Instant {
  const local = new Date(date.getTime() + minute * 60_000);
  return fromWallClock(
    {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
    },
    zone,
  );
}
