import { describe, expect, test } from "vitest";
import { type Instant, instant } from "../../src/lib/time.ts";
import type { Roster } from "../../src/oncall/model.ts";
import { callOrder, groupOf, nextHandoff, whoIsOnCall, zoneOf } from "../../src/oncall/roster.ts";
import { justBefore, overrideOf, rosterWith, rotationOf } from "./rosters.ts";

// The rotation: alice from 5 January 09:00, bob from the 12th, erin from the 19th.
const night = overrideOf("frank", "2026-01-06T22:00Z", "2026-01-07T08:00Z");

function rotating(...members: string[]): Roster {
  return {
    people: rosterWith().people,
    groups: { oncall: { rotation: rotationOf({ members }) } },
    overrides: [],
  };
}

describe("who is on call", () => {
  test.each([
    // rule, roster, group, at, people, because, until
    [
      "the member whose turn it is",
      rosterWith(),
      "2026-01-05T09:00Z",
      ["alice"],
      "rotation",
      "2026-01-12T09:00Z",
    ],
    [
      "that member to the end of the turn",
      rosterWith(),
      "2026-01-12T08:59:59.999Z",
      ["alice"],
      "rotation",
      "2026-01-12T09:00Z",
    ],
    [
      "the next one from then on",
      rosterWith(),
      "2026-01-12T09:00Z",
      ["bob"],
      "rotation",
      "2026-01-19T09:00Z",
    ],
    [
      "nobody before the start",
      rosterWith(),
      "2026-01-05T08:59:59.999Z",
      [],
      "rotation",
      "2026-01-05T09:00Z",
    ],
    [
      "the member until an override",
      rosterWith(night),
      "2026-01-06T21:59:59.999Z",
      ["alice"],
      "rotation",
      "2026-01-06T22:00Z",
    ],
    [
      "the override's person",
      rosterWith(night),
      "2026-01-06T22:00Z",
      ["frank"],
      "override",
      "2026-01-07T08:00Z",
    ],
    [
      "that person to its end",
      rosterWith(night),
      "2026-01-07T07:59:59.999Z",
      ["frank"],
      "override",
      "2026-01-07T08:00Z",
    ],
    [
      "the member after an override",
      rosterWith(night),
      "2026-01-07T08:00Z",
      ["alice"],
      "rotation",
      "2026-01-12T09:00Z",
    ],
    [
      "the override's person over a handoff",
      rosterWith(overrideOf("frank", "2026-01-12T08:00Z", "2026-01-12T10:00Z")),
      "2026-01-12T08:30Z",
      ["frank"],
      "override",
      "2026-01-12T10:00Z",
    ],
    [
      "the override's person, even before the start",
      rosterWith(overrideOf("frank", "2026-01-01T00:00Z", "2026-01-02T00:00Z")),
      "2026-01-01T12:00Z",
      ["frank"],
      "override",
      "2026-01-02T00:00Z",
    ],
  ] as [string, Roster, string, string[], string, string][])(
    "is %s",
    (_rule, roster, at, people, because, until) => {
      expect(whoIsOnCall(roster, "oncall", instant(at))).toMatchObject({
        ...{ people, because, until: instant(until) },
      });
    },
  );

  test.each([
    ["made later", { at: 2 }, { at: 1 }, "frank"],
    ["made later, though listed first", { at: 1 }, { at: 2 }, "erin"],
    ["listed last of two made at the same instant", { at: 1 }, { at: 1 }, "erin"],
  ])("of two overrides the one %s counts", (_rule, first, second, expected) => {
    const roster = rosterWith(
      overrideOf("frank", "2026-01-06T00:00Z", "2026-01-07T00:00Z", first),
      overrideOf("erin", "2026-01-06T00:00Z", "2026-01-07T00:00Z", second),
    );
    expect(whoIsOnCall(roster, "oncall", instant("2026-01-06T12:00Z")).people).toEqual([expected]);
  });

  test("an override within another interrupts it", () => {
    const week = overrideOf("frank", "2026-01-06T00:00Z", "2026-01-09T00:00Z", { at: 1 });
    const day = overrideOf("erin", "2026-01-07T00:00Z", "2026-01-08T00:00Z", { at: 2 });
    const roster = rosterWith(week, day);
    const told = ["2026-01-06T12:00Z", "2026-01-07T12:00Z", "2026-01-08T12:00Z"].map((at) =>
      whoIsOnCall(roster, "oncall", instant(at)),
    );
    expect(told).toEqual([
      { people: ["frank"], because: "override", override: week, until: day.from },
      { people: ["erin"], because: "override", override: day, until: day.until },
      { people: ["frank"], because: "override", override: week, until: week.until },
    ]);
  });

  test("two overrides of one person that touch are told apart", () => {
    const roster = rosterWith(night, overrideOf("frank", "2026-01-07T08:00Z", "2026-01-07T12:00Z"));
    expect(whoIsOnCall(roster, "oncall", night.from).until).toBe(night.until);
  });

  test("an earlier override hidden by a later one changes nothing", () => {
    const hidden = overrideOf("erin", "2026-01-06T23:00Z", "2026-01-07T01:00Z", { at: 1 });
    const roster = rosterWith(hidden, night);
    expect(whoIsOnCall(roster, "oncall", night.from)).toMatchObject({
      people: ["frank"],
      until: night.until,
    });
  });

  test.each([
    ["somebody no longer among the people", overrideOf("gina", "2026-01-06T00:00Z", "2026-01-07T00:00Z")],
    [
      "a name that only looks like a person",
      overrideOf("constructor", "2026-01-06T00:00Z", "2026-01-07T00:00Z"),
    ],
    ["another group", overrideOf("frank", "2026-01-06T00:00Z", "2026-01-07T00:00Z", { group: "seniors" })],
  ])("an override for %s counts for nothing", (_rule, override) => {
    expect(whoIsOnCall(rosterWith(override), "oncall", instant("2026-01-06T12:00Z"))).toMatchObject({
      ...{ people: ["alice"], because: "rotation", until: instant("2026-01-12T09:00Z") },
    });
  });

  test("is everybody, for ever, in a group without a rotation", () => {
    const at = instant("1999-01-01T00:00Z");
    expect(whoIsOnCall(rosterWith(), "seniors", at)).toEqual({
      people: ["carol", "dave"],
      because: "members",
    });
  });

  test("is the override's person alone in a group without a rotation", () => {
    const override = overrideOf("frank", "2026-01-06T00:00Z", "2026-01-07T00:00Z", { group: "seniors" });
    const roster = rosterWith(override);
    expect(whoIsOnCall(roster, "seniors", justBefore(override.from))).toMatchObject({ until: override.from });
    expect(whoIsOnCall(roster, "seniors", override.from).people).toEqual(["frank"]);
    expect(whoIsOnCall(roster, "seniors", override.until).people).toEqual(["carol", "dave"]);
  });

  test.each(["nosuch", "constructor"])("is nobody in the unknown group %s, overrides or not", (group) => {
    const override = overrideOf("frank", "2026-01-06T00:00Z", "2026-01-07T00:00Z", { group });
    expect(whoIsOnCall(rosterWith(override), group, override.from)).toEqual({
      ...{ people: [], because: "unknown-group" },
    });
  });

  test.each([
    [["alice"], "2026-01-05T09:00Z", undefined],
    [["alice", "alice"], "2026-01-05T09:00Z", undefined],
    [["alice", "alice", "bob"], "2026-01-05T09:00Z", "2026-01-19T09:00Z"],
  ])("the turns of one person in %j follow each other unnoticed", (members, at, until) => {
    const answer = whoIsOnCall(rotating(...members), "oncall", instant(at));
    expect(answer.until).toBe(until && instant(until));
  });
});

describe("the next handoff", () => {
  const at = instant("2026-01-06T12:00Z");

  test.each([
    ["is the rotation's", rosterWith(), at, "2026-01-12T09:00Z", ["bob"]],
    ["is the start in a gap", rosterWith(), instant("2026-01-01T00:00Z"), "2026-01-05T09:00Z", ["alice"]],
    ["is an override's begin", rosterWith(night), at, "2026-01-06T22:00Z", ["frank"]],
    ["is an override's end", rosterWith(night), night.from, "2026-01-07T08:00Z", ["alice"]],
    [
      "passes over an override by the person on duty",
      rosterWith(overrideOf("alice", "2026-01-06T22:00Z", "2026-01-07T08:00Z")),
      at,
      "2026-01-12T09:00Z",
      ["bob"],
    ],
  ] as [string, Roster, Instant, string, string[]][])("%s", (_rule, roster, now, expected, people) => {
    expect(nextHandoff(roster, "oncall", now)).toMatchObject({ at: instant(expected), onCall: { people } });
  });

  test.each([
    ["a rotation of one", rotating("alice"), "oncall"],
    ["a group without a rotation", rosterWith(), "seniors"],
    ["an unknown group", rosterWith(), "nosuch"],
  ])("never comes in %s", (_rule, roster, group) => {
    expect(nextHandoff(roster, group, at)).toBeUndefined();
  });
});

test.each([
  [
    "the one on duty, then those whose turns follow",
    rosterWith(),
    "oncall",
    "2026-01-13T00:00Z",
    ["bob", "erin", "alice"],
  ],
  [
    "an override's person, then whom they stand in for",
    rosterWith(night),
    "oncall",
    "2026-01-07T00:00Z",
    ["frank", "alice", "bob", "erin"],
  ],
  [
    "nobody twice",
    rosterWith(overrideOf("erin", "2026-01-06T00:00Z", "2026-01-07T00:00Z")),
    "oncall",
    "2026-01-06T12:00Z",
    ["erin", "alice", "bob"],
  ],
  ["nobody in a gap", rosterWith(), "oncall", "2026-01-01T00:00Z", []],
  [
    "only an override's person in a gap",
    rosterWith(overrideOf("frank", "2026-01-01T00:00Z", "2026-01-02T00:00Z")),
    "oncall",
    "2026-01-01T12:00Z",
    ["frank"],
  ],
  ["all members in their order", rosterWith(), "seniors", "2026-01-01T00:00Z", ["carol", "dave"]],
  [
    "an override's person before all members",
    rosterWith(overrideOf("dave", "2026-01-06T00:00Z", "2026-01-07T00:00Z", { group: "seniors" })),
    "seniors",
    "2026-01-06T12:00Z",
    ["dave", "carol"],
  ],
  ["nobody in an unknown group", rosterWith(), "nosuch", "2026-01-06T12:00Z", []],
] as [string, Roster, string, string, string[]][])("calls %s", (_rule, roster, group, at, expected) => {
  expect(callOrder(roster, group, instant(at))).toEqual(expected);
});

test("a group's times are told in its rotation's zone, else in UTC", () => {
  expect(["oncall", "seniors", "nosuch"].map((group) => zoneOf(rosterWith(), group))).toEqual([
    ...["Europe/London", "UTC", "UTC"],
  ]);
  expect(groupOf(rosterWith(), "constructor")).toBeUndefined();
});
