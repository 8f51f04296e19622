import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import { byPhone } from "../../../src/engine/outbox/by-phone.ts";
import { after, milliseconds } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { at, item, record } from "../items/items.ts";
import { handBox } from "./box.ts";

const ids = [1, 2, 3].map((number) => AlertId.parse(`~${number}`));
const records = ids.map((alertId, index) => record({ alertId, number: index + 1 }));
const test1: Subject = { kind: "notice", name: "test/1", notice: { kind: "test", by: "U1" } };
const heard: Subject = { kind: "notice", name: "heard/1", notice: { kind: "resumed", by: "U1" } };

/** One item for each of so many alerts. */
const told = (count: number, change: Partial<Item> = {}) =>
  ids
    .slice(0, count)
    .map((id) => item({ about: { kind: "tier", alertId: id, tier: 1, repeat: 0 }, ...change }));

interface Given {
  via?: "sms" | "call";
  /** Minutes at which the last ones went; the limit is one per 15 min, unless told. */
  sent?: readonly number[];
  limit?: string;
  now?: number;
  nextAlert?: number;
}

async function byThem(
  items: readonly Item[],
  { via = "sms", sent = [], limit = "1 per 15m", now = 31, nextAlert }: Given = {},
) {
  const world = handBox({ items, records, now, settings: { limits: { [via]: limit } } });
  const { box } = world;
  const queue = queueFor(box, { via, to: "alice" });
  queue.sent = sent.map((minute) => at(minute));
  if (nextAlert !== undefined) box.timetable.at("alert", "~9", at(nextAlert), () => {});
  await byPhone(box, queue, via, items);
  await box.jobs.idle();
  return { ...world, queue, now: items.map(({ id }) => box.items.get(id)) };
}

const abouts = (sent: readonly Item[]) => sent.map(({ about }) => about.kind);

test("texts go one by one while there is room for all", async () => {
  const { sent } = await byThem(told(3), { limit: "3 per 15m" });
  expect(abouts(sent)).toEqual(["tier", "tier", "tier"]);
});

test("where there is room for one, several go as one digest", async () => {
  const { sent, now } = await byThem(told(3), { limit: "2 per 15m" });
  expect(abouts(sent)).toEqual(["digest"]);
  expect(now.map((one) => one?.bundledIn)).toEqual(["D1", "D1", "D1"]);
});

test("what there is no room for waits until there is: counted once each, and shown", async () => {
  const all = [...told(2), item({ limited: true, attempt: 2 })];
  const { sent, now, written, done } = await byThem(all, { sent: [20] });
  expect(sent).toEqual([]);
  expect(now).toEqual(all.map((one) => ({ ...one, notBefore: at(35), limited: true })));
  expect(all.map(({ id }) => written(id))).toEqual(now);
  expect(done("told")).toEqual(["sms postponed rate", "sms postponed rate"]);
  expect(done("changed")).toEqual(all.map(({ id }) => id));
});

test.each<[what: string, one: Partial<Item>, sent: readonly number[], goes: boolean]>([
  ["what is urgent goes beyond the limit, once", { urgent: true }, [25], true],
  ["what is urgent goes beyond the limit no further", { urgent: true }, [25, 26], false],
  ["what somebody waits for goes at once", { about: test1 }, [25, 26], true],
  ["another notice waits for room", { about: heard }, [25], false],
  ["what is not urgent waits for room", {}, [25], false],
  ["there is room again when the last one has left the window", {}, [16], true],
])("%s", async (_what, change, sent, goes) => {
  const world = await byThem([item(change)], { sent });
  expect(world.sent).toHaveLength(goes ? 1 : 0);
});

test("one call at a time: the next waits for its end", async () => {
  const { sent } = await byThem([item({ about: test1, via: "call" }), item({ about: heard, via: "call" })], {
    via: "call",
    limit: "3 per 15m",
  });
  expect(sent.map(({ about }) => about)).toEqual([test1]);
});

test("what waits for room stands before nothing that has it", async () => {
  const [plain, urgent] = [item({ via: "call" }), item({ via: "call", urgent: true, attempt: 2 })];
  const { sent, now } = await byThem([plain, urgent], { via: "call", sent: [25] });
  expect(sent.map(({ id }) => id)).toEqual([urgent.id]);
  expect(now[0]).not.toHaveProperty("limited");
  const later = await byThem([item({ about: heard, via: "call" }), item({ about: test1, via: "call" })], {
    via: "call",
    sent: [25],
  });
  expect(later.sent.map(({ about }) => about)).toEqual([test1]);
});

const call = (change: Partial<Item> = {}) => item({ via: "call", at: at(31), ...change });
const gathering = after(at(31), milliseconds(800));
const minutesOf = (ms: number) => 31 + ms / 60_000;

test.each<[what: string, one: Item, given: Given, goes: boolean]>([
  ["a call waits for an alert that falls due right after it", call(), { nextAlert: minutesOf(500) }, false],
  ["a call waits for one that falls due at the last moment", call(), { nextAlert: minutesOf(800) }, false],
  ["a call waits for none that falls due later", call(), { nextAlert: minutesOf(801) }, true],
  ["a call waits for none where none falls due", call(), {}, true],
  ["a call waits no longer", call(), { nextAlert: minutesOf(700), now: minutesOf(800) }, true],
  ["a call waits up to then", call(), { nextAlert: minutesOf(799), now: minutesOf(799) }, false],
  ["an urgent call waits for nothing", call({ urgent: true }), { nextAlert: minutesOf(500) }, true],
])("%s", async (_what, one, given, goes) => {
  const { sent, queue } = await byThem([one], { via: "call", ...given });
  expect(sent).toHaveLength(goes ? 1 : 0);
  expect(queue.gathersUntil).toBe(goes ? undefined : gathering);
});

test("a text waits for no other", async () => {
  const { sent } = await byThem([item({ at: at(31) })], { nextAlert: minutesOf(500) });
  expect(sent).toHaveLength(1);
});

test("nothing goes where nothing is left", async () => {
  const { did, queue } = await byThem([], { via: "call", nextAlert: minutesOf(500) });
  expect(did).toEqual([]);
  expect(queue.gathersUntil).toBeUndefined();
});
