import { expect, onTestFinished, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import type { Queue } from "../../../src/engine/outbox/queue.ts";
import { pump } from "../../../src/engine/outbox/turn.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { type Instant, minutes, seconds } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { at, digestOf, item, record } from "../items/items.ts";
import { handBox } from "./box.ts";

const ids = [1, 2, 3].map((number) => AlertId.parse(`~${number}`));
const records = ids.map((alertId, index) => record({ alertId, number: index + 1 }));
const tierOf = (number: number): Subject => ({
  kind: "tier",
  alertId: AlertId.parse(`~${number}`),
  tier: 1,
  repeat: 0,
});
const said = (name: string): Subject => ({ kind: "notice", name, notice: { kind: "resumed", by: "U1" } });
const card = (number: number, change: Partial<Item> = {}) =>
  item({ about: tierOf(number), via: "slack", ...change });
const text = (number: number, change: Partial<Item> = {}) => item({ about: tierOf(number), ...change });
const call = (number: number, change: Partial<Item> = {}) =>
  item({ about: tierOf(number), via: "call", ...change });
const notice = (name: string, change: Partial<Item> = {}) =>
  item({ about: said(name), via: "slack", ...change });

const unknown: Outcome = { state: "unknown", detail: "no answer" };
const busy = { detail: "busy", reason: { name: "queue full" } } as const;

type Given = Parameters<typeof handBox>[0] & { queue?: Partial<Queue> };

/** A queue of these, looked through once; `until`: the time at which it is to be looked through again, in seconds from now. */
async function pumped(items: readonly Item[], { queue: change = {}, ...given }: Given = {}) {
  const world = handBox({ items, records, ...given });
  const [first] = items;
  if (first === undefined) throw new Error("which queue?");
  const queue = queueFor(world.box, first);
  Object.assign(queue, { again: true, isPumping: true, ...change });
  await pump(world.box, queue);
  await world.box.jobs.idle();
  const next = world.box.timetable.nextOf("outbox");
  return {
    ...world,
    queue,
    /** In the order in which they went. */
    went: world.sent.map(({ id }) => id),
    state: ({ id }: Item) => world.box.items.get(id)?.state,
    until: next === undefined ? undefined : (next - world.box.clock.now()) / 1000,
  };
}

test("what is due goes; then the queue rests", async () => {
  const { went, queue, until } = await pumped([text(1)]);
  expect(went).toEqual([text(1).id]);
  expect(queue).toMatchObject({ again: false, isPumping: false });
  expect(until).toBeUndefined();
});

test("a queue that nobody wants looked through is left alone", async () => {
  const { did, queue } = await pumped([text(1)], { queue: { again: false } });
  expect(did).toEqual([]);
  expect(queue.isPumping).toBe(false);
});

test("what comes while a queue is looked through has it looked through again", async () => {
  const world = handBox({
    items: [card(1), card(2)],
    records,
    more: { confirm: async () => void Object.assign(queue, { again: world.done("turn").length < 3 }) },
  });
  const queue = queueFor(world.box, card(1));
  queue.again = true;
  await pump(world.box, queue);
  expect(world.done("turn")).toHaveLength(3);
});

test("when something of ours fails the queue is looked through again ten seconds later", async () => {
  const { box, queue, until, done, advance } = await pumped([text(1)], {
    more: { confirm: () => Promise.reject(new TypeError("a bug")) },
  });
  expect(until).toBe(10);
  expect(queue.isPumping).toBe(false);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void box.timetable.run(stop.signal);
  await advance(seconds(9.999));
  expect(done("wake")).toEqual([]);
  await advance(1);
  expect(done("wake")).toEqual(["sms alice"]);
});

test.each<[what: string, notBefore: number | undefined, goes: boolean]>([
  ["what may go from now on", 31, true],
  ["what may go at any time", undefined, true],
  ["what may go later waits", 32, false],
])("%s", async (_what, minute, goes) => {
  const one = text(1, minute === undefined ? {} : { notBefore: at(minute) });
  const { went, until, done } = await pumped([one]);
  expect(went).toEqual(goes ? [one.id] : []);
  expect(until).toBe(goes ? undefined : 60);
  expect(done("confirm")).toEqual(goes ? ["1"] : []);
});

test("what is sent already, or being sent, is not sent again", async () => {
  const { went, done } = await pumped([text(1, { state: "sent" }), text(2, { state: "sending" })], {
    find: () => unknown,
  });
  expect(went).toEqual([]);
  expect(done("confirm")).toEqual([]);
});

test.each<[what: string, queue: Partial<Queue>, others: Item[]]>([
  ["another rings", { ringing: "another" }, []],
  ["another is being asked for", { underWay: new Set(["another"]) }, []],
  ["nobody knows whether another rings", {}, [call(2, { state: "sending", startedAt: at(31) })]],
])("a call waits, without a time, while %s", async (_what, queue, others) => {
  const { went, until } = await pumped([call(1), ...others], { queue, find: () => unknown });
  expect(went).toEqual([]);
  expect(until).toBe(others.length > 0 ? 5 : undefined);
});

test("a call goes when the way is free", async () => {
  expect((await pumped([call(1)])).went).toEqual([call(1).id]);
});

test("a call that has to wait for a time is looked at then, though another rings", async () => {
  const { until } = await pumped([call(1, { notBefore: at(33) })], { queue: { ringing: "another" } });
  expect(until).toBe(120);
});

test.each<[what: string, items: Item[], queue: Partial<Queue>, until: number | undefined]>([
  ["the first of several", [text(1, { notBefore: at(34) }), text(2, { notBefore: at(33) })], {}, 120],
  ["when a call has gathered", [call(1, { notBefore: at(32) })], { gathersUntil: at(33) }, 120],
  [
    "when the way opens again",
    [text(1, { notBefore: at(32) })],
    { closed: { until: at(34), setback: "setup", because: busy } },
    180,
  ],
  [
    "when what holds one longest is over",
    [text(1, { notBefore: at(35) })],
    { closed: { until: at(34), setback: "setup", because: busy } },
    240,
  ],
  ["when what is in doubt is looked for", [text(1, { state: "sending", startedAt: at(31) })], {}, 5],
  [
    "not for what is under way",
    [text(1, { state: "sending" })],
    { underWay: new Set([text(1).id]) },
    undefined,
  ],
  ["not for what rings", [call(1, { state: "sent" })], {}, undefined],
])("a queue is looked through again: %s", async (_what, items, queue, until) => {
  expect((await pumped(items, { queue, find: () => unknown })).until).toBe(until);
});

test("at its time a queue is woken", async () => {
  const { box, done, advance } = await pumped([text(1, { notBefore: at(32) })]);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void box.timetable.run(stop.signal);
  await advance(minutes(1));
  expect(done("wake")).toEqual(["sms alice"]);
});

test.each<[what: string, until: number, goes: boolean]>([
  ["takes nothing until later", 32, false],
  ["takes something again", 31, true],
])("a text to somebody whose way %s", async (_what, minute, goes) => {
  const closed = { until: at(minute), setback: "setup", because: busy } as const;
  const { went, box } = await pumped([text(1)], { queue: { closed } });
  expect(went).toEqual(goes ? [text(1).id] : []);
  expect(box.items.get(text(1).id)).toMatchObject(
    goes ? { state: "sent" } : { stoodIn: true, notBefore: at(32) },
  );
});

/** The way closes while it is asked whether anybody still wants to hear of it. */
function closing(items: readonly Item[]) {
  const made = { closed: false };
  const given: Given = { records, items };
  const world = handBox({
    ...given,
    more: {
      confirm: async () => {
        made.closed = true;
        queue.closed = { until: at(32), setback: "setup", because: busy };
      },
    },
  });
  const [first] = items;
  if (first === undefined) throw new Error("which queue?");
  const queue = queueFor(world.box, first);
  queue.again = true;
  return { ...world, queue };
}

test.each([
  ["texts", [text(1), text(2)]],
  ["messages in a channel", [card(1), card(2)]],
  ["calls", [call(1), call(2)]],
])("when a way closes meanwhile, others are told of all that wait: %s", async (_what, items) => {
  const { box, queue, sent } = closing(items);
  await pump(box, queue);
  expect(sent).toEqual([]);
  expect(items.map(({ id }) => box.items.get(id)?.stoodIn)).toEqual([true, true]);
});

test("a channel takes one at a time, and is asked about that one alone", async () => {
  const { went, done, until } = await pumped([card(1), card(2), card(3)]);
  expect(went).toEqual([card(1).id]);
  expect(done("confirm")).toEqual(["1"]);
  expect(until).toBeUndefined();
});

test("what nobody wants in a channel makes room for the next at once", async () => {
  const handled = record({ handled: { how: "closed", at: at(30) } });
  const { went, done, state } = await pumped([card(1), card(2)], { records: [handled, ...records.slice(1)] });
  expect(went).toEqual([card(2).id]);
  expect(state(card(1))).toBe("dropped");
  expect(done("confirm")).toEqual(["1", "1"]);
});

const ofTwo = (change: Partial<Item> = {}) =>
  item({ about: digestOf(...ids.slice(0, 2)), via: "slack", ...change });
const doubted = card(1, { state: "sending", startedAt: at(31), attempt: 2 });

test.each<[what: string, items: Item[], first: Item | undefined]>([
  ["an alert before a notice", [notice("one"), card(1)], card(1)],
  ["a notice that came first before the others", [notice("one"), notice("other")], notice("one")],
  ["an alert that came first before the others", [card(2), card(1)], card(2)],
  ["what is urgent before all", [notice("one"), card(1), card(2, { urgent: true })], card(2)],
  ["the first of what is urgent", [card(1), card(2, { urgent: true }), card(3, { urgent: true })], card(2)],
  ["not an alert of which a card may be there already", [card(1), doubted, card(2)], card(2)],
  ["nor a digest with such an alert in it", [ofTwo(), doubted, card(3)], card(3)],
  ["a notice, where alerts have to wait", [card(1), doubted, notice("one")], notice("one")],
  ["what is urgent, whatever may be there", [card(1, { urgent: true }), doubted], card(1)],
  ["nothing, where nothing may", [card(1), doubted], undefined],
])("in a channel there goes %s", async (_what, items, first) => {
  const { went } = await pumped(items, { find: () => unknown });
  expect(went).toEqual(first === undefined ? [] : [first.id]);
});

test("what may be there already is taken up when that is known, and not before", async () => {
  const { until } = await pumped([card(1), doubted], { find: () => unknown });
  expect(until).toBe(5);
});

test("a text waits for no other about the same alert of which nobody knows", async () => {
  const other = text(1, { state: "sending", startedAt: at(31), attempt: 2 });
  const { went } = await pumped([text(1), other], { find: () => unknown });
  expect(went).toEqual([text(1).id]);
});

test("what was dropped while it was asked about is not sent", async () => {
  const world = handBox({
    items: [text(1), text(2)],
    records,
    more: { confirm: async () => world.box.items.put({ ...text(1), state: "dropped" }) },
  });
  const queue = queueFor(world.box, text(1));
  queue.again = true;
  await pump(world.box, queue);
  await world.box.jobs.idle();
  expect(world.sent.map(({ id }) => id)).toEqual([text(2).id]);
  expect(world.done("told")).toEqual(["sms sent none"]);
});

test("what nobody wants any more is dropped, and what is paused is put off", async () => {
  const handled = record({ handled: { how: "closed", at: at(30) } });
  const dropped = await pumped([text(1), text(2)], { records: [handled, ...records.slice(1)] });
  expect(dropped.went).toEqual([text(2).id]);
  expect(dropped.state(text(1))).toBe("dropped");
  const paused = await pumped([text(1)], { more: { pausedUntil: () => at(60) as Instant } });
  expect(paused.went).toEqual([]);
  expect(paused.until).toBe(29 * 60);
});
