import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { CalendarError } from "../../src/calendars/calendar-error.ts";
import { readCalendar } from "../../src/calendars/read.ts";
import { instant } from "../../src/lib/time.ts";
import { fuzzer, slipped } from "../fuzzing.ts";

const fuzz = fuzzer(200);
const folder = new URL("feeds/", import.meta.url);
const files = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
const window = { from: instant("2026-03-01T00:00Z"), until: instant("2027-04-01T00:00Z") };
const people = { alice: { email: "alice@example.org" }, bob: {} };

function door(text: string): readonly string[] {
  try {
    const { unread, strangers } = readCalendar(text, people, window);
    return [...unread, ...strangers.map(({ name }) => name)];
  } catch (error) {
    if (error instanceof CalendarError) return [error.message];
    throw error;
  }
}

fuzz("a feed with slips of the hand", 0.4, slipped(fc.constantFrom(...files)), door);

const numbers = fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 3 });
const part = fc.oneof(
  fc.tuple(
    fc.constantFrom("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYHOUR", "BYMINUTE", "BYSETPOS"),
    numbers,
  ),
  fc.tuple(fc.constantFrom("BYDAY"), fc.subarray(["MO", "5TU", "-1WE", "TH", "53FR"], { minLength: 1 })),
  fc.tuple(fc.constantFrom("INTERVAL", "COUNT"), fc.tuple(fc.integer({ min: -3, max: 5000 }))),
);
const rule = fc
  .tuple(
    fc.constantFrom("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
    fc.array(part, { maxLength: 4 }),
  )
  .map(([freq, parts]) =>
    [`FREQ=${freq}`, ...parts.map(([key, values]) => `${key}=${values.join(",")}`)].join(";"),
  );
const start = fc.constantFrom("20250131T180000Z", "19700101T000000Z", "20240229T000000", "00010101T000000Z");

fuzz(
  "a rule of any kind",
  0.6,
  fc
    .tuple(rule, start)
    .map(([one, from]) =>
      [
        ...["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:Europe/London", "BEGIN:VEVENT", "UID:1"],
        ...[
          "SUMMARY:alice",
          `DTSTART:${from}`,
          "DURATION:PT9H",
          `RRULE:${one}`,
          "END:VEVENT",
          "END:VCALENDAR",
        ],
      ].join("\r\n"),
    ),
  door,
);
