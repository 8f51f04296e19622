/** A text that is no iCalendar: `message` says why, in plain words. */
export class CalendarError extends Error {
  override readonly name = "CalendarError";
}
