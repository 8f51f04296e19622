import { expect, test } from "vitest";
import { z } from "zod";
import {
  LocalTimeText,
  localTimeText,
  monthsLater,
  parseLocalTime,
  wallClockOf,
  wallMillis,
} from "../../src/lib/local-time.ts";

const fifth = { year: 2026, month: 1, day: 5, hour: 9, minute: 0 };

test.each([
  ["2026-01-05T09:00", fifth],
  ["2026-01-05T09:00:07", { ...fifth, second: 7 }],
  ["2026-01-05T09:00:00.250", { ...fifth, second: 0, millisecond: 250 }],
  ["2024-02-29T23:59", { year: 2024, month: 2, day: 29, hour: 23, minute: 59 }],
])("reads %s and prints it back", (text, expected) => {
  expect(parseLocalTime(text)).toEqual(expected);
  expect(localTimeText(expected)).toBe(text);
});

test("reads a space for the T", () => {
  expect(parseLocalTime("2026-01-05 09:00")).toEqual(fifth);
});

test.each([
  "2026-02-29T09:00",
  "2026-13-01T09:00",
  "2026-00-10T09:00",
  "2026-01-00T09:00",
  "2026-01-05T24:00",
  "2026-01-05T09:60",
  "2026-01-05T09:00:60",
  "2026-01-05T09:00Z",
  "2026-01-05",
  "09:00",
  "0026-01-05T09:00",
])("does not read %s", (text) => {
  expect(parseLocalTime(text)).toBeUndefined();
});

test.each([
  ["2026-01-31T09:00", 1, "2026-02-28T09:00"],
  ["2024-01-31T09:00", 1, "2024-02-29T09:00"],
  ["2026-01-31T09:00", 2, "2026-03-31T09:00"],
  ["2026-11-30T09:00", 3, "2027-02-28T09:00"],
  ["2026-03-15T02:30", 0, "2026-03-15T02:30"],
  ["2026-01-05T09:00", 1200, "2126-01-05T09:00"],
])("%s and %i months is %s", (from, months, to) => {
  const time = parseLocalTime(from);
  expect(time && localTimeText(monthsLater(time, months))).toBe(to);
});

test("brings fields that are out of range back into it, Sunday being day 7", () => {
  const overflown = wallMillis({ year: 2026, month: 1, day: 31, hour: 48, minute: -15 });
  expect(wallClockOf(overflown)).toEqual({
    ...{ year: 2026, month: 2, day: 1, hour: 23, minute: 45 },
    ...{ second: 0, millisecond: 0, weekday: 7 },
  });
});

test("is text in the settings and fields inside", () => {
  expect(LocalTimeText.parse("2026-01-05T09:00")).toEqual(fifth);
  expect(z.encode(LocalTimeText, fifth)).toBe("2026-01-05T09:00");
});

test.each([
  [
    "2026-01-05T09:00Z",
    '"2026-01-05T09:00Z" is not a wall-clock time such as "2026-01-05T09:00", without an offset',
  ],
  [9, '9 is not a wall-clock time such as "2026-01-05T09:00", without an offset'],
  [undefined, 'expected a wall-clock time such as "2026-01-05T09:00"'],
])("says of %j what is expected", (found, message) => {
  expect(LocalTimeText.safeParse(found).error?.issues.map((issue) => issue.message)).toEqual([message]);
});
