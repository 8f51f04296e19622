import { expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { audienceOf } from "../../src/oncall/audience.ts";
import { Roster } from "../../src/oncall/model.ts";
import type { PersonalVia } from "../../src/oncall/ways.ts";

const roster = Roster.parse({
  people: { alice: { phone: "+447700900001", slack: "U024BE7LH" }, bob: {} },
  groups: { oncall: { members: ["alice", "bob"] } },
  overrides: [],
});
const audience = audienceOf(roster, new Set(["sms", "call", "dm"]), instant("2026-03-02T09:00Z"));

test.each<[rule: string, via: PersonalVia, name: string, address: string | undefined]>([
  ["a text goes to the phone number", "sms", "alice", "+447700900001"],
  ["a call goes to the phone number", "call", "alice", "+447700900001"],
  ["a direct message goes to the Slack id", "dm", "alice", "U024BE7LH"],
  ["who has no number has no address", "sms", "bob", undefined],
  ["who has no Slack id has no address", "dm", "bob", undefined],
  ["a stranger has none, though every object has a member of that name", "sms", "constructor", undefined],
])("%s", (_rule, via, name, address) => {
  expect(audience.address(via, name)).toBe(address);
  expect(audience.unusable(via, name) === undefined).toBe(address !== undefined);
});

const turns = Roster.parse({
  people: { alice: { phone: "+447700900001", slack: "U024BE7LH" }, bob: {}, carol: {} },
  groups: {
    oncall: { members: ["alice", "bob"] },
    turns: {
      rotation: {
        members: ["alice", "bob"],
        timezone: "Europe/London",
        start: "2026-03-02T09:00",
        every: "1w",
      },
    },
    covered: { members: ["alice", "bob"] },
  },
  overrides: [
    {
      ...{ id: "1", kind: "override", group: "covered", person: "carol", by: "U1" },
      ...{
        at: instant("2026-03-01T09:00Z"),
        from: instant("2026-03-02T00:00Z"),
        until: instant("2026-03-03T00:00Z"),
      },
    },
  ],
});
const texting = audienceOf(turns, new Set(["sms"]), instant("2026-03-02T09:00Z"));

test.each<[rule: string, via: PersonalVia, group: string, offered: boolean]>([
  ["a way that is set up is offered", "sms", "oncall", true],
  ["one that is not is not", "call", "oncall", false],
  ["nor to a group that does not exist", "sms", "nobody", false],
])("%s", (_rule, via, group, offered) => {
  expect(texting.offers(via, group)).toBe(offered);
});

test.each<[rule: string, group: string, onCall: string[], order: string[], tellsAll: boolean]>([
  ["members are all on duty, and all told", "oncall", ["alice", "bob"], ["alice", "bob"], true],
  ["of a rotation one is, and the others follow", "turns", ["alice"], ["alice", "bob"], false],
  ["who stands in for all members is told alone", "covered", ["carol"], ["carol", "alice", "bob"], false],
  ["in a group that does not exist nobody is", "nobody", [], [], false],
])("%s", (_rule, group, onCall, order, tellsAll) => {
  expect(texting.onCall(group)).toEqual(onCall);
  expect(texting.callOrder(group)).toEqual(order);
  expect(texting.tellsAll(group)).toBe(tellsAll);
});

test.each<[rule: string, via: PersonalVia, name: string, why: string | undefined]>([
  ["who has a number can be told", "sms", "alice", undefined],
  ["who has none cannot", "sms", "bob", "bob has no phone number"],
  ["by a way that is off nobody can", "call", "alice", "Twilio is not set up"],
  ["nor by Slack when that is off", "dm", "alice", "Slack is off"],
  ["a stranger cannot, whatever is set up", "call", "zed", "zed is not among the people"],
  [
    "nor one named like a member of every object",
    "sms",
    "constructor",
    "constructor is not among the people",
  ],
])("%s", (_rule, via, name, why) => {
  expect(texting.unusable(via, name)).toBe(why);
});
