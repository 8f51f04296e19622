import fc from "fast-check";
import { expect, test } from "vitest";
import { type Instant, minutes } from "../../src/lib/time.ts";
import { replayedAlerts } from "../../src/simulate/alerts-file.ts";
import type { ReplayedAlert, ReplayedResponse, SimulatedSettings, ToldOf } from "../../src/simulate/model.ts";
import { actions } from "../../src/simulate/model.ts";
import { became, respondTo, type Standing } from "../../src/simulate/standing.ts";
import { walk } from "../../src/simulate/walk.ts";
import { evaluateCase } from "../../src/sla/case-deadlines.ts";
import { caseMarked } from "../../src/sla/case-watch.ts";
import { evaluate } from "../../src/sla/evaluate.ts";
import { fire } from "../../src/sla/fire.ts";
import { AlertId } from "../../src/sla/model.ts";
import { newRecord } from "../../src/sla/record.ts";
import { at, row, settings } from "./world.ts";

const SPAN = 240;
const minuteOf = (count: number) => (at("09:00") + count * minutes(1)) as Instant;

/** Asks `evaluate` at every single minute instead of jumping to where something happens. */
function stroll(
  replayed: ReplayedAlert,
  responses: readonly ReplayedResponse[],
  rules: SimulatedSettings,
): [Instant, ToldOf][] {
  const fired: [Instant, ToldOf][] = [];
  const waiting = replayed.alert;
  let standing: Standing = became(
    { alert: waiting, record: newRecord(waiting, 1, waiting.createdAt) },
    waiting,
    waiting.createdAt,
    rules,
  );
  for (let minute = 0; minute < SPAN; minute++) {
    const now = minuteOf(minute);
    for (const change of replayed.changes)
      if (change.at === now) standing = became(standing, change.alert, now, rules);
    for (const response of responses) {
      if (response.at !== now) continue;
      const answer = respondTo(standing, response, waiting, rules);
      if (answer.kind === "done") standing = answer.standing;
    }
    for (;;) {
      if (standing.record.handled !== undefined) break;
      const decision = evaluate(standing.alert, standing.record, rules, now);
      if (decision.kind !== "fire") break;
      const { record } = fire(standing.record, standing.alert, decision, false, now);
      standing = { ...standing, record };
      fired.push([now, decision.tier]);
    }
    const late = lateCase(standing, rules, now);
    if (late !== undefined) {
      standing = { ...standing, record: late.record };
      if (late.step !== undefined) fired.push([now, `case-${late.step}`]);
    }
  }
  return fired;
}

/** Of a case: the last step that is due and not done, asked of the deadlines alone. */
function lateCase({ alert, record, case: made }: Standing, rules: SimulatedSettings, now: Instant) {
  const decision = evaluateCase({ alert, record }, rules, now);
  if (made === undefined || decision.kind !== "due") return undefined;
  const isKept = made.closed || (decision.step === "assigned" && made.assignee !== undefined);
  const { record: marked } = caseMarked(record, decision, isKept ? "met" : "told", now);
  return { record: marked, step: isKept ? undefined : decision.step };
}

const minute = fc.integer({ min: 0, max: SPAN - 1 });
const responses = fc
  .array(
    fc.record({ minute, action: fc.constantFrom(...actions), length: fc.integer({ min: 1, max: 90 }) }),
    {
      maxLength: 6,
    },
  )
  .map((list) =>
    list
      .sort((a, b) => a.minute - b.minute)
      .map(({ minute: when, action, length }) => ({
        at: minuteOf(when),
        alertId: AlertId.parse("~1"),
        action,
        by: "alice",
        for: minutes(length),
      })),
  );
const policies = fc
  .record({
    steps: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
    times: fc.integer({ min: 0, max: 2 }),
    every: fc.integer({ min: 1, max: 40 }),
    then: fc.constantFrom("continue", "stop"),
    maxAge: fc.constantFrom("off", "90m"),
    pause: fc.constantFrom<string[]>([], ["In progress"]),
    warned: fc.option(fc.integer({ min: 0, max: 59 }), { nil: undefined }),
    assigned: fc.integer({ min: 1, max: 60 }),
    closed: fc.integer({ min: 61, max: 120 }),
  })
  .map(({ steps, times, every, then, maxAge, pause, warned, assigned, closed }) => {
    let sum = 0;
    const tiers = steps.map((step) => {
      sum += step;
      return { after: `${sum}m`, notify: ["slack", "sms"] };
    });
    // Shorter than the first tier, and on a minute.
    const [first = 1] = steps;
    const before = warned === undefined || first === 1 ? 0 : 1 + (warned % (first - 1));
    const warn = before === 0 ? {} : { warn: { before: `${before}m`, notify: ["slack"] } };
    return settings({
      poll: { maxAge, pause },
      sla: { medium: { tiers, repeat: { every: `${every}m`, times }, ...warn } },
      highRisk: { words: ["URGENT"], then },
      cases: { medium: { assigned: `${assigned}m`, closed: `${closed}m`, notify: ["sms"] } },
    });
  });
const alerts = fc
  .record({
    title: fc.constantFrom("URGENT call", "Beacon"),
    leaves: fc.option(fc.tuple(fc.constantFrom("Closed", "Imported"), minute), { nil: undefined }),
    taken: fc.option(minute, { nil: undefined }),
  })
  .map(({ title, leaves, taken }) => {
    const gone =
      leaves === undefined
        ? {}
        : { stage: leaves[0], status: leaves[0], [`${leaves[0].toLowerCase()}Date`]: minuteOf(leaves[1]) };
    return row({
      title,
      severity: 2,
      ...(taken === undefined ? {} : { inProgressDate: minuteOf(taken) }),
      ...gone,
    });
  });

test("jumping from instant to instant fires what asking at every minute fires", () => {
  fc.assert(
    fc.property(alerts, policies, responses, (alert, rules, pressed) => {
      const [replayed] = replayedAlerts([alert]).alerts;
      if (replayed === undefined) throw new Error("the alert cannot be read");
      const request = {
        settings: rules,
        overrides: [],
        channel: "#soc",
        setUp: new Set(["sms"] as const),
        to: minuteOf(SPAN),
      };
      const { firings } = walk(replayed, pressed, request);
      expect(firings.map((firing) => [firing.at, firing.tier])).toEqual(stroll(replayed, pressed, rules));
    }),
    { numRuns: 1000 },
  );
});
