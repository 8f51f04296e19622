import fc from "fast-check";
import { expect, test } from "vitest";
import { settingsFrom } from "../../src/config/settings-from.ts";
import type { Tree } from "../../src/config/tree.ts";
import { after, type Duration, type Instant, minutes, seconds } from "../../src/lib/time.ts";
import type { ReplayedResponse } from "../../src/simulate/model.ts";
import { walk } from "../../src/simulate/walk.ts";
import type { Alert, AlertId } from "../../src/sla/model.ts";
import { AlertRecord } from "../../src/sla/record.ts";
import { engineWorld } from "../engine/world.ts";

/*
 * The engine at work, with its polls, its timetable and its second look before anybody is told, beside `simulate`.
 * TheHive is looked at on the minute, people press on the half, and deadlines fall in between: nothing ties.
 */

const SPAN = 150;
const HISTORIES = 1000;
// More that fall due at once would be learnt by a poll of their own, between the minutes.
const EACH = 20;

const minute = fc.integer({ min: 1, max: SPAN - 1 });

const policies = fc.record({
  steps: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
  times: fc.integer({ min: 0, max: 2 }),
  every: fc.integer({ min: 1, max: 30 }),
  then: fc.constantFrom("continue", "stop"),
  maxAge: fc.constantFrom("off", "1h30m7s"),
  pause: fc.constantFrom<string[]>([], ["In progress"]),
  warned: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  assigned: fc.integer({ min: 1, max: 30 }),
  closed: fc.integer({ min: 31, max: 80 }),
  calendar: fc.boolean(),
  acknowledgeFor: fc.integer({ min: 1, max: 60 }),
});

const histories = fc.record({
  title: fc.constantFrom("URGENT call", "Beacon"),
  stands: fc.uniqueArray(fc.tuple(minute, fc.constantFrom<Stage>("new", "in-progress", "closed")), {
    maxLength: 3,
    selector: ([at]) => at,
  }),
  presses: fc.uniqueArray(
    fc.tuple(
      minute,
      fc.constantFrom<Press>("ignore", "acknowledge", "resume", "promote", "assign", "close-case"),
      fc.integer({ min: 1, max: 60 }),
    ),
    { maxLength: 5, selector: ([at]) => at },
  ),
});

type Press = "ignore" | "acknowledge" | "resume" | "promote" | "assign" | "close-case";
type World = ReturnType<typeof engineWorld>;
type History = typeof histories extends fc.Arbitrary<infer One> ? One : never;
type Policy = typeof policies extends fc.Arbitrary<infer One> ? One : never;

const statuses = { new: "New", "in-progress": "InProgress", closed: "Ignored" } as const;
type Stage = keyof typeof statuses;

function settingsOf({ steps, times, every, warned = 99, ...more }: Policy): Tree {
  let sum = 0;
  const tiers = steps.map((step) => {
    sum += step;
    return { after: `${sum}m20s`, notify: ["slack"] };
  });
  const warn = warned <= (steps[0] ?? 0) ? { warn: { before: `${warned}m`, notify: ["slack"] } } : {};
  return {
    poll: { every: "1m", maxAge: more.maxAge, pause: more.pause },
    // From half past two on the clock of the calendar rests for a while.
    calendars: { office: { timezone: "UTC", hours: { "mon-sun": "00:00-02:30,03:10-24:00" } } },
    sla: {
      high: {
        tiers,
        repeat: { every: `${every}m`, times },
        highRisk: ["slack"],
        calendar: more.calendar ? "office" : "always",
        ...warn,
      },
    },
    highRisk: { words: ["URGENT"], severities: ["high"], then: more.then },
    cases: { high: { assigned: `${more.assigned}m11s`, closed: `${more.closed}m11s`, notify: ["slack"] } },
    acknowledgeFor: `${more.acknowledgeFor}m9s`,
    storm: { window: "1s", threshold: 100_000 },
    unattended: { every: "off" },
    readiness: { at: "off" },
  };
}

const longer = (length: number) => (minutes(length) + seconds(9)) as Duration;

/** Nobody promotes what somebody else has closed, nor opens it again then. */
function feasible({ stands, ...more }: History): History {
  const isPromoted = more.presses.some(([, press]) => press === "promote");
  return { ...more, stands: isPromoted ? [] : stands };
}

/** What the engine told of each alert, and when. */
async function live(policy: Policy, all: readonly History[]) {
  const soc = engineWorld(settingsOf(policy));
  const alerts = all.map(({ title }, index) => soc.raise(index + 1, { title }));
  await soc.engine.start();
  await soc.settle();
  for (let now = 1; now <= SPAN; now++) {
    await soc.advance(seconds(30));
    for (const [index, { presses }] of all.entries())
      for (const [at, press, length] of presses)
        if (at === now) await pressed(soc, alerts[index], press, length);
    await soc.advance(seconds(30) - 1);
    for (const [index, { stands }] of all.entries())
      for (const [at, stage] of stands) {
        const { id } = alerts[index] ?? expect.fail();
        if (at === now) soc.set(id, { stage, status: statuses[stage] });
      }
    await soc.advance(1);
  }
  return alerts.map((alert) => ({ alert, told: toldOf(soc, alert.id) }));
}

async function pressed(soc: World, alert: Alert | undefined, press: Press, length: number): Promise<void> {
  if (alert === undefined) return;
  const made = soc.cases.get(alert.id);
  const by = { actor: "U1" } as const;
  if (press === "assign" || press === "close-case") {
    if (made === undefined || made.closed) return;
    soc.cases.set(alert.id, press === "assign" ? { ...made, assignee: "alice" } : { ...made, closed: true });
  } else if (press === "ignore") {
    await soc.engine.desk.respond(alert.id, { kind: press, for: longer(length) }, by);
  } else {
    await soc.engine.desk.respond(alert.id, { kind: press }, by);
  }
}

function toldOf(soc: World, id: AlertId): [Instant, unknown][] {
  const { firings, caseWatch } = AlertRecord.parse(soc.values.get(`record:${id}`));
  const steps = (caseWatch?.marks ?? []).filter(({ how }) => how === "told");
  return [
    ...firings.map(({ at, tier }): [Instant, unknown] => [at, tier]),
    ...steps.map(({ at, step }): [Instant, unknown] => [at, `case-${step}`]),
  ];
}

/** The same by `simulate`. */
function simulated(policy: Policy, alert: Alert, { stands, presses }: History) {
  const judged = settingsFrom({ file: settingsOf(policy) }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  const at = (count: number) => after(alert.createdAt, minutes(count));
  const responses = presses
    .toSorted(([one], [other]) => one - other)
    .map(
      ([when, action, length]): ReplayedResponse => ({
        at: after(at(when - 1), seconds(30)),
        alertId: alert.id,
        action,
        by: "alice",
        ...(action === "ignore" ? { for: longer(length) } : {}),
      }),
    );
  const changes = stands
    .toSorted(([one], [other]) => one - other)
    .map(([when, stage]) => ({ at: at(when), alert: { ...alert, stage, status: statuses[stage] } }));
  const request = {
    settings: judged.settings,
    overrides: [],
    channel: "#soc",
    setUp: new Set<never>(),
    to: after(at(SPAN), seconds(1)),
  };
  return walk({ alert, changes }, responses, request).firings.map(({ at: when, tier }) => [when, tier]);
}

test("simulate tells at the same instants of the same tiers as the engine, over a thousand random histories", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      policies,
      fc.array(histories.map(feasible), { minLength: EACH, maxLength: EACH }),
      async (policy, all) => {
        const told = await live(policy, all);
        for (const [index, one] of told.entries()) {
          const history = all[index] ?? expect.fail();
          expect(one.told, JSON.stringify(history)).toEqual(simulated(policy, one.alert, history));
          compared += 1;
        }
      },
    ),
    { numRuns: HISTORIES / EACH, endOnFailure: true },
  );
  expect(compared).toBeGreaterThanOrEqual(HISTORIES);
}, 120_000);
