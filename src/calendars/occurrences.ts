import ICAL from "ical.js";
import { wallClockOf, wallMillis } from "../lib/local-time.ts";
import type { Instant } from "../lib/time.ts";
import { ruleObjection } from "./rules.ts";
import { localTimeOf, type Zones } from "./zones.ts";

/** A stretch of time to look at; half-open. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant;
}

/** One time at which an event happens; half-open. */
export interface Occurrence extends Window {
  /** The event, or what stands in its place this once. */
  readonly event: ICAL.Component;
}

// A daily shift of forty years.
const MOST_TURNS = 15_000;

// What repeats since long before there were such calendars would be worked out from there.
const FIRST_YEAR = 1970;
// Of a rule that fits no day, the library looks at some years before it gives up.
const TO_BEGIN = 100;

/** How many turns all series of a calendar may take together; counted down. */
export interface Budget {
  turns: number;
}

export const newBudget = (): Budget => ({ turns: 60_000 });

/**
 * Lists when an event happens within a window, its exceptions in their place.
 *
 * @param event without RECURRENCE-ID, or an exception whose series is missing
 * @throws Error when its rule cannot be read, or repeats too often
 */
export function occurrencesOf(
  event: ICAL.Component,
  exceptions: readonly ICAL.Component[],
  zones: Zones,
  window: Window,
  budget: Budget,
): Occurrence[] {
  const series = new ICAL.Event(event, { strictExceptions: true, exceptions: [...exceptions] });
  if (!series.isRecurring()) return within(window, [occurrence(event, series.startDate, zones)]);
  const moved = new Set(exceptions.flatMap((one) => movedFrom(one, zones)));
  // What was moved may have come from anywhere: it is looked at by itself.
  const found = exceptions.map((one) => occurrence(one, startOf(one), zones));
  for (const start of starts(series, budget)) {
    // What is long past is passed over cheaply: no shift lasts a year.
    if (wallMillis(localTimeOf(start)) < window.from - A_YEAR) continue;
    const at = zones.instantOf(start);
    if (at >= window.until) break;
    if (moved.has(at)) continue;
    const { item, startDate } = series.getOccurrenceDetails(start);
    found.push(occurrence(item.component, startDate, zones));
  }
  return within(window, found);
}

function* starts(series: ICAL.Event, budget: Budget): Generator<ICAL.Time> {
  if (series.startDate.year < FIRST_YEAR) throw new Error(`it begins before ${FIRST_YEAR}`);
  for (const rule of series.component.getAllProperties("rrule").map((one) => one.getFirstValue())) {
    const objection = rule instanceof ICAL.Recur ? ruleObjection(rule) : "its rule cannot be read";
    if (objection !== undefined) throw new Error(objection);
  }
  budget.turns -= TO_BEGIN;
  const turns = series.iterator();
  for (let count = 0; ; count++) {
    const start = turns.next();
    if (!start) return;
    if (count === MOST_TURNS || budget.turns-- <= 0) throw new Error("it repeats too often");
    yield start;
  }
}

function movedFrom(exception: ICAL.Component, zones: Zones): Instant[] {
  const from = exception.getFirstPropertyValue("recurrence-id");
  return from instanceof ICAL.Time ? [zones.instantOf(from)] : [];
}

function startOf(event: ICAL.Component): ICAL.Time | undefined {
  const start = event.getFirstPropertyValue("dtstart");
  return start instanceof ICAL.Time ? start : undefined;
}

/** Undefined when it takes no time. */
function occurrence(
  event: ICAL.Component,
  start: ICAL.Time | undefined,
  zones: Zones,
): Occurrence | undefined {
  const first = startOf(event);
  if (first === undefined || start === undefined) return undefined;
  const from = zones.instantOf(start);
  const until = endOf(event, first, start, zones);
  return until > from ? { event, from, until } : undefined;
}

/** By the wall clock, so that a night shift ends at its hour also in the night in which the clocks change. */
function endOf(event: ICAL.Component, first: ICAL.Time, start: ICAL.Time, zones: Zones): Instant {
  const end = event.getFirstPropertyValue("dtend");
  if (end instanceof ICAL.Time) {
    if (end.zone !== first.zone && !end.isDate)
      return (zones.instantOf(start) + zones.instantOf(end) - zones.instantOf(first)) as Instant;
    return zones.instantOf(later(start, wallMillis(localTimeOf(end)) - wallMillis(localTimeOf(first))));
  }
  const duration = event.getFirstPropertyValue("duration");
  if (!(duration instanceof ICAL.Duration)) return zones.instantOf(later(start, start.isDate ? A_DAY : 0));
  const { weeks, days, hours, minutes, seconds, isNegative } = duration;
  if (isNegative) return zones.instantOf(start);
  const whole = zones.instantOf(later(start, (weeks * 7 + days) * A_DAY));
  return (whole + ((hours * 60 + minutes) * 60 + seconds) * 1000) as Instant;
}

const A_DAY = 86_400_000;
const A_YEAR = 366 * A_DAY;

function later(start: ICAL.Time, millis: number): ICAL.Time {
  const { year, month, day, hour, minute, second } = wallClockOf(wallMillis(localTimeOf(start)) + millis);
  const moved = start.clone();
  moved.resetTo(year, month, day, hour, minute, second, start.zone);
  moved.isDate = start.isDate && hour + minute + second === 0;
  return moved;
}

function within({ from, until }: Window, all: readonly (Occurrence | undefined)[]): Occurrence[] {
  return all.filter((one) => one !== undefined && one.from < until && one.until > from) as Occurrence[];
}
