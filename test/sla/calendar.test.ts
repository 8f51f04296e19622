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

describe("hours that overlap", () => {
  const friday = "2026-03-06T11:00Z";
  test.each<[rule: string, hours: Record<string, string>, start: string, length: number, expected: string]>([
    [
      "count once over two lines",
      { "mon-fri": "09:00-17:30", fri: "09:00-15:00" },
      friday,
      8,
      "2026-03-09T10:30Z",
    ],
    [
      "count once in any order of the lines",
      { fri: "09:00-15:00", "mon-fri": "09:00-17:30" },
      friday,
      8,
      "2026-03-09T10:30Z",
    ],
    ["count once within a line", { "mon-fri": "09:00-13:00, 12:00-18:00" }, friday, 8, "2026-03-09T10:00Z"],
    [
      "count once when they are the same",
      { fri: "09:00-17:00, 09:00-17:00" },
      friday,
      7,
      "2026-03-13T10:00Z",
    ],
    [
      "count once when one holds the other",
      { fri: "08:00-20:00, 10:00-12:00" },
      friday,
      9,
      "2026-03-06T20:00Z",
    ],
    ["are one when they touch", { fri: "09:00-12:00, 12:00-15:00" }, friday, 4, "2026-03-06T15:00Z"],
    [
      "count once over midnight",
      { "fri-sat": "22:00-06:00", sat: "00:00-08:00" },
      "2026-03-06T22:00Z",
      10,
      "2026-03-07T08:00Z",
    ],
    [
      "count once over two midnights",
      { fri: "20:00-04:00, 22:00-02:00" },
      "2026-03-06T20:00Z",
      8,
      "2026-03-07T04:00Z",
    ],
    [
      "count once from Sunday to Monday",
      { sun: "22:00-04:00", mon: "00:00-05:00" },
      "2026-03-08T22:00Z",
      7,
      "2026-03-09T05:00Z",
    ],
  ])("%s", (_rule, lines, start, length, expected) => {
    const calendar = Calendar.parse({ timezone: "UTC", hours: lines });
    expect(addOpenTime(calendar, instant(start), hours(length))).toBe(instant(expected));
  });

  // Edges keep away from the hours that a change of hour skips or repeats: there a wall clock is no measure.
  const edge = fc
    .oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 16, max: 96 }))
    .map((quarters) => quarters * 15);
  const span = fc.tuple(edge, edge).filter(([from, until]) => from < 1440 && from !== until);
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const line = fc.tuple(
    fc.constantFrom("mon", "fri", "sun", "mon-fri", "sat-sun", "fri-mon", "wed"),
    fc.array(span, { minLength: 1, maxLength: 3 }),
  );
  const zones = fc.constantFrom(
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "UTC",
  );
  const starts = fc.constantFrom(
    "2026-03-26T00:00Z",
    "2026-10-22T00:00Z",
    "2026-12-23T00:00Z",
    "2026-04-02T00:00Z",
  );

  test("a deadline is the one that counting minute by minute gives, and none comes before a shorter one", () => {
    fc.assert(
      fc.property(
        zones,
        fc.array(line, { minLength: 1, maxLength: 4 }),
        starts,
        fc.integer({ min: 0, max: 4000 }),
        fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 })),
        (timezone, lines, day, offset, [one, more]) => {
          const text = Object.fromEntries(
            lines.map(([days, spans]) => [
              days,
              spans.map(([from, until]) => `${clock(from)}-${clock(until)}`).join(", "),
            ]),
          );
          const calendar = Calendar.parse({ timezone, hours: text, holidays: ["2026-12-25"] });
          const start = (instant(day) + offset * 60_000) as Instant;
          const short = addOpenTime(calendar, start, minutes(one));
          const long = addOpenTime(calendar, start, minutes(one + more));
          expect(short).toBe(minuteByMinute(timezone, text, start, one));
          expect(openTimeBetween(calendar, start, short)).toBe(minutes(one));
          expect(openTimeBetween(calendar, start, long)).toBe(minutes(one + more));
          expect(long).toBeGreaterThan(short);
        },
      ),
      { numRuns: 200 },
    );
  });
});

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Looks at the wall clock at every minute, by the platform's own calendar. */
function minuteByMinute(
  timeZone: string,
  lines: Record<string, string>,
  start: Instant,
  count: number,
): Instant {
  const wall = new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "short" });
  const open = new Set<string>();
  for (const [days, spans] of Object.entries(lines)) {
    const [first = "", last = first] = days.split("-");
    for (let day = DAYS.indexOf(first); ; day = (day + 1) % 7) {
      for (const span of spans.split(", ")) {
        const [from = 0, until = 0] = span
          .split("-")
          .map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
        for (
          let minute = from;
          minute !== (until === 1440 ? 1440 : until + (until < from ? 1440 : 0));
          minute++
        ) {
          open.add(`${(day + Math.floor(minute / 1440)) % 7} ${minute % 1440}`);
        }
      }
      if (DAYS[day] === last) break;
    }
  }
  let left = count;
  for (let at: number = start; ; at += 60_000) {
    if (left === 0) return at as Instant;
    const [date = "", time = ""] = wall.format(at).split(" ");
    const day = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
    const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    if (date !== "2026-12-25" && open.has(`${day} ${minute}`)) left--;
  }
}

test("time runs backwards for nobody", () => {
  expect(openTimeBetween(office, instant("2026-03-02T12:00Z"), instant("2026-03-02T10:00Z"))).toBe(0);
  expect(openTimeBetween(undefined, instant("2026-03-02T12:00Z"), instant("2026-03-02T10:00Z"))).toBe(0);
});

test.each<[rule: string, hours: Record<string, string>, message: RegExp]>([
  ["refuses an unknown day", { mo: "09:00-17:00" }, /"mo" is no weekday/],
  ["refuses a span without an end", { mon: "09:00" }, /"09:00" is no span/],
  ["refuses an hour that does not exist", { mon: "09:00-25:00" }, /no span of hours/],
  ["refuses a minute that does not exist", { mon: "09:75-17:00" }, /no span of hours/],
  ["refuses spans without number", { mon: "09:00-10:00,".repeat(200) }, /201 spans of hours/],
  ["refuses a calendar that never opens", {}, /at least one line/],
])("%s", (_rule, spans, message) => {
  const result = Calendar.safeParse({ timezone: "UTC", hours: spans });
  expect(result.success).toBe(false);
  expect(result.error?.issues.map((issue) => issue.message).join("\n")).toMatch(message);
});

test.each([
  ["2026-02-30", /a date that exists/],
  ["2026-13-01", /a date that exists/],
  ["2025-02-29", /a date that exists/],
  ["25.12.2026", /a date such as 2026-12-25/],
])("refuses the holiday %s", (date, message) => {
  const result = Calendar.safeParse({ timezone: "UTC", hours: { mon: "09:00-17:00" }, holidays: [date] });
  expect(result.error?.issues.map((issue) => issue.message).join("\n")).toMatch(message);
});

test("takes several spans a day, ranges over the weekend, and midnight as an end", () => {
  const split = Calendar.parse({ timezone: "UTC", hours: { "sat-mon": "08:00-12:00, 13:00-24:00" } });
  expect(addOpenTime(split, instant("2026-03-07T11:30Z"), hours(1))).toBe(instant("2026-03-07T13:30Z"));
  expect(addOpenTime(split, instant("2026-03-09T23:30Z"), hours(1))).toBe(instant("2026-03-14T08:30Z"));
});

const line = { mon: "09:00-17:00" };
const weekly = { timezone: "UTC", hours: line };

test.each<[rule: string, found: unknown, problems: string[]]>([
  [
    "what is no mapping",
    7,
    [': expected a mapping such as { timezone: Europe/London, hours: { mon-fri: "09:00-17:30" } }'],
  ],
  [
    "a key that means nothing, the first by name",
    { ...weekly, feasts: [], off: [] },
    [': expected timezone, hours, holidays and holidaysFrom only: "feasts" is none of them'],
  ],
  [
    "a key without an end, cut",
    { ...weekly, ["x".repeat(61)]: 1 },
    [`: expected timezone, hours, holidays and holidaysFrom only: "${"x".repeat(60)}" is none of them`],
  ],
  [
    "hours that are no lines",
    { ...weekly, hours: 9 },
    ['hours: expected lines such as mon-fri: "09:00-17:30"'],
  ],
  [
    "a line that is no text",
    { ...weekly, hours: { mon: 9 } },
    ['hours.mon: expected hours such as "09:00-12:00, 13:00-17:30"'],
  ],
  [
    "a line that is spoilt, where it stands, and nothing of other lines",
    { ...weekly, hours: { ...line, tue: "nine" } },
    ['hours.tue: "nine" is no span of hours: expected hours such as 09:00-17:30'],
  ],
  [
    "holidays that are no list",
    { ...weekly, holidays: "2026-12-25" },
    ["holidays: expected a list such as [2026-12-25]"],
  ],
  [
    "a holiday that is no text",
    { ...weekly, holidays: [25] },
    ["holidays.0: expected a date such as 2026-12-25"],
  ],
  [
    "a holiday in other words, once",
    { ...weekly, holidays: ["25.12."] },
    ["holidays.0: expected a date such as 2026-12-25"],
  ],
])("refuses %s", (_rule, found, problems) => {
  const { error } = Calendar.safeParse(found);
  expect(error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual(problems);
});

test("a holiday is missed by its date in the calendar's zone", () => {
  const kiritimati = Calendar.parse({
    timezone: "Pacific/Kiritimati",
    hours: { "mon-sun": "00:00-24:00" },
    holidays: ["2026-01-01"],
  });
  expect(addOpenTime(kiritimati, instant("2025-12-31T09:30Z"), hours(1))).toBe(instant("2026-01-01T10:30Z"));
});
