import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hours, type Instant, instant, minutes } from "../../src/lib/time.ts";
import { addOpenTime, Calendar, never, openTimeBetween } from "../../src/sla/calendar.ts";

const office = Calendar.parse({
  timezone: "Europe/London",
  hours: { "mon-fri": "09:00-17:30", sat: "10:00-12:00" },
  holidays: ["2026-12-25"],
});

describe("a deadline by office hours", () => {
  test.each<[rule: string, start: string, after: number, expected: string]>([
    ["runs straight through inside the hours", "2026-03-02T10:00Z", 30, "2026-03-02T10:30Z"],
    ["begins at the opening for what came in the night", "2026-03-02T03:00Z", 30, "2026-03-02T09:30Z"],
    ["falls due at closing time when it just fits", "2026-03-02T17:00Z", 30, "2026-03-02T17:30Z"],
    ["goes over to the next day", "2026-03-02T17:15Z", 30, "2026-03-03T09:15Z"],
    ["goes over the weekend by way of Saturday", "2026-03-06T17:15Z", 30, "2026-03-07T10:15Z"],
    ["skips Sunday", "2026-03-07T11:50Z", 30, "2026-03-09T09:20Z"],
    ["skips a holiday", "2026-12-24T17:15Z", 30, "2026-12-26T10:15Z"],
    ["keeps the wall clock over the spring change of hour", "2026-03-27T17:15Z", 150, "2026-03-30T08:15Z"],
    ["keeps the wall clock over the autumn change of hour", "2026-10-23T16:15Z", 150, "2026-10-26T09:15Z"],
  ])("%s", (_rule, start, after, expected) => {
    expect(addOpenTime(office, instant(start), minutes(after))).toBe(instant(expected));
  });

  test("runs around the clock without a calendar", () => {
    expect(addOpenTime(undefined, instant("2026-03-07T23:50Z"), minutes(30))).toBe(
      instant("2026-03-08T00:20Z"),
    );
  });

  test("counts the hour that a change of hour takes away or gives, in a night shift", () => {
    const nights = Calendar.parse({ timezone: "Europe/London", hours: { "mon-sun": "22:00-06:00" } });
    // 22:00 GMT to 06:00 BST is seven hours; the eighth comes the next evening.
    expect(addOpenTime(nights, instant("2026-03-28T22:00Z"), hours(8))).toBe(instant("2026-03-29T22:00Z"));
    expect(openTimeBetween(nights, instant("2026-10-24T21:00Z"), instant("2026-10-25T06:00Z"))).toBe(
      hours(9),
    );
  });

  test("never comes when every day is a holiday", () => {
    const days = Array.from({ length: 3700 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const closed = Calendar.parse({ timezone: "UTC", hours: { "mon-sun": "09:00-17:00" }, holidays: days });
    expect(addOpenTime(closed, instant("2026-01-05T00:00Z"), minutes(1))).toBe(never);
  });
});

test("open time adds up: what lies between a start and its deadline is the length", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 * 24 * 60 }),
      fc.integer({ min: 1, max: 3000 }),
      (startMinute, length) => {
        const start = (instant("2026-01-01T00:00Z") + startMinute * 60_000) as Instant;
        expect(openTimeBetween(office, start, addOpenTime(office, start, minutes(length)))).toBe(
          minutes(length),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test("time runs backwards for nobody", () => {
  expect(openTimeBetween(office, instant("2026-03-02T12:00Z"), instant("2026-03-02T10:00Z"))).toBe(0);
  expect(openTimeBetween(undefined, instant("2026-03-02T12:00Z"), instant("2026-03-02T10:00Z"))).toBe(0);
});

test.each<[rule: string, hours: Record<string, string>, message: RegExp]>([
  ["refuses an unknown day", { mo: "09:00-17:00" }, /"mo" is no weekday/],
  ["refuses a span without an end", { mon: "09:00" }, /"09:00" is no span/],
  ["refuses an hour that does not exist", { mon: "09:00-25:00" }, /no span of hours/],
  ["refuses a minute that does not exist", { mon: "09:75-17:00" }, /no span of hours/],
  ["refuses a calendar that never opens", {}, /at least one line/],
])("%s", (_rule, spans, message) => {
  const result = Calendar.safeParse({ timezone: "UTC", hours: spans });
  expect(result.success).toBe(false);
  expect(result.error?.issues.map((issue) => issue.message).join("\n")).toMatch(message);
});

test("takes several spans a day, ranges over the weekend, and midnight as an end", () => {
  const split = Calendar.parse({ timezone: "UTC", hours: { "sat-mon": "08:00-12:00, 13:00-24:00" } });
  expect(addOpenTime(split, instant("2026-03-07T11:30Z"), hours(1))).toBe(instant("2026-03-07T13:30Z"));
  expect(addOpenTime(split, instant("2026-03-09T23:30Z"), hours(1))).toBe(instant("2026-03-14T08:30Z"));
});
