import { describe, expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { isOwnDuty } from "../../src/oncall/own-duty.ts";
import { whoIsOnCall } from "../../src/oncall/roster.ts";
import { type Swap, swapped } from "../../src/oncall/swap.ts";
import { overrideOf, rosterWith } from "./rosters.ts";

// Alice from Monday 5 January 09:00, bob from the 12th, erin from the 19th.
const now = instant("2026-01-06T12:00Z");
const saturday = { from: instant("2026-01-10T00:00Z"), until: instant("2026-01-11T00:00Z") };
const change = { from: instant("2026-01-12T00:00Z"), until: instant("2026-01-13T00:00Z") };
const swapOf = (parts: Partial<Swap> = {}): Swap => ({
  ...{ group: "oncall", asks: "alice", asked: "bob", by: "UALICE", at: now },
  ...saturday,
  ...parts,
});

function accepted(swap: Swap, roster = rosterWith()) {
  const made = swapped(roster, swap, now);
  if (made.kind === "refused") throw new Error(made.why);
  return { made, roster: { ...roster, overrides: [...roster.overrides, ...made.overrides] } };
}

describe("a swap", () => {
  test("puts the other in for whoever asks, and for no longer", () => {
    const { roster } = accepted(swapOf());
    const onCall = (text: string) => whoIsOnCall(roster, "oncall", instant(text)).people;
    expect(onCall("2026-01-09T23:59Z")).toEqual(["alice"]);
    expect(onCall("2026-01-10T00:00Z")).toEqual(["bob"]);
    expect(onCall("2026-01-11T00:00Z")).toEqual(["alice"]);
  });

  test("works both ways where both are on duty in that time", () => {
    const { made, roster } = accepted(swapOf(change));
    expect(made.gives).toMatchObject([{ name: "alice", to: instant("2026-01-12T09:00Z") }]);
    expect(made.takes).toMatchObject([{ name: "bob", from: instant("2026-01-12T09:00Z") }]);
    expect(whoIsOnCall(roster, "oncall", instant("2026-01-12T08:00Z")).people).toEqual(["bob"]);
    expect(whoIsOnCall(roster, "oncall", instant("2026-01-12T10:00Z")).people).toEqual(["alice"]);
  });

  test("accepted twice is one swap", () => {
    const { roster } = accepted(swapOf());
    expect(swapped(roster, swapOf(), now)).toEqual({
      kind: "refused",
      why: "This swap was accepted already.",
    });
  });

  test.each<[string, Partial<Swap>, string]>([
    ["with oneself", { asked: "alice" }, "That is yourself."],
    ["of time that neither has", { asks: "erin" }, "Neither erin nor bob is on call for oncall"],
    ["in a group that is told all at once", { group: "seniors" }, "there is nothing to swap"],
    ["with somebody who has left", { asked: "gina" }, "gina is not one of the people any more."],
    ["in a group that is gone", { group: "nosuch" }, 'There is no group "nosuch" any more.'],
    ["of what is over", { from: instant("2026-01-05T10:00Z"), until: now }, "That time is over."],
  ])("%s is refused", (_rule, parts, why) => {
    expect(swapped(rosterWith(), swapOf(parts), now)).toEqual({
      ...{ kind: "refused", why: expect.stringContaining(why) },
    });
  });
});

describe("without being an admin", () => {
  const give = (person: string, time = saturday) =>
    ({ kind: "override", group: "oncall", person, ...time }) as const;

  test.each<[string, string, Parameters<typeof isOwnDuty>[2], boolean]>([
    ["alice, who is on call", "alice", { kind: "take", group: "oncall" }, true],
    ["bob, whose turn comes", "bob", { kind: "take", group: "oncall" }, true],
    ["carol, who is of another group", "carol", { kind: "take", group: "oncall" }, false],
    ["carol", "carol", { kind: "take", group: "seniors" }, true],
    ["bob, for himself", "bob", give("bob"), true],
    ["alice, what is hers alone", "alice", give("carol"), true],
    ["alice, what is hers only in part", "alice", give("carol", change), false],
    ["bob, what is alice's", "bob", give("carol"), false],
    ["bob", "bob", { kind: "swap", group: "oncall" }, true],
    ["frank, who is of no group", "frank", { kind: "swap", group: "oncall" }, false],
    ["alice, where there is nothing to call off", "alice", { kind: "clear", group: "oncall" }, false],
  ])("%s may %o: %s", (_who, person, wish, may) => {
    expect(isOwnDuty(rosterWith(), person, wish, now)).toBe(may);
  });

  test.each([
    ["bob", true],
    ["alice", false],
  ])("%s may call off what was put upon bob: %s", (person, may) => {
    const roster = rosterWith(overrideOf("bob", "2026-01-10T00:00Z", "2026-01-11T00:00Z"));
    expect(isOwnDuty(roster, person, { kind: "clear", group: "oncall" }, now)).toBe(may);
  });

  test("whoever is on call by an override is of the group meanwhile", () => {
    const roster = rosterWith(overrideOf("frank", "2026-01-06T12:00Z", "2026-01-10T00:00Z"));
    expect(isOwnDuty(roster, "frank", { kind: "take", group: "oncall" }, now)).toBe(true);
  });
});
