import { expect, test } from "vitest";
import { type Duration, hours, minutes } from "../../src/lib/time.ts";
import { Calendar, never } from "../../src/sla/calendar.ts";
import { evaluate } from "../../src/sla/evaluate.ts";
import { addRunningTime, observed, standsStill, stoodStill } from "../../src/sla/standstill.ts";
import { alert, at, record, rules } from "./fixtures.ts";

const status = "Waiting for customer";
const stood = (...spans: [from: string, until?: string][]) => ({
  standstills: spans.map(([from, until]) => ({
    from: at(from),
    status,
    ...(until === undefined ? {} : { until: at(until) }),
  })),
});
const office = Calendar.parse({ timezone: "UTC", hours: { mon: "09:00-12:00, 13:00-18:00" } });

type Row = [rule: string, clock: ReturnType<typeof stood>, due: string | "never", hours?: typeof office];

test.each<Row>([
  ["never stood", stood(), "09:30"],
  ["stood for ten minutes", stood(["09:10", "09:20"]), "09:40"],
  ["stood twice", stood(["09:10", "09:20"], ["09:35", "09:50"]), "09:55"],
  ["stood before it began", stood(["08:00", "09:05"]), "09:35"],
  ["stood only from the deadline on", stood(["09:30", "10:00"]), "09:30"],
  ["stood until the deadline's instant", stood(["09:29", "09:30"]), "09:31"],
  [
    "a second standstill reached only because of the first",
    stood(["09:10", "09:20"], ["09:39", "09:59"]),
    "10:00",
  ],
  ["still stands", stood(["09:10"]), "never"],
  ["stands since after the deadline", stood(["09:31"]), "09:30"],
  ["stood over lunch, which does not count anyway", stood(["09:20", "13:10"]), "13:20", office],
])("thirty minutes from 09:00: %s", (_rule, clock, due, by) => {
  const found = addRunningTime(by, at("09:00"), minutes(30), clock);
  expect(found).toBe(due === "never" ? never : at(due));
});

test("what stood still is counted in open hours, up to now, and no earlier than the beginning", () => {
  const clock = stood(["08:30", "09:10"], ["11:50", "13:05"], ["13:30"]);
  expect(stoodStill(undefined, at("09:00"), at("13:40"), clock)).toBe(minutes(10 + 75 + 10));
  expect(stoodStill(office, at("09:00"), at("13:40"), clock)).toBe(minutes(10 + 15 + 10) as Duration);
});

const poll = { open: ["New"], pause: ["waiting-for CUSTOMER"] };
const waiting = alert({ stage: "in-progress", status });

test("the clock stands in a status of poll.pause by any spelling, in no other", () => {
  expect(standsStill(waiting, poll)).toBe(true);
  expect(standsStill(alert(), poll)).toBe(false);
  expect(standsStill(waiting, { ...poll, pause: [] })).toBe(false);
  expect(standsStill(waiting, { ...poll, pause: ["In progress"] })).toBe(true);
});

test("its card, if there is one, has to be drawn anew", () => {
  const card = { channel: "C1", ts: "1.2", stale: false };
  expect(observed(record({ card }), waiting, poll, at("09:10"))?.record.card).toEqual({
    ...card,
    stale: true,
  });
  expect(observed(record(), waiting, poll, at("09:10"))?.record).not.toHaveProperty("card");
});

test("it stops and runs again when that is seen, once, and the trail tells", () => {
  const stopped = observed(record(), waiting, poll, at("09:10"));
  expect(stopped?.record.standstills).toEqual([{ from: at("09:10"), status }]);
  expect(stopped?.events).toMatchObject([{ event: "clock.stopped", actor: "system", detail: { status } }]);
  expect(observed(stopped?.record ?? record(), waiting, poll, at("09:12"))).toBeUndefined();
  const runs = observed(stopped?.record ?? record(), alert(), poll, at("09:25"));
  expect(runs?.record.standstills).toEqual([{ from: at("09:10"), until: at("09:25"), status }]);
  expect(runs?.events).toMatchObject([{ event: "clock.resumed" }]);
  expect(observed(record(), alert(), poll, at("09:12"))).toBeUndefined();
});

test("no tier fires while it stands, a high-risk word does; a repeat waits as well", () => {
  const by = rules({ poll: { ...poll, maxAge: hours(99) } });
  const standing = record(stood(["09:10"]));
  expect(evaluate(waiting, standing, by, at("11:00"))).toEqual({ kind: "stop", why: "standing-still" });
  const urgent = { ...waiting, severity: "medium" as const, title: "URGENT" };
  expect(evaluate(urgent, standing, by, at("11:00"))).toMatchObject({ kind: "fire", tier: "high-risk" });
  const over = record(stood(["09:10", "10:10"]));
  expect(evaluate(alert(), over, by, at("10:29"))).toMatchObject({ kind: "wait", until: at("10:30") });
  expect(evaluate(alert(), over, by, at("10:30"))).toMatchObject({
    kind: "fire",
    tier: 1,
    deadline: at("10:30"),
  });
});
