import ICAL from "ical.js";
import { type Instant, minutes } from "../lib/time.ts";
import { wallClock } from "../lib/zoned.ts";
import { newBudget, occurrencesOf, type Window } from "./occurrences.ts";
import { parseCalendar } from "./parse.ts";
import { isCancelled, series } from "./read.ts";
import { zonesOf } from "./zones.ts";

/**
 * The holidays of a calendar within a window, as dates such as `2026-12-25`: the days of its whole-day events. What
 * has hours is no holiday, and what cannot be read is passed over. Pure.
 *
 * @throws CalendarError
 */
export function readHolidays(text: string, window: Window): readonly string[] {
  const { calendar } = parseCalendar(text);
  const events = calendar.getAllSubcomponents("vevent");
  const zones = zonesOf(calendar, events);
  const budget = newBudget();
  const dates = series(events)
    .filter(([event]) => isWholeDay(event))
    .flatMap(([event, exceptions]) => {
      try {
        return occurrencesOf(event, exceptions, zones, window, budget);
      } catch {
        return [];
      }
    })
    .filter(({ event }) => !isCancelled(event))
    .flatMap(({ from, until }) => datesBetween(from, until, (at) => wallClock(at, zones.shown)));
  return [...new Set(dates)].sort((one, other) => (one < other ? -1 : 1));
}

function isWholeDay(event: ICAL.Component): boolean {
  const start = event.getFirstPropertyValue("dtstart");
  return start instanceof ICAL.Time && start.isDate;
}

type Dated = Pick<ReturnType<typeof wallClock>, "year" | "month" | "day">;

/** From midnight to midnight, whatever the clocks do between. */
function datesBetween(from: Instant, until: Instant, dateOf: (at: Instant) => Dated): string[] {
  const day = ({ year, month, day: of }: Dated) => Date.UTC(year, month - 1, of);
  const first = day(dateOf(from));
  const last = day(dateOf((until - minutes(1)) as Instant));
  const count = Math.min(MOST_DAYS, Math.round((last - first) / A_DAY) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, ahead) =>
    new Date(first + ahead * A_DAY).toISOString().slice(0, 10),
  );
}

const A_DAY = 86_400_000;
/** Of one event: nobody closes for longer. */
const MOST_DAYS = 366;
