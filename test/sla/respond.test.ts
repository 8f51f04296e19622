import { describe, expect, test } from "vitest";
import type { Alert } from "../../src/sla/model.ts";
import type { AlertRecord, Handled } from "../../src/sla/record.ts";
import {
  type Change,
  handledElsewhere,
  hold,
  holdOver,
  promoted,
  reopened,
  resume,
  stale,
  unanswered,
} from "../../src/sla/respond.ts";
import { alert, at, held, record } from "./fixtures.ts";

const now = at("09:30");
const until = at("10:00");
const base = { at: "2026-03-02T09:30:00.000Z", alertId: "~1" };
const card = { channel: "C1", ts: "1.2", stale: false };
const link = { id: "~9", number: 9 };
const ignored = held("ignored", "09:30");

describe("a hold", () => {
  test("is kept with who asked for it, when, and until when", () => {
    const { record: after, events } = hold(record(), "ignored", until, now, "U1");
    expect(after.hold).toEqual({ kind: "ignored", until, at: now, by: "U1" });
    expect(events).toStrictEqual([
      { ...base, event: "alert.ignored", actor: "U1", detail: { until: "2026-03-02T10:00:00.000Z" } },
    ]);
  });

  test("is audited by its kind", () => {
    const { events } = hold(record(), "acknowledged", until, now, "U1");
    expect(events.map(({ event }) => event)).toEqual(["alert.acknowledged"]);
  });

  test("stands in for an older one", () => {
    const { record: after } = hold(record({ hold: ignored }), "acknowledged", until, now, "U2");
    expect(after.hold).toEqual({ kind: "acknowledged", until, at: now, by: "U2" });
  });

  test("is a response: that nobody answered is no longer so", () => {
    const { record: after } = hold(record({ unansweredAt: at("09:29") }), "ignored", until, now, "U1");
    expect(after).not.toHaveProperty("unansweredAt");
  });

  test.each<[rule: string, at: string, ends: boolean]>([
    ["ends before its time when somebody wants that", "09:29:59.999", true],
    ["cannot be ended at the instant at which it ends by itself", "09:30", false],
    ["cannot be ended when it is over", "09:30:00.001", false],
  ])("%s", (_, time, ends) => {
    const change = resume(record({ hold: ignored, card }), at(time), "U2");
    if (!ends) return expect(change).toBeUndefined();
    expect(change?.record).toStrictEqual(record({ card: { ...card, stale: true } }));
    expect(change?.events).toMatchObject([{ event: "alert.resumed", actor: "U2", alertId: "~1" }]);
    expect(change?.events[0]).not.toHaveProperty("detail");
  });

  test("cannot be ended where there is none", () => {
    expect(resume(record(), now, "U1")).toBeUndefined();
  });

  test.each<[rule: string, at: string, over: boolean]>([
    ["is not over one millisecond before its end", "09:29:59.999", false],
    ["is over at its end", "09:30", true],
    ["is over after its end", "09:31", true],
  ])("%s", (_, time, over) => {
    const change = holdOver(record({ hold: ignored, card }), at(time));
    if (!over) return expect(change).toBeUndefined();
    expect(change?.record).toStrictEqual(record({ card: { ...card, stale: true } }));
    expect(change?.hold).toEqual(ignored);
    expect(change?.events).toMatchObject([
      { event: "alert.holdOver", actor: "system", alertId: "~1", detail: { kind: "ignored", by: "U1" } },
    ]);
  });

  test("is not over where there was none", () => {
    expect(holdOver(record(), now)).toBeUndefined();
  });
});

test("that nobody answered is remembered with its instant, and audited once", () => {
  const { record: after, events } = unanswered(record({ card, hold: ignored }), now);
  expect(after).toStrictEqual(record({ card: { ...card, stale: true }, hold: ignored, unansweredAt: now }));
  expect(events).toStrictEqual([{ ...base, event: "alert.unanswered", actor: "system" }]);
});

describe("an alert that left the open states", () => {
  const before: Partial<AlertRecord> = { hold: ignored, unansweredAt: at("09:29"), card };
  const over = (change: Change) => {
    expect(change.record).not.toHaveProperty("hold");
    expect(change.record).not.toHaveProperty("unansweredAt");
    expect(change.record.card?.stale).toBe(true);
  };

  test("through us is promoted, by whom and into which case", () => {
    const change = promoted(record(before), link, now, "U1");
    over(change);
    expect(change.record.handled).toStrictEqual({ how: "promoted", at: now, by: "U1", case: link });
    expect(change.events).toStrictEqual([
      { ...base, event: "alert.promoted", actor: "U1", detail: { case: link } },
    ]);
  });

  test.each<[rule: string, found: Partial<Alert> | undefined, expected: Partial<Handled>]>([
    ["is closed", { stage: "closed", status: "FalsePositive" }, { how: "closed", status: "FalsePositive" }],
    [
      "is in progress",
      { stage: "in-progress", status: "Pending" },
      { how: "in-progress", status: "Pending" },
    ],
    [
      "is imported by its stage",
      { stage: "imported", status: "Imported" },
      { how: "imported", status: "Imported" },
    ],
    [
      "is imported when it has a case, whatever its stage says",
      { stage: "new", caseId: "~9" },
      { how: "imported", status: "New" },
    ],
    ["is deleted when TheHive no longer has it", undefined, { how: "deleted" }],
  ])("%s", (_, found, expected) => {
    const change = handledElsewhere(record(before), found && alert(found), now);
    over(change);
    expect(change.record.handled).toStrictEqual({ at: now, ...expected });
    expect(change.events).toStrictEqual([
      { ...base, event: "alert.handled", actor: "system", detail: { at: now, ...expected } },
    ]);
  });

  test("the trail says when TheHive saw somebody take it up", () => {
    const found = alert({
      stage: "closed",
      status: "Ignored",
      inProgressAt: at("09:12"),
      datedAt: at("08:50"),
    });
    expect(handledElsewhere(record(), found, now).events[0]?.detail).toMatchObject({
      how: "closed",
      inProgressAt: "2026-03-02T09:12:00.000Z",
      datedAt: "2026-03-02T08:50:00.000Z",
    });
  });

  test("names its case when that is known", () => {
    const { record: after } = handledElsewhere(record(), alert({ stage: "imported" }), now, link);
    expect(after.handled?.case).toEqual(link);
  });

  test("waits again when it is opened again, and what fired stays fired", () => {
    const handled = { how: "closed" as const, at: at("09:20") };
    const { record: after, events } = reopened(record({ handled, tiersDone: 2, card }), now);
    expect(after).toStrictEqual(record({ tiersDone: 2, reopenedAt: now, card: { ...card, stale: true } }));
    expect(events).toStrictEqual([{ ...base, event: "alert.reopened", actor: "system" }]);
  });
});

test("a card is marked as out of date, and a record without one stays the same object", () => {
  expect(stale(record({ card }))).toStrictEqual(record({ card: { ...card, stale: true } }));
  const bare = record();
  expect(stale(bare)).toBe(bare);
});
