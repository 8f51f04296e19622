import { describe, expect, test } from "vitest";
import type { Decision } from "../../src/sla/evaluate.ts";
import { fire } from "../../src/sla/fire.ts";
import type { AlertRecord } from "../../src/sla/record.ts";
import { alert, at, fired, held, record } from "./fixtures.ts";

type Fire = Decision & { kind: "fire" };

const decided = (changes: Partial<Fire> = {}): Fire => ({
  kind: "fire",
  tier: 1,
  repeat: 0,
  deadline: at("09:30"),
  methods: [],
  skipped: [],
  ...changes,
});
const highRisk = decided({ tier: "high-risk", highRisk: { word: "URGENT", where: "title" } });
const warning = decided({ tier: "at-risk", deadline: at("09:25") });
const now = at("09:30:00.001");
const fires = (before: Partial<AlertRecord>, decision: Fire, unconfirmed = false) =>
  fire(record(before), alert(), decision, unconfirmed, now);
const base = { at: "2026-03-02T09:30:00.001Z", actor: "system", alertId: "~1" };

describe("the record after a firing", () => {
  test.each<[rule: string, before: Partial<AlertRecord>, decision: Fire, tiersDone: number]>([
    ["a tier is behind us once it fired", {}, decided(), 1],
    ["tiers passed over are behind us too", {}, decided({ tier: 3, skipped: [1, 2] }), 3],
    [
      "a repeat of the last tier puts nothing more behind us",
      { tiersDone: 3 },
      decided({ tier: 3, repeat: 1 }),
      3,
    ],
    [
      "what was behind us stays there under a policy of fewer tiers",
      { tiersDone: 3 },
      decided({ tier: 2, repeat: 1 }),
      3,
    ],
    ["the high-risk rule puts no tier behind us", {}, highRisk, 0],
    ["the high-risk rule leaves the tiers behind us as they are", { tiersDone: 2 }, highRisk, 2],
    ["a warning puts no tier behind us", {}, warning, 0],
  ])("%s", (_, before, decision, tiersDone) => {
    expect(fires(before, decision).record.tiersDone).toBe(tiersDone);
  });

  test("a firing is remembered after those before it, with its own instant and deadline", () => {
    const before = fired(1, "09:15");
    const { firings } = fires({ firings: [before] }, decided({ tier: 2, repeat: 1 }), true).record;
    expect(firings).toEqual([
      before,
      { tier: 2, repeat: 1, at: now, deadline: at("09:30"), severity: "high", unconfirmed: true },
    ]);
  });

  test("a firing remembers the severity of the alert as it is now", () => {
    const { firings } = fire(record(), alert({ severity: "low" }), decided(), false, now).record;
    expect(firings[0]?.severity).toBe("low");
  });

  test("a hold that has run out goes, and so does what was said about nobody answering", () => {
    const after = fires({ hold: held("ignored", "09:20"), unansweredAt: at("09:25") }, decided()).record;
    expect(after).not.toHaveProperty("hold");
    expect(after).not.toHaveProperty("unansweredAt");
  });

  test("the high-risk word is kept with the instant of its firing", () => {
    expect(fires({}, highRisk).record.highRisk).toEqual({ word: "URGENT", where: "title", at: now });
  });

  test("a tier after the high-risk rule leaves the word as it is", () => {
    const known = { word: "URGENT", where: "title", at: at("09:00") };
    expect(fires({ highRisk: known }, decided()).record.highRisk).toEqual(known);
    expect(fires({}, decided()).record).not.toHaveProperty("highRisk");
  });

  test("a card no longer shows the truth; where there is none, none comes", () => {
    const card = { channel: "C1", ts: "1.2", stale: false };
    expect(fires({ card }, decided()).record.card).toEqual({ ...card, stale: true });
    expect(fires({}, decided()).record).not.toHaveProperty("card");
  });

  test("the record that was given stays as it was", () => {
    const before = record({ hold: held("ignored", "09:20") });
    fire(before, alert(), decided(), false, now);
    expect(before).toEqual(record({ hold: held("ignored", "09:20") }));
  });
});

describe("what is audited of a firing", () => {
  test.each<[rule: string, decision: Fire, unconfirmed: boolean, events: object[]]>([
    ["a tier", decided(), false, [{ ...base, event: "tier.fired", tier: 1 }]],
    [
      "each tier passed over, before the one that fired",
      decided({ tier: 3, skipped: [1, 2] }),
      false,
      [
        { ...base, event: "tier.skipped", tier: 1 },
        { ...base, event: "tier.skipped", tier: 2 },
        { ...base, event: "tier.fired", tier: 3 },
      ],
    ],
    [
      "a repeat, and which",
      decided({ repeat: 1 }),
      false,
      [{ ...base, event: "tier.fired", tier: 1, detail: { repeat: 1 } }],
    ],
    [
      "that TheHive could not be asked",
      decided({ repeat: 2 }),
      true,
      [{ ...base, event: "tier.fired", tier: 1, detail: { repeat: 2, unconfirmed: true } }],
    ],
    [
      "the high-risk word and where it stood",
      highRisk,
      false,
      [{ ...base, event: "highRisk.fired", tier: "high-risk", detail: { word: "URGENT", where: "title" } }],
    ],
    [
      "the high-risk word when TheHive could not be asked",
      highRisk,
      true,
      [
        {
          ...base,
          event: "highRisk.fired",
          tier: "high-risk",
          detail: { word: "URGENT", where: "title", unconfirmed: true },
        },
      ],
    ],
    ["a warning, which is no tier", warning, false, [{ ...base, event: "alert.atRisk", tier: "at-risk" }]],
  ])("%s", (_, decision, unconfirmed, events) => {
    expect(fires({}, decision, unconfirmed).events).toStrictEqual(events);
  });
});

test.each([
  ["at its deadline", now, undefined],
  ["a moment before it", ((now as number) + 1) as typeof now, { deadline: "2026-03-02T09:30:00.002Z" }],
] as const)("that a tier fired ahead of its time is told, fired %s", (_name, deadline, detail) => {
  expect(fires({}, decided({ deadline })).events[0]?.detail).toEqual(detail);
});
