import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { DurationText, durationText, formatDuration, parseDuration } from "../../src/lib/duration-text.ts";
import { days, hours, milliseconds, minutes, seconds } from "../../src/lib/time.ts";

test.each([
  ["90s", seconds(90)],
  ["30m", minutes(30)],
  ["1h30m", minutes(90)],
  ["7d", days(7)],
  ["1w", days(7)],
  ["1w2d3h4m5s6ms", milliseconds(days(9) + hours(3) + minutes(4) + seconds(5) + 6)],
  ["0s", milliseconds(0)],
  [" 1H ", hours(1)],
  ["36525d", days(36_525)],
])("reads %s", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(["", " ", "30", "30 m", "m", "1.5h", "-1h", "30m1h", "1h1h", "1y", "36526d", "1h 30m", "1h!"])(
  "does not read %j",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  [0, "0s", "0 s"],
  [milliseconds(1), "1ms", "0 s"],
  [seconds(25), "25s", "25 s"],
  [seconds(90), "1m30s", "1 min 30 s"],
  [minutes(45), "45m", "45 min"],
  [minutes(90), "1h30m", "1 h 30 min"],
  [milliseconds(hours(1) - 1), "59m59s999ms", "59 min 59 s"],
  [milliseconds(hours(1) + seconds(1)), "1h1s", "1 h"],
  [days(1), "1d", "1 day"],
  [hours(28), "1d4h", "1 day 4 h"],
  [milliseconds(days(7) + minutes(5)), "7d5m", "7 days"],
])("prints %i ms as %s and %s", (duration, text, human) => {
  expect(durationText(milliseconds(duration))).toBe(text);
  expect(formatDuration(milliseconds(duration))).toBe(human);
});

test("reads back every duration it prints", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: days(36_525) }), (count) => {
      expect(parseDuration(durationText(milliseconds(count)))).toBe(count);
    }),
  );
});

test("is text in the settings and a number of milliseconds inside", () => {
  expect(DurationText.parse("1h30m")).toBe(minutes(90));
  expect(z.encode(DurationText, minutes(90))).toBe("1h30m");
});

test.each([
  ["30 minutes", '"30 minutes" is not a duration such as 90s, 30m, 1h30m, 7d or 1w: write 30m'],
  ["1.5h", '"1.5h" is not a duration such as 90s, 30m, 1h30m, 7d or 1w: write 1h30m'],
  ["1h, 30 mins", '"1h, 30 mins" is not a duration such as 90s, 30m, 1h30m, 7d or 1w: write 1h30m'],
  ["30 parsecs", '"30 parsecs" is not a duration such as 90s, 30m, 1h30m, 7d or 1w'],
  [30, "30 is not a duration such as 90s, 30m, 1h30m, 7d or 1w: add a unit, 30s, 30m or 30h"],
  ["30", '"30" is not a duration such as 90s, 30m, 1h30m, 7d or 1w: add a unit, 30s, 30m or 30h'],
  [null, "null is not a duration such as 90s, 30m, 1h30m, 7d or 1w"],
  [undefined, "expected a duration such as 90s, 30m, 1h30m, 7d or 1w"],
])("says of %j what was found and what is expected", (found, message) => {
  expect(DurationText.safeParse(found).error?.issues.map((issue) => issue.message)).toEqual([message]);
});
