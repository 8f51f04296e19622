import { after, before, days, type Instant } from "../lib/time.ts";
import type { People } from "../oncall/model.ts";
import { CalendarError } from "./calendar-error.ts";
import { readHolidays } from "./holidays.ts";
import { type CalendarReading, readCalendar } from "./read.ts";

/** What is looked back at by *why* and reports, and ahead by warnings of gaps. */
const BACK = days(35);
const AHEAD = days(400);

/** What cannot be read, as it was kept by another version of this program, has none. */
export function holidaysIn(text: string, now: Instant): readonly string[] {
  try {
    return readHolidays(text, windowAt(now));
  } catch (error) {
    if (error instanceof CalendarError) return [];
    throw error;
  }
}

/** For which time calendars are read. */
function windowAt(now: Instant) {
  return { from: before(now, BACK), until: after(now, AHEAD) };
}

export function readAgain(text: string, people: People, now: Instant): CalendarReading | undefined {
  try {
    return readCalendar(text, people, windowAt(now));
  } catch (error) {
    // Kept by another version of this program.
    if (error instanceof CalendarError) return undefined;
    throw error;
  }
}

/** Before it takes the place of what was good. @throws CalendarError */
export function refuseUnreadable(text: string, now: Instant): void {
  readCalendar(text, {}, windowAt(now));
}
