import { describe, expect, test } from "vitest";
import { hours, instant, milliseconds } from "../../src/lib/time.ts";
import { Override } from "../../src/oncall/model.ts";
import { clear, override, take } from "../../src/oncall/override.ts";
import { whoIsOnCall } from "../../src/oncall/roster.ts";
import { overrideOf, rosterWith } from "./rosters.ts";

const now = instant("2026-01-06T12:00Z");
const request = { group: "oncall", person: "frank", by: "U024BE7LH", now };

test("a person takes the duty from now on, for as long as asked", () => {
  const made = take(rosterWith(), { ...request, for: hours(4) });
  if (made.kind === "refused") throw new Error(made.why);
  expect(Override.parse(made.override)).toMatchObject({
    ...{ group: "oncall", person: "frank", by: "U024BE7LH", kind: "take", at: now, from: now },
    until: instant("2026-01-06T16:00Z"),
  });
  expect(whoIsOnCall(rosterWith(made.override), "oncall", now).people).toEqual(["frank"]);
});

test("a person is given the duty for a time, which may have begun", () => {
  const time = { from: instant("2026-01-06T08:00Z"), until: instant("2026-01-07T08:00Z") };
  const made = override(rosterWith(), { ...request, ...time });
  expect(made).toMatchObject({ kind: "made", override: { kind: "override", at: now, ...time } });
});

test.each<[string, Override[], string[], string[]]>([
  ["whoever takes turns then", [], ["alice"], []],
  [
    "whom an earlier override had put in",
    [overrideOf("carol", "2026-01-06T12:00Z", "2026-01-06T14:00Z")],
    ["carol", "alice"],
    ["carol"],
  ],
  [
    "nothing that ends as it begins, or begins as it ends",
    [
      overrideOf("carol", "2026-01-06T10:00Z", "2026-01-06T12:00Z"),
      overrideOf("dave", "2026-01-06T16:00Z", "2026-01-06T18:00Z"),
    ],
    ["alice"],
    [],
  ],
  ["nobody by itself", [overrideOf("frank", "2026-01-06T12:00Z", "2026-01-07T00:00Z")], [], ["frank"]],
])("says whom it relieves, and what it lies on top of: %s", (_rule, before, relieves, over) => {
  const made = take(rosterWith(...before), { ...request, for: hours(4) });
  if (made.kind === "refused") throw new Error(made.why);
  expect(made.relieves).toEqual(relieves);
  expect(made.over.map(({ person }) => person)).toEqual(over);
});

test("the same request made twice is the same override; another one is not", () => {
  const ids = [hours(4), hours(4), hours(5)].map((length) => {
    const made = take(rosterWith(), { ...request, for: length });
    return made.kind === "made" ? made.override.id : made.why;
  });
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
});

describe("is refused", () => {
  const time = { from: now, until: instant("2026-01-07T08:00Z") };

  test.each([
    [{ group: "nosuch" }, 'There is no group "nosuch". Groups: oncall, seniors.'],
    [{ person: "gina" }, '"gina" is not one of the people. People: alice, bob, erin, carol, dave, frank.'],
    [{ person: "constructor" }, '"constructor" is not one of the people.'],
    [{ until: now }, "It ends before it begins"],
    [{ from: instant("2026-01-05T00:00Z"), until: now }, "It is already over"],
  ])("an override with %j", (parts, why) => {
    expect(override(rosterWith(), { ...request, ...time, ...parts })).toEqual({
      ...{ kind: "refused", why: expect.stringContaining(why) },
    });
  });

  test("a take of no time", () => {
    expect(take(rosterWith(), { ...request, for: milliseconds(0) })).toMatchObject({ kind: "refused" });
  });

  test("any override where nothing is set up, with advice", () => {
    expect(override({ people: {}, groups: {}, overrides: [] }, { ...request, ...time })).toEqual({
      ...{ kind: "refused", why: 'There is no group "oncall". Groups: none yet, add them in the settings.' },
    });
  });
});

test("clearing ends what runs, removes what is to come, and leaves the past and other groups", () => {
  const past = overrideOf("frank", "2026-01-05T10:00Z", "2026-01-06T12:00Z");
  const running = overrideOf("frank", "2026-01-06T11:59:59.999Z", "2026-01-06T12:00:00.001Z");
  const beginning = overrideOf("bob", "2026-01-06T12:00Z", "2026-01-06T13:00Z");
  const coming = overrideOf("bob", "2026-01-08T00:00Z", "2026-01-09T00:00Z");
  const other = overrideOf("frank", "2026-01-08T00:00Z", "2026-01-09T00:00Z", { group: "seniors" });
  const roster = rosterWith(past, running, beginning, coming, other);

  const cleared = clear(roster, "oncall", now);
  const ended = { ...running, until: now };
  expect(cleared).toEqual({ overrides: [past, ended, other], ended: [ended], removed: [beginning, coming] });
  expect(whoIsOnCall({ ...roster, overrides: cleared.overrides }, "oncall", now).people).toEqual(["alice"]);
  expect(clear({ ...roster, overrides: cleared.overrides }, "oncall", now)).toMatchObject({
    ...{ ended: [], removed: [] },
  });
});
