import { expect, test } from "vitest";
import { CalendarError } from "../../src/calendars/calendar-error.ts";
import { readHolidays } from "../../src/calendars/holidays.ts";
import { instant } from "../../src/lib/time.ts";

const calendar = (...events: readonly string[][]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "X-WR-TIMEZONE:Europe/London",
    ...events.flatMap((lines, index) => ["BEGIN:VEVENT", `UID:${index}`, ...lines, "END:VEVENT"]),
    "END:VCALENDAR",
    "",
  ].join("\r\n");
const holiday = (from: string, until?: string, ...more: string[]) => [
  "SUMMARY:Holiday",
  `DTSTART;VALUE=DATE:${from}`,
  ...(until === undefined ? [] : [`DTEND;VALUE=DATE:${until}`]),
  ...more,
];

test.each<[string, string[][], string[]]>([
  ["a whole day", [holiday("20261225", "20261226")], ["2026-12-25"]],
  ["a whole day without an end", [holiday("20261225")], ["2026-12-25"]],
  [
    "several days in one, over the night in which clocks change",
    [holiday("20261024", "20261027")],
    ["2026-10-24", "2026-10-25", "2026-10-26"],
  ],
  ["the same day every year", [holiday("20200501", "20200502", "RRULE:FREQ=YEARLY")], ["2026-05-01"]],
  [
    "the first Monday of May, but not this year",
    [holiday("20250505", "20250506", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", "EXDATE;VALUE=DATE:20260504")],
    [],
  ],
  ["one that is called off", [holiday("20261225", "20261226", "STATUS:CANCELLED")], []],
  ["what has hours", [["SUMMARY:Party", "DTSTART:20261218T180000Z", "DTEND:20261218T230000Z"]], []],
  ["one day of two calendars", [holiday("20261225"), holiday("20261225")], ["2026-12-25"]],
  [
    "what cannot be read beside what can",
    [holiday("20260101", "20260102", "RRULE:FREQ=NEVER"), holiday("20261225")],
    ["2026-12-25"],
  ],
])("%s", (_name, events, dates) => {
  const window = { from: instant("2026-01-01T00:00Z"), until: instant("2027-01-01T00:00Z") };
  expect(readHolidays(calendar(...events), window)).toEqual(dates);
});

test("what is no calendar is refused", () => {
  const window = { from: instant("2026-01-01T00:00Z"), until: instant("2027-01-01T00:00Z") };
  expect(() => readHolidays("<html>Sign in</html>", window)).toThrow(CalendarError);
});
