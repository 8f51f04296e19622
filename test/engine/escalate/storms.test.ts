import { expect, test } from "vitest";
import { Batch, digestItems } from "../../../src/engine/escalate/digest.ts";
import { silentFrom } from "../../../src/engine/escalate/silence.ts";
import { breaksOut } from "../../../src/engine/escalate/storms.ts";
import type { Item } from "../../../src/engine/items/item.ts";
import { type Instant, minutes } from "../../../src/lib/time.ts";
import { audienceOf } from "../../../src/oncall/audience.ts";
import { Groups, People } from "../../../src/oncall/model.ts";
import { AlertId, type Method, type Severity } from "../../../src/sla/model.ts";
import { alertId, at, firing, item, record, tier } from "../items/items.ts";

const group = (...severities: Severity[]) =>
  severities.map((severity, index) => ({ index, breach: { severity } }));

test.each<
  [rule: string, group: ReturnType<typeof group>, told: Severity | undefined, index: number | undefined]
>([
  ["nothing breaks out of nothing", [], undefined, undefined],
  [
    "nothing breaks out where all are alike and nothing was told",
    group("high", "high"),
    undefined,
    undefined,
  ],
  ["nothing breaks out of the first digest", group("high", "critical"), undefined, undefined],
  ["of several that are worse the first breaks out", group("high", "critical", "critical"), "high", 1],
  ["what is worse than all that was told breaks out", group("critical"), "high", 0],
  ["what is as bad as what was told does not", group("critical"), "critical", undefined],
  ["what is milder does not", group("low", "medium"), "high", undefined],
  ["only the worst breaks out", group("medium", "high"), "low", 1],
])("%s", (_rule, all, told, index) => {
  expect(breaksOut(all, told)?.index).toBe(index);
});

const people = People.parse({
  alice: { phone: "+12025550111", slack: "U1" },
  twin: { phone: "+12025550111" },
  carol: { phone: "+12025550113" },
});
const groups = Groups.parse({
  oncall: { members: ["alice"] },
  seniors: { members: ["twin", "carol"] },
  empty: { members: ["nobody"] },
});
const audience = audienceOf({ people, groups, overrides: [] }, new Set(["sms", "call", "dm"]), at(30));

const breach = (id: string, ...methods: Method[]) => ({
  id: AlertId.parse(id),
  tier: 1,
  repeat: 0,
  severity: "high" as const,
  methods,
  channel: "#soc",
});
const slack: Method = { via: "slack" };
const sms: Method = { via: "sms", group: "oncall" };
const seniors: Method = { via: "sms", group: "seniors" };
const destinations = (...breaches: ReturnType<typeof breach>[]) =>
  digestItems(
    Batch.parse({ reference: "D7", madeAt: at(30), flushAt: at(30), breaches }),
    audience,
    at(30),
  ).map(({ id, about }: Item) => [id, about.kind === "digest" ? about.alerts.length : about.kind]);

test("a digest has one message per channel and one text per person, each with all that concerns them", () => {
  expect(destinations(breach("~1", slack, sms), breach("~2", slack, sms), breach("~3", slack))).toEqual([
    ["D7/slack/#soc/1", 3],
    ["D7/oncall/sms/alice/1", 2],
  ]);
});

test("what would be a digest of one is told as itself", () => {
  expect(destinations(breach("~1", slack, sms), breach("~2", slack))).toEqual([
    ["D7/slack/#soc/1", 2],
    ["~1/1/oncall/sms/alice/1", "tier"],
  ]);
});

test("two people with one number, and one person in two groups, hear of everything once", () => {
  expect(destinations(breach("~1", sms, seniors), breach("~2", sms, seniors))).toEqual([
    ["D7/oncall/sms/alice/1", 2],
    ["D7/seniors/sms/carol/1", 2],
  ]);
});

const ended = (change: Partial<Item>) => item({ about: tier(3), ...change });

test.each<[rule: string, items: Item[], from: Instant | undefined]>([
  ["whoever was told by Slack alone has five minutes", [], at(65)],
  ["whoever was reached has five minutes", [ended({ via: "call", state: "delivered" })], at(65)],
  ["while a call rings nobody is given up", [ended({ via: "call", state: "sent" })], at(65)],
  [
    "when everybody was tried in vain it is said at once",
    [ended({ via: "call", state: "unanswered" }), ended({ state: "failed" })],
    at(60),
  ],
  [
    "one who was reached among them has his time",
    [ended({ via: "call", state: "unanswered" }), ended({ state: "delivered" })],
    at(65),
  ],
  [
    "an earlier tier's calls do not count",
    [item({ about: tier(2), via: "call", state: "unanswered" })],
    at(65),
  ],
  [
    "a digest that told of it counts",
    [
      ended({
        via: "call",
        state: "unanswered",
        about: { kind: "digest", reference: "D1", alerts: [{ alertId, tier: 3, repeat: 0 }] },
      }),
    ],
    at(60),
  ],
])("%s", (_rule, items, from) => {
  const known = record({ tiersDone: 3, firings: [firing(1, 30), firing(3, 60)] });
  expect(silentFrom(known, items)).toBe(from);
});

test("an alert that was opened again gives everybody their time anew", () => {
  const called = [item({ about: tier(1), via: "call", state: "unanswered" })];
  expect(silentFrom(record({ reopenedAt: at(90) }), called)).toBe(at(95));
  expect(silentFrom(record({ reopenedAt: at(20) }), called)).toBe(at(30));
});

test("silence is said once, and of nothing that has not fired", () => {
  expect(silentFrom(record({ firings: [] }), [])).toBeUndefined();
  expect(silentFrom(record({ unansweredAt: at(65) }), [])).toBeUndefined();
  expect(silentFrom(record(), [])).toBe(at(30) + minutes(5));
});
