import type ICAL from "ical.js";
import type { Instant } from "../lib/time.ts";
import type { CalendarDuty } from "../oncall/calendar-duty.ts";
import type { People } from "../oncall/model.ts";
import { CalendarError } from "./calendar-error.ts";
import { newBudget, type Occurrence, occurrencesOf, type Window } from "./occurrences.ts";
import { parseCalendar, reason, shownText } from "./parse.ts";
import { type Duty, stretchesOf } from "./stretches.ts";
import { whoseIs } from "./whose.ts";
import { zonesOf } from "./zones.ts";

/** What a calendar says of a stretch of time. */
export interface CalendarReading {
  readonly duty: CalendarDuty;
  /** Whom it names that is not among the people, and in which time. Clean, but a stranger's words. */
  readonly strangers: readonly ({ readonly name: string } & Window)[];
  /** Events that cannot be read, each with why; the others count. */
  readonly unread: readonly string[];
}

const MOST_EVENTS = 20_000;
const MOST_TOLD = 20;

/**
 * Reads who is on duty when. Pure: the same text, people and window give the same shifts.
 *
 * Two events at once are two people at once. A repeated shift keeps its hours on the wall when the clocks change.
 * Events that are cancelled do not count.
 *
 * @throws CalendarError
 */
export function readCalendar(text: string, people: People, window: Window): CalendarReading {
  const { calendar, unread: broken } = parseCalendar(text);
  const events = calendar.getAllSubcomponents("vevent");
  if (events.length > MOST_EVENTS) throw new CalendarError(`it has more than ${MOST_EVENTS} events`);
  const zones = zonesOf(calendar, events);
  const budget = newBudget();
  const unread = [...broken];
  const found = series(events).flatMap(([event, exceptions]) => {
    try {
      return occurrencesOf(event, exceptions, zones, window, budget);
    } catch (error) {
      if (unread.length < MOST_TOLD) unread.push(`${titleOf(event)}: ${reason(error)}`);
      return [];
    }
  });
  const { duties, strangers } = sorted(
    found.filter(({ event }) => !isCancelled(event)),
    people,
  );
  return { duty: { timezone: zones.shown, stretches: stretchesOf(duties) }, strangers, unread };
}

/** Each event with those that stand in its place once; what stands in the place of nothing counts by itself. */
export function series(events: readonly ICAL.Component[]): [ICAL.Component, ICAL.Component[]][] {
  const byUid = new Map<string, ICAL.Component[]>();
  for (const event of events) {
    const uid = String(event.getFirstPropertyValue("uid") ?? "");
    const known = byUid.get(uid);
    if (known === undefined) byUid.set(uid, [event]);
    else known.push(event);
  }
  return [...byUid.values()].flatMap((all): [ICAL.Component, ICAL.Component[]][] => {
    const isException = (event: ICAL.Component) => event.hasProperty("recurrence-id");
    const [first, ...others] = all.filter((event) => !isException(event));
    const exceptions = all.filter(isException);
    if (first === undefined) return exceptions.map((one) => [one, []]);
    return [[first, exceptions], ...others.map((one): [ICAL.Component, ICAL.Component[]] => [one, []])];
  });
}

function sorted(all: readonly Occurrence[], people: People) {
  const duties: Duty[] = [];
  const strangers = new Map<string, Window>();
  const known = new Map<ICAL.Component, ReturnType<typeof whoseIs>>();
  for (const { event, from, until } of all) {
    const whose = known.get(event) ?? whoseIs(event, people);
    known.set(event, whose);
    for (const name of whose.people) duties.push({ name, from, until });
    for (const stranger of whose.strangers) {
      const name = shownText(stranger);
      const before = strangers.get(name) ?? { from, until };
      strangers.set(name, {
        from: Math.min(from, before.from) as Instant,
        until: Math.max(until, before.until) as Instant,
      });
    }
  }
  return { duties, strangers: [...strangers].map(([name, time]) => ({ name, ...time })) };
}

export function isCancelled(event: ICAL.Component): boolean {
  return /^cancelled$/i.test(String(event.getFirstPropertyValue("status") ?? ""));
}

function titleOf(event: ICAL.Component): string {
  return shownText(String(event.getFirstPropertyValue("summary") ?? "")) || "an event without a name";
}
