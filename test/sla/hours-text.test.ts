import { expect, test } from "vitest";
import { addSpans, emptyWeek, type Span, united } from "../../src/sla/hours-text.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** `tue 0-360`: the spans of a week as they lie, or what is wrong with the line. */
function read(days: string, spans: string): string[] | string {
  const week = emptyWeek();
  const problem = addSpans(week, days, spans);
  return (
    problem ?? week.flatMap((day, index) => day.map(({ from, until }) => `${DAYS[index]} ${from}-${until}`))
  );
}

test.each<[days: string, spans: string, expected: string[]]>([
  ["mon", "09:00-17:30", ["mon 540-1050"]],
  [" Mon ", " 9:00 - 17:30 ", ["mon 540-1050"]],
  ["SUN", "00:00-00:01", ["sun 0-1"]],
  ["wed", "23:59-24:00", ["wed 1439-1440"]],
  ["wed", "00:00-24:00", ["wed 0-1440"]],
  ["mon", "09:59-10:59", ["mon 599-659"]],
  ["fri", "09:00-12:00,13:00-17:00", ["fri 540-720", "fri 780-1020"]],
  ["tue-thu", "09:00-10:00", ["tue 540-600", "wed 540-600", "thu 540-600"]],
  ["sat - mon", "09:00-10:00", ["mon 540-600", "sat 540-600", "sun 540-600"]],
  ["mon-sun", "09:00-09:01", DAYS.map((day) => `${day} 540-541`)],
  ["mon-mon", "09:00-10:00", ["mon 540-600"]],
  ["tue", "22:00-06:00", ["tue 1320-1440", "wed 0-360"]],
  ["sun", "22:00-06:00", ["mon 0-360", "sun 1320-1440"]],
  ["tue", "22:00-00:01", ["tue 1320-1440", "wed 0-1"]],
  ["tue", "22:00-00:00", ["tue 1320-1440"]],
])("%j: %j", (days, spans, expected) => {
  expect(read(days, spans)).toEqual(expected);
});

const noDay = (days: string) => `"${days}" is no weekday: expected mon to sun, or a range such as mon-fri`;
const noSpan = (text: string) => `"${text}" is no span of hours: expected hours such as 09:00-17:30`;
const many = (count: number) => Array.from({ length: count }, () => "09:00-10:00").join(",");

test.each<[days: string, spans: string, problem: string]>([
  ["", "09:00-10:00", noDay("")],
  ["monday", "09:00-10:00", noDay("monday")],
  ["mon-", "09:00-10:00", noDay("mon-")],
  ["-mon", "09:00-10:00", noDay("-mon")],
  ["mon-tue-wed", "09:00-10:00", noDay("mon-tue-wed")],
  ["x".repeat(61), "09:00-10:00", noDay("x".repeat(60))],
  ["mon", "", noSpan("")],
  ["mon", "09:00-10:00,", noSpan("")],
  ["mon", "09:00-10:00, nine", noSpan("nine")],
  ["mon", "x".repeat(61), noSpan("x".repeat(60))],
  ["mon", "09:00", noSpan("09:00")],
  ["mon", "at 09:00-10:00", noSpan("at 09:00-10:00")],
  ["mon", "09:00-10:00 sharp", noSpan("09:00-10:00 sharp")],
  ["mon", "09:60-10:00", noSpan("09:60-10:00")],
  ["mon", "09:00-10:60", noSpan("09:00-10:60")],
  ["mon", "24:00-01:00", noSpan("24:00-01:00")],
  ["mon", "09:00-24:01", noSpan("09:00-24:01")],
  ["mon", "09:00-09:00", noSpan("09:00-09:00")],
  ["mon", many(101), "101 spans of hours: expected at most 100"],
])("%j: %j is refused", (days, spans, problem) => {
  expect(read(days, spans)).toBe(problem);
});

test("a hundred spans are not too many", () => {
  expect(read("mon", many(100))).toHaveLength(100);
});

const span = (text: string): Span => {
  const [from = 0, until = 0] = text.split("-").map(Number);
  return { from, until };
};

test.each<[rule: string, spans: string[], expected: string[]]>([
  ["none", [], []],
  ["those apart stay apart, in order", ["5-6", "1-2"], ["1-2", "5-6"]],
  ["those that touch are one", ["1-2", "2-3"], ["1-3"]],
  ["those a minute apart are two", ["1-2", "3-4"], ["1-2", "3-4"]],
  ["those that overlap are one", ["1-4", "3-6"], ["1-6"]],
  ["one within another adds nothing", ["1-6", "3-4"], ["1-6"]],
  ["many are one", ["3-6", "1-4", "6-8", "9-10"], ["1-8", "9-10"]],
])("%s", (_rule, spans, expected) => {
  expect(united(spans.map(span))).toEqual(expected.map(span));
});
