import { expect, test } from "vitest";
import { hours, minutes } from "../../src/lib/time.ts";
import { Calendar } from "../../src/sla/calendar.ts";
import { type CaseDecision, type CaseRules, evaluateCase } from "../../src/sla/case-deadlines.ts";
import { type CaseState, caseMarked, caseSeen, isDone } from "../../src/sla/case-watch.ts";
import { type AlertRecord, CaseWatch, type Handled } from "../../src/sla/record.ts";
import { reopened } from "../../src/sla/respond.ts";
import { alert, at, policy, record, rules } from "./fixtures.ts";

const notify = [{ via: "slack" as const }];
const cases: CaseRules["cases"] = {
  high: { assigned: minutes(15), closed: hours(4), notify },
  low: { closed: hours(2), notify },
};
const office = Calendar.parse({ timezone: "UTC", hours: { "mon-fri": "09:00-10:10,11:00-17:00" } });

interface Given {
  handled?: Partial<Handled> | undefined;
  watch?: Partial<CaseWatch>;
  cases?: CaseRules["cases"];
  enabled?: boolean;
  calendar?: string;
}

function ask(
  time: string,
  { handled = {}, watch, cases: own = cases, enabled = true, calendar = "always" }: Given,
): CaseDecision {
  const of = (): AlertRecord["handled"] => ({
    how: "promoted",
    at: at("10:00"),
    case: { id: "~9" },
    ...handled,
  });
  const all = { high: policy({ enabled, calendar }), low: policy({ enabled, calendar }) };
  const judgedBy = { ...rules({ calendars: { office } }, all), cases: own };
  const kept = {
    ...record(),
    handled: of(),
    ...(watch === undefined ? {} : { caseWatch: CaseWatch.parse({ marks: [], ...watch }) }),
  };
  return evaluateCase({ alert: alert(), record: kept }, judgedBy, at(time));
}

const waits = (time: string) => ({ kind: "wait", until: at(time) });
const due = (step: string, deadline: string) => ({
  kind: "due",
  step,
  deadline: at(deadline),
  methods: notify,
});
const mark = (step: "assigned" | "closed", how: "told" | "met" | "skipped" = "told") => ({
  step,
  how,
  at: at("10:15"),
  deadline: at("10:15"),
  unconfirmed: false,
});

test.each<[rule: string, now: string, given: Given, decision: object]>([
  ["waits a millisecond before the deadline", "10:14:59.999", {}, waits("10:15")],
  ["is due at the deadline", "10:15", {}, due("assigned", "10:15")],
  ["is told of a step once", "10:16", { watch: { marks: [mark("assigned")] } }, waits("14:00")],
  [
    "is not told of a step that was done",
    "10:16",
    { watch: { marks: [mark("assigned", "met")] } },
    waits("14:00"),
  ],
  ["of two steps due unseen only the last is told", "15:00", {}, due("closed", "14:00")],
  [
    "rests after the last step",
    "15:00",
    { watch: { marks: [mark("assigned"), mark("closed")] } },
    { kind: "rest" },
  ],
  ["rests once the case is closed", "10:15", { watch: { over: "closed" } }, { kind: "rest" }],
  ["rests once the case is gone", "10:15", { watch: { over: "deleted" } }, { kind: "rest" }],
  ["counts from a case that others made", "10:14", { handled: { how: "imported" } }, waits("10:15")],
  ["counts from a merge", "10:14", { handled: { how: "merged" } }, waits("10:15")],
  ["rests while the alert is of no case", "10:15", { handled: { how: "closed" } }, { kind: "rest" }],
  [
    "rests without a case to read",
    "10:15",
    { handled: { how: "imported", case: undefined } },
    { kind: "rest" },
  ],
  ["rests without a rule for the severity", "10:15", { cases: {} }, { kind: "rest" }],
  ["rests while the severity is switched off", "10:15", { enabled: false }, { kind: "rest" }],
  [
    "goes by the case's own severity once it is known",
    "10:15",
    { watch: { severity: "low" } },
    waits("12:00"),
  ],
  ["counts in the hours of the severity's calendar", "10:15", { calendar: "office" }, waits("11:05")],
  [
    "a later deadline by changed settings is waited for",
    "10:15",
    { cases: { high: { assigned: minutes(20), notify } } },
    waits("10:20"),
  ],
])("a case %s", (_rule, now, given, decision) => {
  expect(ask(now, given)).toMatchObject(decision);
});

const open: CaseState = { link: { id: "~9", number: 12 }, severity: "high", closed: false };
const taken = { ...open, assignee: "ana" };

test.each<[what: string, CaseState, assigned: boolean, closed: boolean]>([
  ["nobody has", open, false, false],
  ["somebody has", taken, true, false],
  ["is closed", { ...open, closed: true }, true, true],
])("a case that %s", (_what, state, assigned, closed) => {
  expect([isDone("assigned", state), isDone("closed", state)]).toEqual([assigned, closed]);
});

const followed = { ...record(), handled: { how: "promoted" as const, at: at("10:00"), case: open.link } };
const told = caseMarked(
  followed,
  { kind: "due", step: "assigned", deadline: at("10:15"), methods: notify, skipped: [] },
  "told",
  at("10:15"),
  true,
);

test("what was told is audited and remembered, with what was passed over", () => {
  expect(told.record.caseWatch?.marks).toEqual([{ ...mark("assigned"), unconfirmed: true }]);
  expect(told.events).toMatchObject([
    { event: "case.overdue", detail: { step: "assigned", case: { number: 12 }, unconfirmed: true } },
  ]);
  const both = caseMarked(
    followed,
    {
      ...{ kind: "due", step: "closed", deadline: at("14:00"), methods: notify },
      skipped: [{ step: "assigned", after: minutes(15), at: at("10:15") }],
    },
    "told",
    at("15:00"),
  );
  expect(both.record.caseWatch?.marks.map(({ step, how }) => [step, how])).toEqual([
    ["assigned", "skipped"],
    ["closed", "told"],
  ]);
});

test("what is found of a case later is noted once", () => {
  const seen = caseSeen(told.record, taken, at("10:20"));
  expect(seen?.caseWatch?.marks).toEqual([{ ...mark("assigned"), unconfirmed: true, doneAt: at("10:20") }]);
  expect(seen?.caseWatch?.severity).toBe("high");
  expect(caseSeen(seen ?? followed, taken, at("10:25"))).toBeUndefined();
  expect(caseSeen(followed, { ...open, closed: true }, at("10:05"))?.caseWatch?.over).toBe("closed");
  expect(caseSeen(followed, undefined, at("10:05"))?.caseWatch?.over).toBe("deleted");
});

test("an alert that is opened again has no case to follow", () => {
  expect(reopened(told.record, at("10:30")).record).not.toHaveProperty("caseWatch");
});
