import { describe, expect, test } from "vitest";
import { type CaseState, caseMoved, caseSeen, isDone } from "../../src/sla/case-watch.ts";
import type { AlertRecord, CaseMark } from "../../src/sla/record.ts";
import { at, record } from "./fixtures.ts";

const link = { id: "~9", number: 12 };
const now = at("10:00");
const state = (changes: Partial<CaseState> = {}): CaseState => ({ link, closed: false, ...changes });
const mark = (changes: Partial<CaseMark> = {}): CaseMark => ({
  step: "assigned",
  how: "told",
  at: at("09:45"),
  deadline: at("09:45"),
  unconfirmed: false,
  ...changes,
});
const ofCase = (changes: Partial<AlertRecord> = {}) =>
  record({ handled: { how: "promoted", at: at("09:30"), case: link }, ...changes });

test.each([
  ["assigned", state(), false],
  ["assigned", state({ assignee: "ana" }), true],
  ["assigned", state({ closed: true }), true],
  ["closed", state({ assignee: "ana" }), false],
  ["closed", state({ closed: true }), true],
] as const)("%s of %j is done: %s", (step, found, is) => {
  expect(isDone(step, found)).toBe(is);
});

describe("once its case was read", () => {
  const seen = (before: AlertRecord, found: CaseState | undefined) => caseSeen(before, found, now);

  test("nothing is new while it stays as it is", () => {
    expect(seen(ofCase({ caseWatch: { marks: [mark()] } }), state())).toBeUndefined();
    expect(
      seen(ofCase({ caseWatch: { marks: [], severity: "high" } }), state({ severity: "high" })),
    ).toBeUndefined();
  });

  test.each<[string, CaseState | undefined, "closed" | "deleted" | undefined]>([
    ["an open one goes on", state({ severity: "low" }), undefined],
    ["a closed one is over", state({ closed: true }), "closed"],
    ["one that is gone is over", undefined, "deleted"],
  ])("%s", (_name, found, over) => {
    const after = seen(ofCase({ caseWatch: { marks: [mark()] } }), found);
    expect(after?.caseWatch?.over).toBe(over);
    expect(Object.hasOwn(after?.caseWatch ?? {}, "over")).toBe(over !== undefined);
  });

  test("what was told is done from when it is seen, and only that", () => {
    const marks = [mark(), mark({ how: "skipped" }), mark({ doneAt: at("09:50") }), mark({ step: "closed" })];
    const after = seen(ofCase({ caseWatch: { marks } }), state({ assignee: "ana" }));
    expect(after?.caseWatch?.marks.map(({ doneAt }) => doneAt)).toEqual([
      now,
      undefined,
      at("09:50"),
      undefined,
    ]);
  });

  test("its severity is remembered, also while it is not told", () => {
    const before = ofCase({ caseWatch: { marks: [mark()], severity: "low" } });
    expect(seen(before, state({ assignee: "ana" }))?.caseWatch?.severity).toBe("low");
    expect(seen(before, state({ severity: "critical" }))?.caseWatch?.severity).toBe("critical");
  });

  test("which one it is, where only TheHive knows", () => {
    const before = record({ handled: { how: "imported", at: at("09:30") } });
    expect(seen(before, state())?.handled?.case).toEqual(link);
  });
});

test("of another case after two were merged; an alert that was opened again is of none", () => {
  const other = { id: "~10", number: 13 };
  expect(caseMoved(ofCase(), other).handled?.case).toEqual(other);
  expect(caseMoved(record(), other)).not.toHaveProperty("handled");
});
