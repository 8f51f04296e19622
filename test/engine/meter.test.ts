import { expect, test } from "vitest";
import type { Tree } from "../../src/config/tree.ts";
import { HiveError } from "../../src/engine/hive-error.ts";
import type { Meter } from "../../src/engine/meter.ts";
import { minutes, seconds } from "../../src/lib/time.ts";
import { engineWorld, memory } from "./world.ts";

const people = { alice: { phone: "+12025550111" }, bob: { phone: "+12025550112" } };
const rotation = { members: ["alice", "bob"], timezone: "UTC", start: "2026-01-05T09:00", every: "1w" };
const team = (tiers: readonly object[], more: Tree = {}): Tree => ({
  people,
  groups: { oncall: { rotation }, seniors: { members: ["bob"] } },
  sla: { high: { tiers } },
  ...more,
});
const bySms = team([{ after: "30m", notify: ["sms"] }]);
const byCall = team([{ after: "30m", notify: ["call"] }]);

/** The engine with somebody who writes down what it measures. */
function measured(settings: Tree) {
  const told: string[] = [];
  const late: { via: string; late: number }[] = [];
  const polls: boolean[] = [];
  const unwritten: string[] = [];
  const meter: Meter = {
    told: (via, { outcome, reason }) => void told.push(`${via} ${outcome} ${reason}`),
    sent: (via, by) => void late.push({ via, late: by }),
    polled: (ok) => void polls.push(ok),
    unwritten: (what) => void unwritten.push(what),
  };
  return { ...engineWorld(settings, memory(), meter), told, late, polls, unwritten };
}

async function atTheDeadline(settings: Tree, alerts = 1) {
  const soc = measured(settings);
  const ids = Array.from({ length: alerts }, (_, index) => soc.raise(index + 1).id);
  await soc.engine.start();
  await soc.advance(minutes(30));
  return { ...soc, ids };
}

test("a text on time counts as sent, then as delivered, and is not late", async () => {
  const soc = await atTheDeadline(bySms);
  await soc.advance(seconds(10));
  expect(soc.told).toEqual(["sms sent none", "sms delivered none"]);
  expect(soc.late).toEqual([{ via: "sms", late: 0 }]);
});

test("a call that rings in vain, and one that is hung up because somebody took the alert", async () => {
  const soc = await atTheDeadline(byCall);
  soc.phone.ends(1, "unanswered");
  await soc.advance(seconds(10));
  const [id] = soc.ids;
  if (id !== undefined) await soc.engine.desk.respond(id, { kind: "acknowledge" }, { actor: "U1" });
  await soc.settle();
  expect(soc.told).toEqual(["call sent none", "call unanswered none", "call sent none", "call dropped held"]);
  expect(soc.late).toEqual([
    { via: "call", late: 0 },
    { via: "call", late: 0 },
  ]);
});

test("what a limit holds back is postponed once, told together later, and never late", async () => {
  const soc = await atTheDeadline({ ...bySms, limits: { sms: "1 per 15m", call: "3 per 15m" } });
  soc.raise(2, { createdAt: soc.start });
  soc.raise(3, { createdAt: soc.start });
  await soc.advance(minutes(10));
  expect(soc.told.filter((line) => line === "sms postponed rate")).toHaveLength(2);
  await soc.advance(minutes(6));
  expect(soc.told.filter((line) => line === "sms dropped bundled")).toHaveLength(2);
  expect(soc.told.filter((line) => line === "sms sent none")).toHaveLength(2);
  expect(soc.late.filter(({ late }) => late > 1000)).toEqual([]);
});

test("what is held back a second time counts once", async () => {
  const soc = await atTheDeadline({ ...bySms, limits: { sms: "1 per 15m", call: "3 per 15m" } });
  soc.raise(2, { createdAt: soc.start });
  await soc.advance(minutes(14));
  // A test is never held back, and takes the room.
  const tested = soc.engine.desk.test("sms", "alice", "U1");
  await soc.advance(minutes(3));
  await tested;
  expect(soc.phone.sent).toHaveLength(2);
  expect(soc.told.filter((line) => line === "sms postponed rate")).toHaveLength(1);
});

test("a second call waits until the first has ended, and that is no lateness", async () => {
  const soc = await atTheDeadline(byCall);
  soc.raise(2, { createdAt: soc.start });
  await soc.advance(minutes(2));
  expect(soc.phone.sent).toHaveLength(1);
  soc.phone.ends(1, "answered");
  await soc.advance(seconds(10));
  expect(soc.phone.sent).toHaveLength(2);
  expect(soc.late.map(({ late }) => late)).toEqual([0, 0]);
});

test("nobody on call is a failure of its own", async () => {
  const later = { rotation: { ...rotation, start: "2027-01-04T09:00" } };
  const soc = await atTheDeadline({ ...byCall, groups: { oncall: later, seniors: { members: ["bob"] } } });
  expect(soc.told).toContain("call failed nobody");
});

test("a provider that refuses for now, then for good", async () => {
  const soc = measured(bySms);
  soc.raise(1);
  await soc.engine.start();
  let asked = 0;
  soc.phone.script.answer = () =>
    ++asked === 1
      ? { state: "failed", detail: "busy", scope: "setup", again: seconds(5) }
      : { state: "failed", detail: "opted out", scope: "person" };
  await soc.advance(minutes(31));
  expect(soc.told.slice(0, 2)).toEqual(["sms postponed setup", "sms failed person"]);
  expect(soc.late[0]).toEqual({ via: "sms", late: 0 });
});

test("polls and failed writes are counted", async () => {
  const soc = measured(bySms);
  await soc.engine.start();
  await soc.settle();
  expect(soc.polls).toEqual([true]);
  soc.hive.fails = new HiveError("unreachable", "gone");
  soc.trail.broken = true;
  soc.trouble.full = true;
  await soc.advance(minutes(2));
  expect(soc.polls).toEqual([true, false]);
  await soc.engine.journal.write([["k", 1]], []);
  expect(soc.unwritten).toContain("state");
});
