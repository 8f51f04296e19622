import { expect, onTestFinished, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { itemKey } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { outbox } from "../../../src/engine/outbox/outbox.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { type Instant, minutes, seconds } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, item, record } from "../items/items.ts";
import { handBox } from "./box.ts";

const other = AlertId.parse("~2");
const third = AlertId.parse("~3");
const records = [record(), record({ alertId: other, number: 2 })];
const tierOf = (id: AlertId): Subject => ({ kind: "tier", alertId: id, tier: 1, repeat: 0 });
const said = (name: string, topic?: string): Subject => ({
  kind: "notice",
  name,
  notice: { kind: "resumed", by: "U1" },
  ...(topic === undefined ? {} : { topic }),
});
const text = item();
const call = item({ via: "call" });

type Given = NonNullable<Parameters<typeof handBox>[0]>;

const confirmation: Subject = {
  kind: "notice",
  name: "one",
  notice: { kind: "test-passed" },
};

/** An outbox over a store that holds these, whose time goes on when it is moved. */
function world(kept: readonly (readonly [key: string, value: unknown])[] = [], given: Given = {}) {
  const made = handBox({ records, ...given });
  const store = { list: async (prefix: string) => kept.filter(([key]) => key.startsWith(prefix)) };
  const { items: _, ...options } = made.box;
  const box = outbox({ ...options, store: store as typeof options.store });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void made.box.timetable.run(stop.signal);
  return {
    ...made,
    outbox: box,
    now: (id: string) => [...box.all()].find((one) => one.id === id),
    went: () => made.sent.map(({ id }) => id),
  };
}

const kept = (...items: readonly Item[]) => items.map((one) => [itemKey(one.id), one] as const);

test("what is added is written and told, and is found by what it is about", async () => {
  const { outbox: box, settle, went, written } = world();
  const notice = item({ about: said("one", "pause"), via: "slack" });
  await box.add([text, notice]);
  expect(written(text.id)).toEqual(text);
  await settle();
  expect(went()).toEqual([text.id, notice.id]);
  expect(box.itemsOf(alertId).map(({ id }) => id)).toEqual([text.id]);
  expect(box.ofTopic("pause").map(({ id }) => id)).toEqual([notice.id]);
  expect([...box.all()].map(({ state }) => state)).toEqual(["sent", "sent"]);
});

/** The states in which items were when whoever waits for them heard of it. */
function heardOf({ outbox: box }: ReturnType<typeof world>, ...items: readonly Item[]) {
  const heard: Item["state"][] = [];
  for (const { id } of items) void box.taken(id).then(({ state }) => heard.push(state));
  return heard;
}

test("whoever waits for an item hears when the provider has taken it, or when it is over", async () => {
  const refused: Outcome = { state: "failed", scope: "person", detail: "no such number" };
  const soc = world([], { answer: ({ via }) => (via === "sms" ? { state: "sent", ref: "SM1" } : refused) });
  const before = heardOf(soc, text, text, call);
  await soc.outbox.add([text, call]);
  await soc.settle();
  expect(before).toEqual(["sent", "sent", "failed"]);
  const later = heardOf(soc, text, call);
  await soc.settle();
  expect(later).toEqual(["sent", "failed"]);
});

test("who waits for what is on its way waits until it is taken", async () => {
  const soc = world(kept(text));
  await soc.outbox.load();
  const heard = heardOf(soc, text);
  await soc.settle();
  expect(heard).toEqual([]);
  soc.outbox.resume();
  await soc.settle();
  expect(heard).toEqual(["sent"]);
});

test("an answer is noted once there is something to answer", async () => {
  const coded = item({ state: "sent", ref: "SM1", code: "AB2" });
  const { outbox: box, now } = world(kept(coded));
  await box.load();
  expect(box.coded()).toEqual([coded]);
  expect(box.answered("another", at(32))).toEqual([]);
  const answered = { ...coded, answeredAt: at(32) };
  expect(box.answered(coded.id, at(32))).toEqual([[itemKey(coded.id), answered]]);
  expect(now(coded.id)).toEqual(answered);
});

test("what was left is read in the order in which it was made, of one moment the channel first, then by name", async () => {
  const items = [
    item({ to: "bob", attempt: 3 }),
    item({ via: "call" }),
    item({ via: "slack" }),
    item({ attempt: 2 }),
    item({ to: "bob", attempt: 2 }),
    item({ via: "call", attempt: 5, at: at(29) }),
  ];
  const [third3, ring, card, first, second, early] = items;
  const { outbox: box } = world(kept(...items));
  await box.load();
  const ordered = [early, card, first, second, third3, ring];
  expect([...box.all()].map(({ id }) => id)).toEqual(ordered.map((one) => one?.id));
});

test("what cannot be read is named, and the rest is taken up", async () => {
  const { outbox: box, now } = world([
    ["item:broken", { ...text, tries: "many" }],
    ...kept(text),
    ["other:1", 1],
  ]);
  expect(await box.load()).toEqual([expect.stringMatching(/^item:broken: .*number/)]);
  expect(now(text.id)).toEqual(text);
  expect([...box.all()]).toHaveLength(1);
});

test.each<[what: string, change: Partial<Item>, goes: boolean]>([
  ["went a minute before the restart leaves no room", { startedAt: at(30), tries: 1 }, false],
  ["never went leaves room", {}, true],
  ["was called back at the last moment leaves room", { startedAt: at(30), tries: 0 }, true],
  ["answered a reply leaves room", { startedAt: at(30), tries: 1, about: confirmation }, true],
])("with a limit of one in a quarter of an hour, a text that %s", async (_what, change, goes) => {
  const before = item({ state: "delivered", attempt: 2, ...change });
  const { outbox: box, settle, went } = world(kept(before), { settings: { limits: { sms: "1 per 15m" } } });
  await box.load();
  await box.add([text]);
  await settle();
  expect(went()).toEqual(goes ? [text.id] : []);
});

test("what went before a restart makes room in the order in which it went, not in which it was made", async () => {
  const before = [
    item({ state: "delivered", attempt: 2, at: at(20), startedAt: at(30), tries: 2 }),
    item({ state: "delivered", attempt: 3, at: at(24), startedAt: at(25), tries: 1 }),
  ];
  const { outbox: box, settle, now } = world(kept(...before), { settings: { limits: { sms: "2 per 15m" } } });
  await box.load();
  await box.add([text]);
  await settle();
  expect(now(text.id)?.notBefore).toBe(at(40));
});

test("after a restart what waits is told, and what is over is not touched", async () => {
  const over = item({ state: "delivered", attempt: 2 });
  const { outbox: box, settle, went, done } = world(kept(text, over));
  await box.load();
  await settle();
  expect(went()).toEqual([]);
  box.resume();
  await settle();
  expect(went()).toEqual([text.id]);
  expect(done("changed")).not.toContain(over.id);
});

test("a change is asked about: of one alert, or of all", async () => {
  for (const id of [alertId, undefined]) {
    const handled = { how: "closed", at: at(30) } as const;
    const waiting = { ...text, notBefore: at(60) };
    const { outbox: box, now, settle } = world(kept(waiting), { records: [record({ handled })] });
    await box.load();
    box.reconsider(id);
    await settle();
    expect(now(text.id)?.state).toBe("dropped");
  }
});

test.each<[what: string, change: Partial<Item>, age: number, isLate: boolean, pausedUntil?: number]>([
  ["waits for a minute", {}, 60_000, false],
  ["waits longer", {}, 60_001, true],
  ["is being sent for longer", { state: "sending" }, 60_001, true],
  ["was sent", { state: "sent" }, 60_001, false],
  ["is over", { state: "failed" }, 60_001, false],
  ["is held back by a limit", { limited: true }, 60_001, false],
  ["waits during a pause", {}, 60_001, false, 32],
  ["waits at the end of a pause", {}, 60_001, true, 31],
  ["waits after a pause", {}, 60_001, true, 30],
])("what %s is late or not", async (_what, change, age, isLate, pausedUntil) => {
  const one = item({ at: (at(31) - age) as Instant, ...change });
  const more = { pausedUntil: () => (pausedUntil === undefined ? undefined : at(pausedUntil)) };
  const { outbox: box } = world(kept(one), { more });
  await box.load();
  expect(box.overdue(at(31))).toEqual(isLate ? [one] : []);
});

const hour = minutes(60);
const day = 24 * hour;
const later = (length: number) => (at(31) + length) as Instant;
const notice = (change: Partial<Item> = {}) =>
  item({ about: said("one"), state: "delivered", settledAt: at(31), ...change });

test.each<[what: string, one: Item, after: number, isGone: boolean]>([
  ["what is told of an alert that is known", item({ state: "delivered" }), 7 * day, false],
  ["what was told of a forgotten one", item({ about: tierOf(third), state: "delivered" }), 0, true],
  ["what waits, of a forgotten one", item({ about: tierOf(third) }), 7 * day, false],
  [
    "a digest of which one alert is known",
    item({ about: digestOf(third, other), state: "delivered" }),
    0,
    false,
  ],
  ["a digest of forgotten ones", item({ about: digestOf(third), state: "delivered" }), 0, true],
  ["a text about no alert, after a day", notice(), day, false],
  ["a text about no alert, after more", notice(), day + 1, true],
  [
    "one that never settled, a day after it was made",
    notice({ settledAt: undefined }),
    day - minutes(1),
    false,
  ],
  ["one that never settled, later", notice({ settledAt: undefined }), day - minutes(1) + 1, true],
  ["a message in the channel, after an hour", notice({ via: "slack", state: "sent" }), hour, false],
  ["a message in the channel, after more", notice({ via: "slack", state: "sent" }), hour + 1, true],
])("what is long over is forgotten: %s", async (_what, one, length, isGone) => {
  const { outbox: box, now } = world(kept(one));
  await box.load();
  expect(box.sweep(later(length))).toEqual(isGone ? [[itemKey(one.id), undefined]] : []);
  expect(now(one.id)).toEqual(isGone ? undefined : one);
});

/** A call that rings, and how the provider says it goes on. */
async function ringing(says: () => Outcome | Promise<Outcome>) {
  const made = handBox();
  const ways = { ...made.box.ways, call: { ...made.box.ways.call, follow: async () => says() } };
  const soc = world(kept(item({ via: "call", state: "sent", ref: "CA1", settledAt: at(31) })), {
    more: { ways },
  });
  await soc.outbox.load();
  soc.outbox.resume();
  return soc;
}

test.each<[line: "taken" | "machine" | "key", keys: number, called: string[]]>([
  ["taken", 0, ["alice"]],
  ["key", 1, ["alice"]],
  ["machine", 0, ["alice", "bob"]],
])("what a call meets is acted on: %s", async (line, keys, called) => {
  const { advance, outbox: box, done } = await ringing(() => ({ state: "sent", ref: "CA1", line }));
  await advance(seconds(2));
  expect(done("key")).toHaveLength(keys);
  expect(box.itemsOf(alertId).map(({ to }) => to)).toEqual(called);
});

test("what a call meets is nothing any more once it was given up", async () => {
  for (const line of ["machine", "key"] as const) {
    const soc = await ringing(async () => {
      soc.box.watch.change(alertId, record({ handled: { how: "closed", at: at(30) } }));
      soc.outbox.reconsider();
      await soc.settle();
      return { state: "sent", ref: "CA1", line };
    });
    await soc.advance(seconds(2));
    await soc.settle();
    expect(soc.done("key")).toEqual([]);
    expect(soc.outbox.itemsOf(alertId).map(({ machine, state }) => [machine, state])).toEqual([
      [undefined, "dropped"],
    ]);
  }
});

test("how a call ended is what becomes of it; a way that cannot be asked says nothing", async () => {
  const { advance, outbox: box } = await ringing(() => ({ state: "delivered", ref: "CA1" }));
  await advance(seconds(2));
  expect(box.itemsOf(alertId).map(({ state }) => state)).toEqual(["delivered"]);
  const { outbox: other, advance: on } = world(kept(item({ state: "sent", ref: "SM1", settledAt: at(31) })));
  await other.load();
  other.resume();
  await on(seconds(2));
  expect(other.itemsOf(alertId).map(({ state }) => state)).toEqual(["sent"]);
});

test("a queue is looked through once for all that comes in one moment", async () => {
  const { outbox: box, box: made } = world();
  const adding = box.add([text, item({ about: tierOf(other) })]);
  await adding;
  expect(made.jobs.names()).toEqual(["outbox sms alice"]);
});

test("queues are looked through one in each turn of the event loop", async () => {
  const { outbox: box, done, box: made } = world();
  const asked: number[] = [];
  await box.add([text, item({ to: "bob" })]);
  for (let turns = 0; turns < 6; turns++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    asked.push(done("confirm").length);
  }
  await made.jobs.idle();
  expect(asked).toContain(1);
  expect(asked.at(-1)).toBe(2);
});
