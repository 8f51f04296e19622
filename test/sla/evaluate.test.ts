import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Duration, type Instant, minutes } from "../../src/lib/time.ts";
import { type Decision, evaluate } from "../../src/sla/evaluate.ts";
import { fire } from "../../src/sla/fire.ts";
import type { Alert, Policy, TierRef } from "../../src/sla/model.ts";
import type { Rules } from "../../src/sla/policy.ts";
import type { AlertRecord } from "../../src/sla/record.ts";
import { alert, at, fired, held, plus, policy, record, ring, rules, seniors, text } from "./fixtures.ts";

type Row = [
  rule: string,
  now: string,
  record: Partial<AlertRecord>,
  expected: Partial<Decision>,
  alert?: Partial<Alert>,
  rules?: Rules,
];

const fires = (tier: TierRef, skipped: number[] = [], repeat = 0) => ({
  kind: "fire" as const,
  tier,
  skipped,
  repeat,
});
const waits = (until: string, next: TierRef, why = "not-due" as const) => ({
  kind: "wait" as const,
  until: at(until),
  next,
  why,
});
const waitsHeld = (until: string, why: "ignored" | "acknowledged", next: TierRef) => ({
  kind: "wait" as const,
  until: at(until),
  why,
  next,
});
const stops = (why: (Decision & { kind: "stop" })["why"]) => ({ kind: "stop" as const, why });
const repeating = (times: number, changes: Partial<Policy> = {}) =>
  rules({}, { high: policy({ repeat: { every: minutes(30), times }, ...changes }) });
const medium = { severity: "medium" as const, title: "CRITICAL: disk failure" };

const warned = (changes: Partial<Policy> = {}) =>
  rules({}, { high: policy({ warn: { before: minutes(5), notify: [{ via: "slack" }] }, ...changes }) });

describe("a warning before the first tier", () => {
  test.each<Row>([
    ["is waited for before the tier", "09:10", {}, waits("09:25", "at-risk"), {}, warned()],
    ["is told at its own deadline", "09:25", {}, fires("at-risk"), {}, warned()],
    ["is told late, if still before the tier", "09:29:59.999", {}, fires("at-risk"), {}, warned()],
    ["is told once", "09:26", { firings: [fired("at-risk", "09:25")] }, waits("09:30", 1), {}, warned()],
    ["is left out, not skipped, once the tier is due", "09:30", {}, fires(1), {}, warned()],
    [
      "is not told after a tier, fired early or not",
      "09:26",
      { tiersDone: 1 },
      waits("09:45", 2),
      {},
      warned(),
    ],
    [
      "waits for the end of a hold",
      "09:25",
      { hold: { kind: "ignored", at: at("09:20"), until: at("09:28"), by: "U1" } },
      waitsHeld("09:28", "ignored", "at-risk"),
      {},
      warned(),
    ],
    [
      "nobody is warned of a severity that is off",
      "09:25",
      {},
      stops("disabled"),
      {},
      warned({ enabled: false }),
    ],
    [
      "stands still with the clock",
      "09:25",
      { standstills: [{ from: at("09:05"), status: "Pending" }] },
      stops("standing-still"),
      {},
      warned(),
    ],
    [
      "comes so much later as the clock stood",
      "09:26",
      { standstills: [{ from: at("09:05"), until: at("09:15"), status: "Pending" }] },
      waits("09:35", "at-risk"),
      {},
      warned(),
    ],
    ["without one nothing is told before the tier", "09:25", {}, waits("09:30", 1)],
  ])("%s", check);

  test("says how, and when it fell due", () => {
    expect(evaluate(alert(), record(), warned(), at("09:27"))).toMatchObject({
      deadline: at("09:25"),
      methods: [{ via: "slack" }],
    });
  });
});

describe("tiers", () => {
  test.each<Row>([
    ["waits one millisecond before the deadline", "09:29:59.999", {}, waits("09:30", 1)],
    ["fires at the deadline", "09:30", {}, fires(1)],
    ["fires a tier once", "09:31", { tiersDone: 1 }, waits("09:45", 2)],
    [
      "fires only the highest tier after an outage, and marks the lower ones skipped",
      "10:05",
      {},
      fires(3, [1, 2]),
    ],
    ["marks as skipped only what has not fired", "10:05", { tiersDone: 1 }, fires(3, [2])],
    ["stops after the last tier", "23:00", { tiersDone: 3 }, stops("exhausted")],
    [
      "stops once imported in TheHive",
      "10:05",
      {},
      stops("handled"),
      { stage: "imported", status: "Imported" },
    ],
    ["stops once closed in TheHive", "10:05", {}, stops("handled"), { stage: "closed", status: "Ignored" }],
    [
      "stops when a case is linked, whatever the status says",
      "10:05",
      {},
      stops("handled"),
      { caseId: "~9" },
    ],
    [
      "stops for a stage that does not count as waiting",
      "10:05",
      {},
      stops("handled"),
      { stage: "in-progress", status: "Pending" },
    ],
    [
      "goes on for a stage that counts as waiting",
      "09:30",
      {},
      fires(1),
      { stage: "in-progress", status: "Pending" },
      rules({ poll: { maxAge: "off", open: ["New", "InProgress"], pause: [] } }),
    ],
    ["goes on for a custom status of the stage New", "09:30", {}, fires(1), { status: "Unassigned" }],
    [
      "goes on for a status that counts as waiting by its own name",
      "09:30",
      {},
      fires(1),
      { stage: "in-progress", status: "Pending" },
      rules({ poll: { maxAge: "off", open: ["pending"], pause: [] } }),
    ],
    [
      "stays silent for a disabled severity",
      "10:05",
      {},
      stops("disabled"),
      {},
      rules({}, { high: policy({ enabled: false }) }),
    ],
    [
      "pages nobody for a severity without tiers",
      "23:00",
      {},
      stops("exhausted"),
      {},
      rules({}, { high: policy({ tiers: [] }) }),
    ],
    [
      "never notifies an alert older than the maximum age",
      "10:00:00.001",
      {},
      stops("too-old"),
      {},
      rules({ poll: { maxAge: minutes(60), open: ["New"], pause: [] } }),
    ],
    [
      "notifies an alert of exactly the maximum age",
      "10:00",
      {},
      fires(3, [1, 2]),
      {},
      rules({ poll: { maxAge: minutes(60), open: ["New"], pause: [] } }),
    ],
    [
      "notifies an alert of any age when the limit is off",
      "23:00",
      {},
      fires(3, [1, 2]),
      { createdAt: at("00:00") },
      rules({ poll: { maxAge: "off", open: ["New"], pause: [] } }),
    ],
  ])("%s", check);
});

describe("holds", () => {
  test.each<Row>([
    [
      "stays quiet while ignored",
      "09:50",
      { tiersDone: 1, hold: held("ignored", "10:00") },
      waitsHeld("10:00", "ignored", 2),
    ],
    [
      "stays quiet to the last millisecond",
      "09:59:59.999",
      { tiersDone: 1, hold: held("ignored", "10:00") },
      waitsHeld("10:00", "ignored", 2),
    ],
    ["fires when an ignore ends", "10:00", { tiersDone: 1, hold: held("ignored", "10:00") }, fires(3, [2])],
    [
      "stays quiet while acknowledged",
      "09:50",
      { hold: held("acknowledged", "10:20") },
      waitsHeld("10:20", "acknowledged", 2),
    ],
    [
      "waits for a deadline that lies beyond the hold",
      "09:10",
      { hold: held("ignored", "09:20") },
      waits("09:30", 1),
    ],
    [
      "stays quiet over a deadline that comes before the hold ends",
      "09:10",
      { hold: held("ignored", "09:40") },
      waitsHeld("09:40", "ignored", 1),
    ],
    [
      "a deadline at the end of the hold is the hold's",
      "09:10",
      { hold: held("ignored", "09:30") },
      waitsHeld("09:30", "ignored", 1),
    ],
    [
      "holds the high-risk rule too",
      "09:11",
      { hold: held("ignored", "09:20") },
      waitsHeld("09:20", "ignored", "high-risk"),
      medium,
    ],
    [
      "stops when handled, held or not",
      "09:50",
      { hold: held("ignored", "10:00") },
      stops("handled"),
      { stage: "closed", status: "Ignored" },
    ],
  ])("%s", check);
});

describe("high risk", () => {
  test.each<Row>([
    ["fires at once, on first sight", "09:00:01", {}, fires("high-risk"), medium],
    [
      "fires once, and the tiers go on at their own deadlines",
      "09:00:02",
      { highRisk: { word: "CRITICAL", where: "title", at: at("09:00:01") } },
      waits("09:30", 1),
      medium,
    ],
    [
      "leaves the tiers out when set to stop",
      "09:31",
      { highRisk: { word: "CRITICAL", where: "title", at: at("09:00:01") } },
      stops("high-risk-only"),
      medium,
      rules({ highRisk: { words: ["CRITICAL"], except: [], severities: ["medium"], then: "stop" } }),
    ],
    [
      "does not fire for a severity that is not listed",
      "09:01",
      {},
      waits("09:30", 1),
      { title: "CRITICAL: disk failure" },
    ],
    [
      "does not fire where the severity has no high-risk methods",
      "09:01",
      {},
      waits("09:30", 1),
      medium,
      rules({}, { medium: policy({ highRisk: [] }) }),
    ],
    [
      "does not fire for a disabled severity",
      "09:01",
      {},
      stops("disabled"),
      medium,
      rules({}, { medium: policy({ enabled: false }) }),
    ],
    ["comes before a tier that is due as well", "09:40", {}, fires("high-risk"), medium],
    [
      "fires for an observable that is seen later",
      "09:20",
      {},
      fires("high-risk"),
      { severity: "medium", observables: [{ dataType: "other", data: "urgent: call back" }] },
    ],
  ])("%s", check);
});

describe("what changes midway", () => {
  test.each<Row>([
    [
      "applies a new severity's policy from the creation time",
      "09:16",
      {},
      fires(1),
      { severity: "critical" },
      rules({}, { critical: policy({ tiers: [{ ...text, after: minutes(15) }] }) }),
    ],
    [
      "keeps fired what fired, by index, under a new severity",
      "09:40",
      { tiersDone: 1 },
      fires(2),
      { severity: "critical" },
      rules(
        {},
        {
          critical: policy({
            tiers: [{ ...text, after: minutes(15) }, { ...ring, after: minutes(30) }, seniors],
          }),
        },
      ),
    ],
    [
      "stops when the new policy has fewer tiers than have fired",
      "10:30",
      { tiersDone: 2 },
      stops("exhausted"),
      {},
      rules({}, { high: policy({ tiers: [text] }) }),
    ],
    [
      "fires a tier added later",
      "10:30",
      { tiersDone: 1 },
      fires(2),
      {},
      rules({}, { high: policy({ tiers: [text, ring] }) }),
    ],
    [
      "moves a pending deadline with the settings",
      "09:20",
      {},
      fires(1),
      {},
      rules({}, { high: policy({ tiers: [{ ...text, after: minutes(20) }] }) }),
    ],
  ])("%s", check);
});

describe("repeats", () => {
  const done = { tiersDone: 3, firings: [fired(1, "09:30"), fired(2, "09:45"), fired(3, "10:00")] };
  test.each<Row>([
    ["does not repeat by default", "10:30", done, stops("exhausted")],
    ["waits for the repeat", "10:29:59.999", done, waits("10:30", 3), {}, repeating(2)],
    ["repeats the last tier while nobody responds", "10:30", done, fires(3, [], 1), {}, repeating(2)],
    [
      "counts a repeat from the one before",
      "10:59",
      { ...done, firings: [...done.firings, fired(3, "10:31", 1)] },
      waits("11:01", 3),
      {},
      repeating(2),
    ],
    [
      "repeats as often as it is told",
      "11:01",
      { ...done, firings: [...done.firings, fired(3, "10:31", 1)] },
      fires(3, [], 2),
      {},
      repeating(2),
    ],
    [
      "then stops",
      "23:00",
      { ...done, firings: [...done.firings, fired(3, "10:31", 1), fired(3, "11:01", 2)] },
      stops("exhausted"),
      {},
      repeating(2),
    ],
    [
      "does not repeat while held",
      "10:40",
      { ...done, hold: held("acknowledged", "11:00") },
      waitsHeld("11:00", "acknowledged", 3),
      {},
      repeating(2),
    ],
  ])("%s", check);

  test("a repeat tells whom the last tier told", () => {
    const decision = evaluate(alert(), record(done), repeating(2), at("10:30"));
    expect(decision).toMatchObject({ kind: "fire", repeat: 1, methods: seniors.notify });
  });
});

test("walking the night minute by minute fires each tier at most once, in order, and never before its deadline", () => {
  const lengths = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
  const gaps = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(lengths, gaps, (after, steps) => {
      const tiers = after
        .sort((a, b) => a - b)
        .map((length) => ({ after: minutes(length), notify: text.notify }));
      const by = rules({}, { high: policy({ tiers }) });
      const told = walk(alert(), by, steps.map(minutes));
      expect(told.map(({ tier }) => tier)).toEqual(
        [...new Set(told.map(({ tier }) => tier))].sort((a, b) => Number(a) - Number(b)),
      );
      for (const { tier, now } of told)
        expect(now).toBeGreaterThanOrEqual(plus(at("09:00"), tiers[Number(tier) - 1]?.after ?? minutes(0)));
    }),
  );
});

test("an ignore is exact: nothing fires inside it, whatever the steps", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 120 }),
      (steps, length) => {
        const hold = {
          kind: "ignored" as const,
          until: plus(at("09:00"), minutes(length)),
          at: at("09:00"),
          by: "U1",
        };
        for (const { now } of walk(alert(), rules(), steps.map(minutes), record({ hold })))
          expect(now).toBeGreaterThanOrEqual(hold.until);
      },
    ),
  );
});

function walk(
  of: Alert,
  by: Rules,
  steps: readonly Duration[],
  start = record(),
): { tier: TierRef; now: Instant }[] {
  let now = at("09:00");
  let current = start;
  return steps.flatMap((step) => {
    now = plus(now, step);
    const decision = evaluate(of, current, by, now);
    if (decision.kind !== "fire") return [];
    current = fire(current, of, decision, false, now).record;
    return [{ tier: decision.tier, now }];
  });
}

function check(...[, now, changes, expected, of = {}, by = rules()]: Row): void {
  expect(evaluate(alert(of), record(changes), by, at(now))).toMatchObject(expected);
}
