import { describe, expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { isoWithOffset } from "../../src/lib/zoned.ts";
import { handoff, membersFrom, turnAt } from "../../src/oncall/rotation.ts";
import { justBefore, rotationOf } from "./rosters.ts";

const members = ["alice", "bob", "carol"];

describe("hands over on the wall clock", () => {
  test.each([
    // night, zone, start, every, the handoffs from the first on
    [
      ...["London, daily over the spring change", "Europe/London", "2026-03-28T09:00", "1d"],
      ["2026-03-28T09:00:00+00:00", "2026-03-29T09:00:00+01:00", "2026-03-30T09:00:00+01:00"],
    ],
    [
      ...["London, daily in the hour that is skipped", "Europe/London", "2026-03-28T01:30", "1d"],
      ["2026-03-28T01:30:00+00:00", "2026-03-29T02:00:00+01:00", "2026-03-30T01:30:00+01:00"],
    ],
    [
      ...["London, daily in the hour that comes twice", "Europe/London", "2026-10-24T01:30", "1d"],
      ["2026-10-24T01:30:00+01:00", "2026-10-25T01:30:00+01:00", "2026-10-26T01:30:00+00:00"],
    ],
    [
      ...["London, 12 hours over the spring change", "Europe/London", "2026-03-28T09:00", "12h"],
      ["2026-03-28T09:00:00+00:00", "2026-03-28T21:00:00+00:00", "2026-03-29T09:00:00+01:00"],
    ],
    [
      ...["London, 7 hours over the spring change", "Europe/London", "2026-03-28T20:00", "7h"],
      ["2026-03-28T20:00:00+00:00", "2026-03-29T03:00:00+01:00", "2026-03-29T10:00:00+01:00"],
    ],
    [
      ...["Chicago, weekly over the spring change", "America/Chicago", "2026-03-02T08:00", "1w"],
      ["2026-03-02T08:00:00-06:00", "2026-03-09T08:00:00-05:00", "2026-03-16T08:00:00-05:00"],
    ],
    [
      ...["Chicago, weekly over the autumn change", "America/Chicago", "2026-10-26T08:00", "1w"],
      ["2026-10-26T08:00:00-05:00", "2026-11-02T08:00:00-06:00", "2026-11-09T08:00:00-06:00"],
    ],
    [
      ...["Lord Howe, daily in the skipped half-hour", "Australia/Lord_Howe", "2026-10-03T02:15", "1d"],
      ["2026-10-03T02:15:00+10:30", "2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"],
    ],
    [
      ...[
        "Lord Howe, daily in the half-hour that comes twice",
        "Australia/Lord_Howe",
        "2026-04-04T01:45",
        "1d",
      ],
      ["2026-04-04T01:45:00+11:00", "2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"],
    ],
    [
      ...["Kolkata, which never changes", "Asia/Kolkata", "2026-03-28T09:00", "1d"],
      ["2026-03-28T09:00:00+05:30", "2026-03-29T09:00:00+05:30", "2026-03-30T09:00:00+05:30"],
    ],
    [
      ...["Cairo, at the midnight that is skipped", "Africa/Cairo", "2026-04-23T00:00", "1d"],
      ["2026-04-23T00:00:00+02:00", "2026-04-24T01:00:00+03:00", "2026-04-25T00:00:00+03:00"],
    ],
    [
      ...["Beirut, at the midnight that is skipped", "Asia/Beirut", "2026-03-28T00:00", "1d"],
      ["2026-03-28T00:00:00+02:00", "2026-03-29T01:00:00+03:00", "2026-03-30T00:00:00+03:00"],
    ],
    [
      ...["Casablanca, daily as Ramadan begins", "Africa/Casablanca", "2026-02-14T09:00", "1d"],
      ["2026-02-14T09:00:00+01:00", "2026-02-15T09:00:00+00:00", "2026-02-16T09:00:00+00:00"],
    ],
    [
      ...["Troll, in the two hours that are skipped", "Antarctica/Troll", "2026-03-28T02:30", "1d"],
      ["2026-03-28T02:30:00+00:00", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"],
    ],
    [
      ...["Apia, over the day that was skipped", "Pacific/Apia", "2011-12-29T09:00", "1d"],
      ["2011-12-29T09:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T09:00:00+14:00"],
    ],
    [
      ...["monthly on the 31st, never drifting", "Europe/London", "2026-01-31T09:00", "1mo"],
      ["2026-01-31T09:00:00+00:00", "2026-02-28T09:00:00+00:00", "2026-03-31T09:00:00+01:00"],
    ],
    [
      ...["every quarter, over the year's end", "Europe/London", "2023-08-30T09:00", "3mo"],
      ["2023-08-30T09:00:00+01:00", "2023-11-30T09:00:00+00:00", "2024-02-29T09:00:00+00:00"],
    ],
  ] as [string, string, string, string, string[]][])("%s", (_night, timezone, start, every, expected) => {
    const rotation = rotationOf({ members, timezone, start, every });
    expect(expected.map((_, index) => isoWithOffset(handoff(rotation, index), rotation.timezone))).toEqual(
      expected,
    );
    for (const [index, at] of expected.map(instant).entries()) {
      expect(turnAt(rotation, at)?.people, `at handoff ${index}`).toEqual([members[index]]);
      const before = index === 0 ? undefined : [members[index - 1]];
      expect(turnAt(rotation, justBefore(at))?.people, `before handoff ${index}`).toEqual(before);
    }
  });
});

test("nobody has a turn before the start", () => {
  expect(turnAt(rotationOf(), instant("1999-01-01T00:00Z"))).toBeUndefined();
  expect(turnAt(rotationOf({ start: "2026-01-31T09:00", every: "1mo" }), instant("2026-01-31T08:59Z"))).toBe(
    undefined,
  );
});

test("a start that does not exist moves to the first instant that does", () => {
  const rotation = rotationOf({ start: "2026-03-29T01:30", every: "1d" });
  const first = instant("2026-03-29T01:00Z");
  expect(turnAt(rotation, justBefore(first))).toBeUndefined();
  expect(turnAt(rotation, first)).toEqual({
    ...{ index: 0, people: ["alice"], from: first, until: instant("2026-03-30T00:30Z") },
  });
});

test("a turn that a skipped hour leaves no time never runs", () => {
  // Carol's turn would be from 01:00 to 02:00.
  const rotation = rotationOf({ members, start: "2026-03-28T23:00", every: "1h" });
  const change = instant("2026-03-29T01:00Z");
  expect(turnAt(rotation, justBefore(change))).toMatchObject({ people: ["bob"], until: change });
  expect(turnAt(rotation, change)).toMatchObject({ index: 3, people: ["alice"], from: change });
});

test("the hours that were skipped with a whole day never run", () => {
  const rotation = rotationOf({ members, timezone: "Pacific/Apia", start: "2011-12-29T00:00", every: "8h" });
  const change = instant("2011-12-30T10:00Z");
  expect(turnAt(rotation, justBefore(change))).toMatchObject({ index: 2, until: change });
  expect(turnAt(rotation, change)).toMatchObject({ index: 6, from: change });
});

test("in the hour that comes twice the turn goes on through the second time", () => {
  const rotation = rotationOf({ members, start: "2026-10-25T00:30", every: "1h" });
  expect(turnAt(rotation, instant("2026-10-25T01:15Z"))).toEqual({
    index: 1,
    people: ["bob"],
    from: instant("2026-10-25T00:30Z"),
    until: instant("2026-10-25T02:30Z"),
  });
});

test("members follow in order from the one on duty, each once", () => {
  const rotation = rotationOf({ members: ["alice", "bob", "alice", "carol"], every: "1d" });
  const second = turnAt(rotation, instant("2026-01-06T09:00Z"));
  expect(second && membersFrom(rotation, second)).toEqual(["bob", "alice", "carol"]);
});
