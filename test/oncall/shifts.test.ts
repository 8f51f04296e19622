import { expect, test } from "vitest";
import { type Instant, instant } from "../../src/lib/time.ts";
import type { Roster } from "../../src/oncall/model.ts";
import { gaps, joined, type Shift, shifts, stretches, unreachableShifts } from "../../src/oncall/shifts.ts";
import { overrideOf, rosterWith } from "./rosters.ts";

type Row = [name: string, from: string, to: string, because?: Shift["because"]];

function rows(...wanted: Row[]): Omit<Shift, "group">[] {
  return wanted.map(([name, from, to, because = "rotation"]) => ({
    ...{ name, from: at(from), to: at(to), because },
  }));
}

/** `05 09:00` is that day of January 2026, in UTC. */
function at(text: string): Instant {
  return instant(`2026-01-${text.replace(" ", "T")}Z`);
}

const night = overrideOf("frank", "2026-01-06T22:00Z", "2026-01-07T08:00Z");
const seniorDay = overrideOf("dave", "2026-01-06T00:00Z", "2026-01-07T00:00Z", { group: "seniors" });

test.each([
  [
    "follow the rotation, cut to the window, from its start on",
    ...[rosterWith(), "oncall", "01 00:00", "13 00:00"],
    rows(["alice", "05 09:00", "12 09:00"], ["bob", "12 09:00", "13 00:00"]),
  ],
  [
    "leave out a turn that only touches the window",
    ...[rosterWith(), "oncall", "12 09:00", "19 09:00"],
    rows(["bob", "12 09:00", "19 09:00"]),
  ],
  [
    "are divided by an override",
    ...[rosterWith(night), "oncall", "06 00:00", "08 00:00"],
    rows(
      ["alice", "06 00:00", "06 22:00"],
      ["frank", "06 22:00", "07 08:00", "override"],
      ["alice", "07 08:00", "08 00:00"],
    ),
  ],
  [
    "are one for two overrides of one person that touch",
    ...[rosterWith(night, overrideOf("frank", "2026-01-07T08:00Z", "2026-01-07T12:00Z")), "oncall"],
    ...["06 22:00", "07 12:00"],
    rows(["frank", "06 22:00", "07 12:00", "override"]),
  ],
  [
    "are one for each member where all are on duty",
    ...[rosterWith(), "seniors", "05 00:00", "08 00:00"],
    rows(["carol", "05 00:00", "08 00:00", "members"], ["dave", "05 00:00", "08 00:00", "members"]),
  ],
  [
    "are the override's person's alone in a group without a rotation",
    ...[rosterWith(seniorDay), "seniors", "05 00:00", "08 00:00"],
    rows(
      ["carol", "05 00:00", "06 00:00", "members"],
      ["dave", "05 00:00", "06 00:00", "members"],
      ["dave", "06 00:00", "07 00:00", "override"],
      ["carol", "07 00:00", "08 00:00", "members"],
      ["dave", "07 00:00", "08 00:00", "members"],
    ),
  ],
  ["are none in an empty window", rosterWith(), "oncall", "06 00:00", "06 00:00", []],
  ["are none in a window that ends first", rosterWith(), "oncall", "07 00:00", "06 00:00", []],
  ["are none in an unknown group", rosterWith(), "nosuch", "06 00:00", "07 00:00", []],
] as [string, Roster, string, string, string, Omit<Shift, "group">[]][])(
  "shifts %s",
  (_rule, roster, group, from, to, expected) => {
    expect(shifts(roster, group, at(from), at(to))).toEqual(expected.map((row) => ({ group, ...row })));
  },
);

test("shifts of one person that touch are joined, whatever the reason, unless asked otherwise", () => {
  const all = rows(
    ["alice", "05 09:00", "06 00:00"],
    ["bob", "05 09:00", "06 00:00"],
    ["alice", "06 00:00", "07 00:00", "override"],
    ["bob", "08 00:00", "09 00:00"],
  ).map((row) => ({ group: "oncall", ...row }));
  expect(joined(all).map(({ name, to }) => [name, to])).toEqual([
    ["alice", at("07 00:00")],
    ["bob", at("06 00:00")],
    ["bob", at("09 00:00")],
  ]);
  expect(joined(all, () => false)).toEqual(all);
});

test("stretches cover the window, the gap included", () => {
  const found = [...stretches(rosterWith(), "oncall", at("01 00:00"), at("13 00:00"))];
  expect(found.map(({ onCall, from, to }) => [onCall.people, from, to])).toEqual([
    [[], at("01 00:00"), at("05 09:00")],
    [["alice"], at("05 09:00"), at("12 09:00")],
    [["bob"], at("12 09:00"), at("13 00:00")],
  ]);
});

test.each([
  ["before the start", rosterWith(), "oncall", "01 00:00", [["01 00:00", "05 09:00"]]],
  [
    "around an override before the start",
    rosterWith(overrideOf("frank", "2026-01-02T00:00Z", "2026-01-03T00:00Z")),
    "oncall",
    "01 00:00",
    [
      ["01 00:00", "02 00:00"],
      ["03 00:00", "05 09:00"],
    ],
  ],
  ["never after the start", rosterWith(), "oncall", "05 09:00", []],
  ["never in a group without a rotation", rosterWith(), "seniors", "01 00:00", []],
  ["all the time in an unknown group", rosterWith(), "nosuch", "01 00:00", [["01 00:00", "20 00:00"]]],
] as [string, Roster, string, string, [string, string][]][])(
  "nobody is on duty %s",
  (_rule, roster, group, from, expected) => {
    expect(gaps(roster, group, at(from), at("20 00:00"))).toEqual(
      expected.map(([start, end]) => ({ from: at(start), to: at(end) })),
    );
  },
);

test("shifts of people without a contact are told, with the methods that cannot reach them", () => {
  const full = rosterWith();
  const people = { ...full.people, alice: { slack: "U024BE7LH" }, bob: {}, erin: { phone: "+447700900002" } };
  const roster = { ...full, people };
  const found = unreachableShifts(roster, "oncall", at("05 09:00"), at("26 09:00"), ["dm", "sms", "call"]);
  expect(found.map(({ name, from, missing }) => [name, from, missing])).toEqual([
    ["alice", at("05 09:00"), ["sms", "call"]],
    ["bob", at("12 09:00"), ["dm", "sms", "call"]],
    ["erin", at("19 09:00"), ["dm"]],
  ]);
  expect(unreachableShifts(full, "oncall", at("05 09:00"), at("26 09:00"), ["sms", "call"])).toEqual([]);
});

test("somebody who is not among the people can be reached by nothing", () => {
  const roster = { ...rosterWith(), people: {} };
  const found = unreachableShifts(roster, "seniors", at("05 00:00"), at("06 00:00"), ["sms"]);
  expect(found.map(({ name, missing }) => [name, missing])).toEqual([
    ["carol", ["sms"]],
    ["dave", ["sms"]],
  ]);
});
