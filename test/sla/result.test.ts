import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../src/lib/time.ts";
import { Calendar } from "../../src/sla/calendar.ts";
import type { AlertRecord, Handled } from "../../src/sla/record.ts";
import { hold } from "../../src/sla/respond.ts";
import { type Result, resultOf, resultText, resultWritten } from "../../src/sla/result.ts";
import { alert, at, fired, policy, record, rules } from "./fixtures.ts";

const office = Calendar.parse({ timezone: "UTC", hours: { "mon-fri": "09:00-09:35,11:00-17:00" } });
const handled = (time: string, how: Handled["how"] = "promoted"): Pick<AlertRecord, "handled"> => ({
  handled: { how, at: at(time), by: "U1" },
});

interface Given {
  record: Partial<AlertRecord>;
  enabled?: boolean;
  calendar?: string;
}

const kept: Result = { kind: "kept" };
const missed = (by: ReturnType<typeof minutes>): Result => ({ kind: "missed", by });
const first = { firings: [fired(1, "09:30")] };
const early = { ...fired(1, "09:30"), at: at("09:10"), by: "U1" };

test.each<[rule: string, given: Given, result: Result | undefined]>([
  ["handled before any tier fired: kept", { record: handled("09:20") }, kept],
  [
    "handled after a tier fired: missed by the time since its deadline",
    { record: { ...handled("09:42"), ...first } },
    missed(minutes(12)),
  ],
  [
    "taken before any tier fired: kept, whenever it was handled",
    { record: { ...handled("10:00"), firings: [fired(1, "09:50")], respondedAt: at("09:40") } },
    kept,
  ],
  [
    "taken after a tier fired: missed until then",
    { record: { ...handled("11:00"), ...first, respondedAt: at("09:33") } },
    missed(minutes(3)),
  ],
  [
    "at the very moment of the deadline: missed",
    { record: { ...handled("09:30"), ...first } },
    missed(minutes(0)),
  ],
  [
    "a high-risk word or a warning is no breach",
    { record: { ...handled("09:42"), firings: [fired("high-risk", "09:01"), fired("at-risk", "09:25")] } },
    kept,
  ],
  [
    "a tier that somebody fired ahead is none before its deadline",
    { record: { ...handled("09:20"), firings: [early] } },
    kept,
  ],
  [
    "a tier that somebody fired ahead is one after it",
    { record: { ...handled("09:40"), firings: [early] } },
    missed(minutes(10)),
  ],
  [
    "of several tiers the first counts",
    { record: { ...handled("10:10"), firings: [fired(1, "09:30"), fired(2, "09:45")] } },
    missed(minutes(40)),
  ],
  [
    "only the hours of the calendar count",
    { record: { ...handled("11:05"), ...first }, calendar: "office" },
    missed(minutes(10)),
  ],
  [
    "while the clock stood still nothing counts",
    {
      record: {
        ...handled("09:42"),
        ...first,
        standstills: [{ from: at("09:32"), until: at("09:39"), status: "Pending" }],
      },
    },
    missed(minutes(5)),
  ],
  ["an alert that waits has none", { record: {} }, undefined],
  ["one that is gone has none", { record: handled("09:20", "deleted") }, undefined],
  [
    "one of a severity that is switched off has none",
    { record: handled("09:20"), enabled: false },
    undefined,
  ],
  [
    "one that was too old when it was first seen has none",
    { record: { ...handled("09:20"), firstSeenAt: (at("09:00") + hours(24 * 8)) as never } },
    undefined,
  ],
])("%s", (_rule, { record: changes, enabled = true, calendar = "always" }, result) => {
  const judgedBy = rules({ calendars: { office } }, { high: policy({ enabled, calendar }) });
  expect(resultOf({ alert: alert(), record: record(changes) }, judgedBy)).toEqual(result);
});

test("whoever takes it first has responded, and who ignores it has not", () => {
  const ignored = hold(record(), "ignored", at("09:30"), at("09:10"), "U1").record;
  expect(ignored.respondedAt).toBeUndefined();
  const taken = hold(ignored, "acknowledged", at("09:50"), at("09:20"), "U1").record;
  expect(hold(taken, "acknowledged", at("10:50"), at("09:40"), "U2").record.respondedAt).toBe(at("09:20"));
});

describe("in words", () => {
  const text = (result: Result, done: Partial<Handled>, who?: string, respondedAt?: string) =>
    resultText(
      result,
      {
        handled: { how: "promoted", at: at("09:42"), ...done },
        ...(respondedAt === undefined ? {} : { respondedAt: at(respondedAt) }),
      },
      who,
      (theirs) => theirs.toUpperCase(),
    );
  test.each([
    [kept, { by: "U1" }, "alice", undefined, "kept. Promoted to a case by ALICE, 2026-03-02 09:42 UTC."],
    [
      missed(minutes(12)),
      { how: "closed" as const, status: "FalsePositive" },
      "bob",
      undefined,
      "missed by 12 min. Closed in TheHive as FALSEPOSITIVE by BOB, 2026-03-02 09:42 UTC.",
    ],
    [
      missed(minutes(0)),
      { how: "imported" as const },
      undefined,
      "09:30",
      "missed by less than a minute. Taken 2026-03-02 09:30 UTC. Made a case in TheHive, 2026-03-02 09:42 UTC.",
    ],
    [
      missed(minutes(135)),
      { how: "in-progress" as const },
      undefined,
      undefined,
      "missed by 2 h 15 min. Taken up in TheHive, 2026-03-02 09:42 UTC.",
    ],
  ])("%j of %j by %s, taken %s: %s", (result, done, who, respondedAt, words) => {
    expect(text(result, done, who, respondedAt)).toBe(words);
  });
});

test("what was written is remembered and audited", () => {
  const due = { text: "kept.", at: at("09:43"), state: "due" } as const;
  const { record: after, events } = resultWritten(record(handled("09:42")), due, at("09:44"));
  expect(after.writtenBack).toEqual({ text: "kept.", at: at("09:44"), state: "written" });
  expect(events).toMatchObject([{ event: "result.written", detail: { text: "kept." } }]);
});
