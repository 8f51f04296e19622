import { expect, test } from "vitest";
import type { Member } from "../../../src/engine/items/subject.ts";
import { firingOf, summed } from "../../../src/engine/outbox/summed.ts";
import type { Watched } from "../../../src/engine/work/watchlist.ts";
import type { Instant } from "../../../src/lib/time.ts";
import type { Severity } from "../../../src/sla/model.ts";
import { at, firing } from "../items/items.ts";
import { entry, sources } from "./sources.ts";

/** Created so many milliseconds after minute 0. */
const of = (number: number, severity: Severity, later = 0) =>
  entry(number, { alert: { severity, createdAt: (at(0) + later) as Instant } });
const member = ({ alert }: Watched, change: Partial<Member> = {}): Member => ({
  alertId: alert.id,
  tier: 1,
  repeat: 0,
  ...change,
});
const sumOf = (...entries: readonly Watched[]) =>
  summed(
    sources(),
    entries.map((one) => ({ member: member(one), entry: one })),
  );

test("nothing is nothing", () => {
  expect(sumOf()).toBeUndefined();
});

test.each<[what: string, Watched[], worst: number, oldest: number]>([
  ["the highest severity", [of(1, "medium"), of(2, "high"), of(3, "low")], 2, 1],
  ["of one severity the oldest", [of(1, "high", 2), of(2, "high", 1), of(3, "high", 3)], 2, 2],
  ["of one moment the first", [of(1, "high"), of(2, "high")], 1, 1],
  ["the severity before the age", [of(1, "critical", 1), of(2, "high", 0)], 1, 2],
])("the worst is %s", (_what, entries, worst, oldest) => {
  const sum = sumOf(...entries);
  expect([sum?.worst.record.number, sum?.oldest.record.number]).toEqual([worst, oldest]);
  expect(sum?.entries).toEqual(entries);
});

test("alerts are grouped by severity and tier, the worst first; one that is in it twice is one", () => {
  const [one, two, three] = [of(1, "high"), of(2, "critical"), of(3, "high")];
  const rows = [
    { member: member(one, { tier: 2 }), entry: one },
    { member: member(three), entry: three },
    { member: member(two), entry: two },
    { member: member(one), entry: one },
  ];
  const sum = summed(sources(), rows);
  expect(sum?.total).toBe(3);
  expect(sum?.groups).toEqual([
    { severity: "critical", tier: 1, count: 1 },
    { severity: "high", tier: 1, count: 2 },
    { severity: "high", tier: 2, count: 1 },
  ]);
});

test("a deadline is missed when each has missed one; unconfirmed is what one of the firings told of was", () => {
  const unsure = { ...firing(1, 30), unconfirmed: true };
  const missed = entry(1, { record: { firings: [firing(1, 10)] } });
  const unread = entry(2, { record: { firings: [{ ...unsure, deadline: at(10) }] } });
  const early = entry(3);
  expect(sumOf(missed, unread)).toMatchObject({ missed: true, unconfirmed: true });
  expect(sumOf(missed)).toMatchObject({ missed: true, unconfirmed: false });
  expect(sumOf(missed, early)).toMatchObject({ missed: false, unconfirmed: false });
  expect(summed(sources(), [{ member: member(unread, { repeat: 1 }), entry: unread }])).toMatchObject({
    unconfirmed: false,
  });
});

test("a firing is known by tier and repeat, and the latest of that kind counts", () => {
  const firings = [firing(1, 10), firing(2, 20), firing(2, 25, 1), firing(1, 50)];
  const { record } = entry(1, { record: { firings } });
  expect(firingOf(record, { tier: 1, repeat: 0 })).toBe(firings[3]);
  expect(firingOf(record, { tier: 2, repeat: 0 })).toBe(firings[1]);
  expect(firingOf(record, { tier: 2, repeat: 1 })).toBe(firings[2]);
  expect(firingOf(record, { tier: 1, repeat: 1 })).toBeUndefined();
});
