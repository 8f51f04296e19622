import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LocalTime, parseLocalTime, wallMillis } from "../../src/lib/local-time.ts";
import { type Instant, instant } from "../../src/lib/time.ts";
import { fromWallClock, isoWithOffset, parseZoned, TimeZone, wallClock } from "../../src/lib/zoned.ts";

function local(text: string): LocalTime {
  const time = parseLocalTime(text);
  if (time === undefined) throw new Error(`the test's own "${text}" is no local time`);
  return time;
}

const zone = (name: string) => TimeZone.parse(name);

describe("a wall-clock time", () => {
  test.each([
    // night, zone, on the wall, instant
    ["London, ordinary winter", "Europe/London", "2026-01-05T09:00", "2026-01-05T09:00Z"],
    ["London, ordinary summer", "Europe/London", "2026-07-05T09:00", "2026-07-05T08:00Z"],
    ["London, spring gap", "Europe/London", "2026-03-29T01:30", "2026-03-29T01:00Z"],
    ["London, first of the gap", "Europe/London", "2026-03-29T01:00", "2026-03-29T01:00Z"],
    ["London, last before the gap", "Europe/London", "2026-03-29T00:59:59.999", "2026-03-29T00:59:59.999Z"],
    ["London, last of the gap", "Europe/London", "2026-03-29T01:59:59.999", "2026-03-29T01:00Z"],
    ["London, first after the gap", "Europe/London", "2026-03-29T02:00", "2026-03-29T01:00Z"],
    ["London, autumn, twice", "Europe/London", "2026-10-25T01:30", "2026-10-25T00:30Z"],
    ["London, autumn, last twice", "Europe/London", "2026-10-25T01:59:59.999", "2026-10-25T00:59:59.999Z"],
    ["London, autumn, once again", "Europe/London", "2026-10-25T02:00", "2026-10-25T02:00Z"],
    ["Chicago, spring gap", "America/Chicago", "2026-03-08T02:30", "2026-03-08T08:00Z"],
    ["Chicago, autumn, twice", "America/Chicago", "2026-11-01T01:30", "2026-11-01T06:30Z"],
    ["Lord Howe, gap of half an hour", "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z"],
    ["Lord Howe, after that gap", "Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30Z"],
    ["Lord Howe, half an hour twice", "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z"],
    ["Lord Howe, once again", "Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-04T15:30Z"],
    ["Kolkata, never changes", "Asia/Kolkata", "2026-03-29T02:30", "2026-03-28T21:00Z"],
    ["Kathmandu, quarter of an hour", "Asia/Kathmandu", "2026-03-29T09:00", "2026-03-29T03:15Z"],
    ["St John's, spring gap", "America/St_Johns", "2026-03-08T02:10", "2026-03-08T05:30Z"],
    ["Troll, gap of two hours", "Antarctica/Troll", "2026-03-29T01:10", "2026-03-29T01:00Z"],
    ["Troll, two hours twice", "Antarctica/Troll", "2026-10-25T01:10", "2026-10-24T23:10Z"],
    ["Cairo, gap at midnight", "Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00Z"],
    ["Cairo, twice before midnight", "Africa/Cairo", "2026-10-29T23:30", "2026-10-29T20:30Z"],
    ["Beirut, gap at midnight", "Asia/Beirut", "2026-03-29T00:30", "2026-03-28T22:00Z"],
    ["São Paulo, gap at midnight (2018)", "America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:00Z"],
    ["São Paulo, no change since 2019", "America/Sao_Paulo", "2026-11-01T00:30", "2026-11-01T03:30Z"],
    ["Casablanca, Ramadan begins, twice", "Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30Z"],
    ["Casablanca, Ramadan ends, gap", "Africa/Casablanca", "2026-03-22T02:30", "2026-03-22T02:00Z"],
    ["Apia, the day that was skipped", "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00Z"],
    ["Apia, its last minute before", "Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59Z"],
    ["Apia, its first minute after", "Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00Z"],
  ])("is found: %s", (_night, name, wall, expected) => {
    expect(isoWithOffset(fromWallClock(local(wall), zone(name)), zone("UTC"))).toBe(
      isoWithOffset(instant(expected), zone("UTC")),
    );
  });

  test("may have fields out of range", () => {
    const time = { year: 2026, month: 12, day: 32, hour: 33, minute: 0 };
    expect(fromWallClock(time, zone("Europe/London"))).toBe(instant("2027-01-02T09:00Z"));
  });

  test("never comes before an earlier one, and shows on the wall unless it was skipped", () => {
    fc.assert(
      fc.property(anyZone, anyWall, fc.integer({ min: 0, max: 7_200_000 }), (name, wall, more) => {
        const at = fromWallClock(fieldsOf(wall), name);
        expect(fromWallClock(fieldsOf(wall + more), name)).toBeGreaterThanOrEqual(at);
        const shown = wallMillis(wallClock(at, name));
        if (shown === wall) return;
        expect(shown).toBeGreaterThan(wall);
        expect(wallMillis(wallClock((at - 1) as Instant, name))).toBeLessThan(wall);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the wall clock", () => {
  test("shows the local calendar, Monday being day 1", () => {
    expect(wallClock(instant("2026-01-05T03:30:15.250Z"), zone("Asia/Kolkata"))).toEqual({
      ...{ year: 2026, month: 1, day: 5, hour: 9, minute: 0, second: 15, millisecond: 250, weekday: 1 },
    });
  });

  test("agrees with the calendar of the platform at any instant", () => {
    fc.assert(
      fc.property(anyZone, anyWall, (name, millis) => {
        const platform = new Intl.DateTimeFormat("sv", {
          timeZone: name,
          dateStyle: "short",
          timeStyle: "medium",
        });
        const shown = isoWithOffset(millis as Instant, name)
          .slice(0, 19)
          .replace("T", " ");
        expect(shown).toBe(platform.format(millis));
      }),
    );
  });
});

describe("ISO 8601", () => {
  test.each([
    ["2026-03-29T01:00Z", "Europe/Paris", "2026-03-29T03:00:00+02:00"],
    ["2026-03-29T00:59:59.999Z", "Europe/Paris", "2026-03-29T01:59:59.999+01:00"],
    ["2026-01-05T09:00Z", "Europe/London", "2026-01-05T09:00:00+00:00"],
    ["2026-01-05T09:00Z", "UTC", "2026-01-05T09:00:00+00:00"],
    ["2026-01-05T09:00Z", "America/St_Johns", "2026-01-05T05:30:00-03:30"],
    ["2026-01-05T09:00Z", "Asia/Kathmandu", "2026-01-05T14:45:00+05:45"],
  ])("of %s in %s is %s", (at, name, expected) => {
    expect(isoWithOffset(instant(at), zone(name))).toBe(expected);
    expect(parseZoned(expected, zone("UTC"))).toBe(instant(at));
  });

  test.each([
    ["2026-03-29T03:00Z", "2026-03-29T03:00Z"],
    ["2026-03-29t03:00z", "2026-03-29T03:00Z"],
    ["2026-03-29T03:00+0200", "2026-03-29T01:00Z"],
    ["2026-03-29T03:00-03:30", "2026-03-29T06:30Z"],
    ["2026-07-01 09:00", "2026-07-01T08:00Z"],
    ["2026-03-29T01:30", "2026-03-29T01:00Z"],
  ])("%s is read, without an offset on the wall clock", (text, expected) => {
    expect(parseZoned(text, zone("Europe/London"))).toBe(instant(expected));
  });

  test.each(["2026-02-30T09:00Z", "2026-03-29", "09:00", "2026-03-29T03:00+25:00", "soon", ""])(
    "%j is not read",
    (text) => {
      expect(parseZoned(text, zone("Europe/London"))).toBeUndefined();
    },
  );
});

describe("a time zone", () => {
  test.each(["Europe/London", "UTC", "Etc/GMT+5", "Asia/Kolkata", "America/Argentina/Ushuaia", "CET"])(
    "may be %s, kept as written",
    (name) => {
      expect(TimeZone.parse(name)).toBe(name);
    },
  );

  test.each([
    ["Europe/Londn", '"Europe/Londn" is not a time zone; write Europe/London'],
    ["Lodnon", '"Lodnon" is not a time zone; write Europe/London'],
    ["Middle/Earth", '"Middle/Earth" is not a time zone; write its IANA name, such as Europe/London or UTC'],
    ["london", '"london" is not a time zone; write Europe/London'],
    ["New York", '"New York" is not a time zone; write America/New_York'],
    ["BST", '"BST" is not a time zone; write its IANA name, such as Europe/London or UTC'],
    ["+02:00", '"+02:00" is not a time zone; write its IANA name, such as Europe/London or UTC'],
    [2, "expected a time zone such as Europe/London or UTC"],
  ])("that does not exist is refused: %s", (found, message) => {
    expect(TimeZone.safeParse(found).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

const anyZone = fc.constantFrom(
  ...["Australia/Lord_Howe", "Asia/Kolkata", "America/Chicago", "Europe/London", "America/Sao_Paulo"].map(
    zone,
  ),
  ...["Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Antarctica/Troll"].map(
    zone,
  ),
  ...["Africa/Cairo", "Asia/Beirut"].map(zone),
);

// Half of the times are drawn close to a change of hour, where the rules bite.
const nights = ["2026-03-29T01:00Z", "2026-10-25T01:00Z", "2026-10-04T02:00Z", "2026-04-05T02:00Z"];
const midnights = ["2011-12-30T12:00Z", "2026-04-24T00:00Z", "2026-10-30T00:00Z", "2018-11-04T00:00Z"];
const anyWall = fc.oneof(
  fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2036, 0, 1) }),
  fc
    .tuple(fc.constantFrom(...nights, ...midnights), fc.integer({ min: -9_000_000, max: 9_000_000 }))
    .map(([night, away]) => Date.parse(night) + away),
);

function fieldsOf(millis: number): LocalTime {
  const day = new Date(millis);
  return {
    year: day.getUTCFullYear(),
    month: day.getUTCMonth() + 1,
    day: day.getUTCDate(),
    ...{ hour: day.getUTCHours(), minute: day.getUTCMinutes() },
    ...{ second: day.getUTCSeconds(), millisecond: day.getUTCMilliseconds() },
  };
}
