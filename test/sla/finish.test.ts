import { expect, test } from "vitest";
import { closed, merged } from "../../src/sla/finish.ts";
import type { AlertRecord } from "../../src/sla/record.ts";
import { at, record } from "./fixtures.ts";

const now = at("10:00");
const card = { channel: "C1", ts: "1.2", stale: false };
const before: Partial<AlertRecord> = {
  card,
  unansweredAt: at("09:50"),
  hold: { kind: "ignored", at: at("09:40"), until: at("10:30"), by: "U1" },
};
const base = { at: "2026-03-02T10:00:00.000Z", actor: "U2", alertId: "~1" };

test.each([
  ["with a note", "not ours", { status: "FalsePositive", note: "not ours" }],
  ["without one", undefined, { status: "FalsePositive" }],
])("what was closed %s is over, and the trail says how", (_name, note, detail) => {
  const change = closed(record(before), { status: "FalsePositive", note }, now, "U2");
  expect(change.record).toMatchObject({
    handled: { how: "closed", at: now, by: "U2", status: "FalsePositive" },
    card: { ...card, stale: true },
  });
  expect(change.record).not.toHaveProperty("hold");
  expect(change.record).not.toHaveProperty("unansweredAt");
  expect(change.events).toStrictEqual([{ ...base, event: "alert.closed", detail }]);
});

test("what went into a case is over, and the trail says into which", () => {
  const link = { id: "~9", number: 12 };
  const change = merged(record(before), link, now, "U2");
  expect(change.record).toMatchObject({ handled: { how: "merged", at: now, by: "U2", case: link } });
  expect(change.record).not.toHaveProperty("hold");
  expect(change.events).toStrictEqual([{ ...base, event: "alert.merged", detail: { case: link } }]);
});
