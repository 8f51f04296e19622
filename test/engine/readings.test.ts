import { expect, test } from "vitest";
import { settingsFrom } from "../../src/config/settings-from.ts";
import type { Tree } from "../../src/config/tree.ts";
import { readingsOf } from "../../src/engine/readings.ts";
import { type Clock, instant } from "../../src/lib/time.ts";
import { audienceOf } from "../../src/oncall/audience.ts";
import type { Via } from "../../src/sla/model.ts";
import { at, item } from "./items/items.ts";

type PersonalVia = Exclude<Via, "slack">;

const now = instant("2026-03-03T02:35Z");
const clock: Clock = { now: () => now, sleep: async () => {} };
const byPhone = { tiers: [{ after: "30m", notify: ["sms", "call:seniors"] }], highRisk: [] };
const policies = { low: byPhone, medium: byPhone, high: byPhone, critical: byPhone };

function readings(team: Tree, setUp: readonly PersonalVia[] = ["sms", "call"], items = [item()]) {
  const judged = settingsFrom({ file: { sla: policies, ...team } }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  const { settings } = judged;
  const roster = { people: settings.people, groups: settings.groups, overrides: [] };
  return readingsOf({
    clock,
    outbox: { all: () => items },
    settings: () => settings,
    audience: audienceOf(roster, new Set(setUp), now),
  });
}

const alice = { phone: "+12025550111" };
const bob = { slack: "U0BOB" };
const groups = (oncall: Tree, seniors: Tree) => ({ oncall, seniors });
const members = (...names: string[]) => ({ members: names });
const notYet = {
  rotation: { members: ["alice"], timezone: "UTC", start: "2027-01-01T09:00", every: "1w" },
};

test.each<[rule: string, team: Tree, setUp: PersonalVia[], unreachable: number, uncovered: number]>([
  [
    "somebody with a number can be told",
    { people: { alice }, groups: groups(members("alice"), members("alice")) },
    ["sms", "call"],
    0,
    0,
  ],
  [
    "somebody without one cannot, and counts once however often he is named",
    { people: { alice, bob }, groups: groups(members("alice", "bob"), members("bob")) },
    ["sms", "call"],
    1,
    0,
  ],
  [
    "a rotation that has not begun covers nothing",
    { people: { alice }, groups: groups(members("alice"), notYet) },
    ["sms", "call"],
    0,
    1,
  ],
  [
    "what was never set up is missed by nobody",
    { people: { bob }, groups: groups(members("bob"), members("bob")) },
    ["dm"],
    0,
    0,
  ],
  ["nor are groups that were never made, with the policies of nobody", { sla: {} }, ["sms", "call"], 0, 0],
])("%s", (_rule, team, setUp, unreachable, uncovered) => {
  expect(readings(team, setUp)).toMatchObject({ unreachable, uncovered });
});

test("what waits is counted by way, with the age of the oldest; what a provider has taken does not wait", () => {
  const waiting = [
    item({ via: "sms", at: at(30) }),
    item({ via: "sms", at: at(34), state: "sending" }),
    item({ via: "call", at: at(5), state: "sent" }),
    item({ via: "slack", at: at(1), state: "dropped" }),
  ];
  expect(readings({ sla: {} }, [], waiting).waiting).toEqual({
    slack: { count: 0, age: 0 },
    dm: { count: 0, age: 0 },
    sms: { count: 2, age: 5 * 60_000 },
    call: { count: 0, age: 0 },
  });
});

test("a clock that was set is told with its direction", () => {
  const stepped: Clock = { ...clock, stepped: () => ({ by: -3_600_000, at: now }) };
  const judged = settingsFrom({ file: {} }, "ready");
  if (!judged.ok) throw new Error("defaults are refused");
  const audience = audienceOf({ people: {}, groups: {}, overrides: [] }, new Set(), now);
  const sources = { outbox: { all: () => [] }, settings: () => judged.settings, audience };
  expect(readingsOf({ ...sources, clock }).clockStep).toBe(0);
  expect(readingsOf({ ...sources, clock: stepped }).clockStep).toBe(-3_600_000);
});
