import { describe, expect, test } from "vitest";
import { iso } from "../../src/lib/time.ts";
import { evaluate } from "../../src/sla/evaluate.ts";
import { fire } from "../../src/sla/fire.ts";
import { accept, decline, type Handed, offerOver, offerTo, takeOver } from "../../src/sla/hand-over.ts";
import type { AlertRecord } from "../../src/sla/record.ts";
import { holdOver, resume } from "../../src/sla/respond.ts";
import { alert, at, record, rules } from "./fixtures.ts";

const heldByAnn = {
  hold: { kind: "acknowledged" as const, until: at("10:00"), at: at("09:00"), by: "UANN" },
};
const offered = (by = "UANN") => ({ offer: { to: "UBOB", by, at: at("09:10"), until: at("09:15") } });
const until = at("10:10");

describe("taking over", () => {
  test.each<[string, Partial<AlertRecord>, object, Handed["say"]]>([
    [
      "from whoever holds it is said",
      heldByAnn,
      { until: iso(until), from: "UANN" },
      { kind: "taken", by: "UBOB", from: "UANN", until },
    ],
    ["what nobody holds is an acknowledgement", {}, { until: iso(until) }, undefined],
    [
      "what one holds oneself only lasts longer",
      { hold: { ...heldByAnn.hold, by: "UBOB" } },
      { until: iso(until) },
      undefined,
    ],
    [
      "a hold that has run out was nobody's",
      { hold: { ...heldByAnn.hold, until: at("09:05") } },
      { until: iso(until) },
      undefined,
    ],
  ])("%s", (_rule, before, detail, say) => {
    const taken = takeOver(record({ ...before, ...offered() }), until, at("09:10"), "UBOB");
    expect(taken.record.hold).toEqual({ kind: "acknowledged", until, at: at("09:10"), by: "UBOB" });
    expect(taken.record.offer).toBeUndefined();
    expect(taken.events).toMatchObject([{ event: "alert.acknowledged", actor: "UBOB", detail }]);
    expect(taken.say).toEqual(say);
  });
});

describe("handing on", () => {
  test.each<[string, Partial<AlertRecord>, string | undefined]>([
    ["the old hold stays for the five minutes and no longer", heldByAnn, "09:15"],
    [
      "a hold that would end sooner lasts the five minutes",
      { hold: { ...heldByAnn.hold, until: at("09:12") } },
      "09:15",
    ],
    ["what nobody holds is nobody's until it is accepted", {}, undefined],
  ])("%s", (_rule, before, ends) => {
    const given = offerTo(record(before), "UBOB", at("09:10"), "UANN");
    expect(given.record.offer).toEqual(offered().offer);
    expect(given.record.hold?.until).toBe(ends && at(ends));
    expect(given.record.hold?.by).toBe(ends && "UANN");
    expect(given.say).toEqual({ kind: "offered", offer: offered().offer });
  });

  test.each<[string, string, string, boolean]>([
    ["the one it was offered to accepts", "UBOB", "09:14:59.999", true],
    ["nobody else does", "UEVE", "09:11", false],
    ["nobody does once the five minutes are over", "UBOB", "09:15", false],
  ])("%s", (_rule, who, now, works) => {
    const accepted = accept(record({ ...heldByAnn, ...offered() }), until, at(now), who);
    expect(accepted !== undefined).toBe(works);
    if (accepted === undefined) return;
    expect(accepted.record).toMatchObject({ hold: { kind: "acknowledged", by: "UBOB", until } });
    expect(accepted.record.offer).toBeUndefined();
    expect(accepted.say).toEqual({ kind: "taken", by: "UBOB", from: "UANN", until });
  });

  test("what is not accepted in time ends the hold, names who did not take it, and the ladder goes on", () => {
    const { record: given } = offerTo(record(heldByAnn), "UBOB", at("09:10"), "UANN");
    expect(holdOver(given, at("09:14:59.999"))).toBeUndefined();
    expect(offerOver(given, at("09:15"))).toBeUndefined();
    const over = holdOver(given, at("09:15"));
    expect(over?.hold).toMatchObject({ by: "UANN", offeredTo: "UBOB" });
    expect(over?.record.offer).toBeUndefined();
    expect(over?.events).toMatchObject([
      { event: "alert.holdOver", detail: { by: "UANN", offeredTo: "UBOB" } },
    ]);
    expect(over && evaluate(alert(), over.record, rules(), at("09:15"))).toMatchObject({
      kind: "wait",
      next: 1,
    });
  });

  test("what nobody held and nobody accepted is said", () => {
    const { record: given } = offerTo(record(), "UBOB", at("09:10"), "UANN");
    expect(offerOver(given, at("09:14"))).toBeUndefined();
    expect(offerOver(given, at("09:15"))).toMatchObject({ say: { kind: "lapsed" } });
  });

  test("what is declined stays with whoever held it for the rest of the five minutes", () => {
    const { record: given } = offerTo(record(heldByAnn), "UBOB", at("09:10"), "UANN");
    const declined = decline(given, at("09:11"), "UBOB");
    expect(declined?.record).toMatchObject({ hold: { by: "UANN", until: at("09:15") } });
    expect(declined?.record.offer).toBeUndefined();
    expect(declined?.say).toMatchObject({ kind: "declined", heldUntil: at("09:15") });
    expect(decline(given, at("09:11"), "UEVE")).toBeUndefined();
  });

  test.each<[string, (given: AlertRecord) => AlertRecord | undefined]>([
    [
      "a firing",
      (given) =>
        fire(
          given,
          alert(),
          { kind: "fire", tier: 1, repeat: 0, deadline: at("09:30"), methods: [], skipped: [] },
          false,
          at("09:30"),
        ).record,
    ],
    ["resuming", (given) => resume(given, at("09:12"), "UANN")?.record],
  ])("%s ends an offer", (_what, act) => {
    const { record: given } = offerTo(record(heldByAnn), "UBOB", at("09:10"), "UANN");
    expect(act(given)?.offer).toBeUndefined();
  });
});
