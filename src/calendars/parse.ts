import ICAL from "ical.js";
import { maskText } from "../lib/redact.ts";
import { plainText } from "../lib/untrusted.ts";
import { CalendarError } from "./calendar-error.ts";

/** A calendar, and why some of its events could not be read. */
export interface Parsed {
  readonly calendar: ICAL.Component;
  readonly unread: readonly string[];
}

/** Parses an iCalendar. An event that is broken is left out and named, never the whole. @throws CalendarError */
export function parseCalendar(text: string): Parsed {
  const whole = text.replace(/^\ufeff/, "");
  try {
    return { calendar: calendarIn(whole), unread: [] };
  } catch (error) {
    const { rest, unread } = withoutBroken(whole);
    if (unread.length === 0)
      throw new CalendarError(`it is no iCalendar: ${reason(error)}`, { cause: error });
    try {
      return { calendar: calendarIn(rest), unread };
    } catch (still) {
      throw new CalendarError(`it is no iCalendar: ${reason(still)}`, { cause: still });
    }
  }
}

/** What of a text of strangers may be shown. */
export function shownText(text: string, max = 80): string {
  return maskText(plainText(text, max));
}

/** Why something could not be read, for people. */
export function reason(error: unknown): string {
  const isWorded =
    error instanceof Error && error.constructor !== TypeError && error.constructor !== RangeError;
  return shownText(isWorded ? error.message : "it cannot be read", 100);
}

function calendarIn(text: string): ICAL.Component {
  const tree: unknown = ICAL.parse(text);
  const component = Array.isArray(tree) ? new ICAL.Component(tree) : undefined;
  if (component?.name !== "vcalendar") throw new CalendarError("there is no VCALENDAR in it");
  return component;
}

const BEGIN = "BEGIN:VEVENT";
const END = "END:VEVENT";
const MOST_BROKEN = 20;

function withoutBroken(text: string): { rest: string; unread: string[] } {
  const kept: string[] = [];
  const unread: string[] = [];
  let place = 0;
  while (unread.length < MOST_BROKEN) {
    const begin = text.indexOf(BEGIN, place);
    const end = begin === -1 ? -1 : text.indexOf(END, begin);
    if (end === -1) break;
    kept.push(text.slice(place, begin));
    place = end + END.length;
    const event = text.slice(begin, place);
    const fault = faultOf(event);
    if (fault === undefined) kept.push(event);
    else unread.push(`${shownText(summaryOf(event) ?? "an event")}: ${fault}`);
  }
  return { rest: kept.join("") + text.slice(place), unread };
}

function summaryOf(event: string): string | undefined {
  const line = event.split(/\r?\n/).find((one) => one.startsWith("SUMMARY"));
  return line?.slice(line.indexOf(":") + 1);
}

function faultOf(event: string): string | undefined {
  try {
    ICAL.parse(`BEGIN:VCALENDAR\r\n${event}\r\nEND:VCALENDAR`);
    return undefined;
  } catch (error) {
    return reason(error);
  }
}
