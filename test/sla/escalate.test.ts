import { expect, test } from "vitest";
import { type Escalated, nextTierNow } from "../../src/sla/escalate.ts";
import { evaluate } from "../../src/sla/evaluate.ts";
import { fire } from "../../src/sla/fire.ts";
import type { Alert } from "../../src/sla/model.ts";
import type { Rules } from "../../src/sla/policy.ts";
import type { AlertRecord } from "../../src/sla/record.ts";
import { alert, at, held, policy, record, rules } from "./fixtures.ts";

type Row = [
  rule: string,
  now: string,
  record: Partial<AlertRecord>,
  expected: Partial<Escalated>,
  alert?: Partial<Alert>,
  rules?: Rules,
];

const fires = (tier: number, deadline: string, skipped: number[] = []) => ({
  kind: "fire" as const,
  tier,
  deadline: at(deadline),
  skipped,
});
const none = (why: (Escalated & { kind: "none" })["why"]) => ({ kind: "none" as const, why });

// Raised at 09:00, tiers at 09:30, 09:45 and 10:00.
test.each<Row>([
  ["the first tier fires before its deadline, which stays its own", "09:05", {}, fires(1, "09:30")],
  ["the next one after those that fired", "09:31", { tiersDone: 1 }, fires(2, "09:45")],
  ["a hold does not keep it", "09:05", { hold: held("ignored", "10:30") }, fires(1, "09:30")],
  [
    "of those that fell due during a hold the highest",
    "09:50",
    { hold: held("ignored", "10:30") },
    fires(2, "09:45", [1]),
  ],
  ["what fell due and has fired is not passed over again", "10:05", { tiersDone: 1 }, fires(3, "10:00", [2])],
  ["no further tier is none", "10:05", { tiersDone: 3 }, none("exhausted")],
  [
    "an alert that is handled has none",
    "09:05",
    {},
    none("handled"),
    { stage: "closed", status: "FalsePositive" },
  ],
  [
    "a severity that is switched off has none",
    "09:05",
    {},
    none("disabled"),
    {},
    rules({}, { high: policy({ enabled: false }) }),
  ],
  [
    "a policy without tiers has none",
    "09:05",
    {},
    none("no-tiers"),
    {},
    rules({}, { high: policy({ tiers: [] }) }),
  ],
  [
    "an alert that is too old to fire by itself still can",
    "09:05",
    {},
    fires(1, "09:30"),
    {},
    rules({ poll: { maxAge: 1 as never, open: ["New"], pause: [] } }),
  ],
])("escalate now: %s", (_rule, now, changes, expected, facts = {}, by = rules()) => {
  expect(nextTierNow(alert(facts), record(changes), by, at(now))).toMatchObject(expected);
});

test("a tier that somebody fired early bears their name, ends the hold, and leaves the others their deadlines", () => {
  const before = record({ hold: held("acknowledged", "10:30") });
  const decision = nextTierNow(alert(), before, rules(), at("09:05"));
  if (decision.kind !== "fire") throw new Error("nothing to fire");
  const { record: fired, events } = fire(before, alert(), decision, false, at("09:05"), "U0ANN");
  expect(fired).toMatchObject({ tiersDone: 1, firings: [{ tier: 1, by: "U0ANN", deadline: at("09:30") }] });
  expect(fired.hold).toBeUndefined();
  expect(events).toEqual([
    expect.objectContaining({
      event: "tier.fired",
      actor: "U0ANN",
      tier: 1,
      detail: { deadline: new Date(at("09:30")).toISOString() },
    }),
  ]);
  for (const time of ["09:06", "09:30", "09:44"])
    expect(evaluate(alert(), fired, rules(), at(time))).toMatchObject({ kind: "wait", until: at("09:45") });
});
