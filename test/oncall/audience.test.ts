import { expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { audienceOf, type PersonalVia } from "../../src/oncall/audience.ts";
import { Roster } from "../../src/oncall/model.ts";

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
