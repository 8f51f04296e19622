import { expect, test } from "vitest";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { TimeZone } from "../../src/lib/zoned.ts";
import { People } from "../../src/oncall/model.ts";
import { bySlack, named, zoneOf } from "../../src/oncall/people.ts";

const people = People.parse({
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112" },
});

test("a Slack user is the person who has that id, if anybody has", () => {
  expect(bySlack(people, "U0ALICE")).toMatchObject({ name: "alice", phone: "+12025550111" });
  expect(bySlack(people, "U0BOB")).toBeUndefined();
});

test.each([
  ["alice", { name: "alice", slack: "U0ALICE" }],
  ["bob", { name: "bob" }],
  ["carol", { name: "carol" }],
  ["constructor", { name: "constructor" }],
])("%s is mentioned as %j", (name, shown) => {
  expect(named(people, name)).toEqual(shown);
});

const rotation = (timezone: string, ...members: string[]) => ({
  rotation: { members, timezone, start: "2026-03-01T09:00", every: "1d" },
});

function roster() {
  const judged = settingsFrom({
    file: {
      people: {
        ...people,
        carol: { phone: "+12025550113", slack: "U0CAROL" },
        dave: { phone: "+12025550114" },
      },
      groups: {
        oncall: rotation("Europe/London", "alice", "bob"),
        night: rotation("Asia/Tokyo", "alice", "bob"),
        seniors: { members: ["carol", "dave"] },
      },
    },
  });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
}

const inSlack = (user: string) => (user === "U0BOB" ? undefined : TimeZone.parse("America/New_York"));
const notInSlack = () => undefined;

test.each([
  ["their own in Slack, before that of the rotation", "alice", "oncall", inSlack, "America/New_York"],
  ["their own in Slack, without any rotation", "carol", "seniors", inSlack, "America/New_York"],
  ["the rotation's, while Slack has not said", "alice", "oncall", notInSlack, "Europe/London"],
  ["the rotation's by which they are told", "alice", "night", notInSlack, "Asia/Tokyo"],
  ["the rotation's, of somebody without Slack", "bob", "night", inSlack, "Asia/Tokyo"],
  ["that of a rotation they are in, told by another group", "bob", "seniors", inSlack, "Europe/London"],
  ["nobody's, without rotation and Slack", "dave", "seniors", inSlack, undefined],
  ["nobody's, of a stranger", "constructor", "oncall", inSlack, undefined],
] as const)("by whose clock somebody lives: %s", (_rule, name, group, known, zone) => {
  expect(zoneOf(roster(), name, group, known)).toBe(zone);
});
