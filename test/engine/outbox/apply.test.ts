import { expect, test, vi } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { apply } from "../../../src/engine/outbox/apply.ts";
import { type Box, queueFor } from "../../../src/engine/outbox/box.ts";
import type { Verdict } from "../../../src/engine/outbox/wanted.ts";
import type { Instant } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, item } from "../items/items.ts";
import { handBox } from "./box.ts";

const handled: Verdict = { kind: "drop", why: "handled first" };
const paused: Verdict = { kind: "wait", until: at(60), why: "the monitor is paused" };
const other = AlertId.parse("~2");
const third = AlertId.parse("~3");

/** A call to alice that rings. */
const ringing = (change: Partial<Item> = {}) => item({ via: "call", state: "sent", ref: "CA1", ...change });

async function applied(one: Item, verdict: Verdict, others: readonly Item[] = []) {
  const world = handBox({ items: [one, ...others] });
  const queue = queueFor(world.box, one);
  if (one.state === "sent") queue.ringing = one.id;
  await apply(world.box, one, verdict);
  return { ...world, queue, now: world.box.items.get(one.id) };
}

test("what is to be told is left as it is", async () => {
  const { did, now } = await applied(item(), { kind: "tell" });
  expect(did).toEqual([]);
  expect(now).toEqual(item());
});

test("what has gone on meanwhile is left as it is", async () => {
  const asked = item();
  const { box, did } = handBox({ items: [{ ...asked, state: "sending" }] });
  await apply(box, asked, handled);
  expect(did).toEqual([]);
  expect(box.items.get(asked.id)?.state).toBe("sending");
});

test("what has to wait waits in its queue until then", async () => {
  const { did, now, queue } = await applied(item(), paused);
  expect(now).toEqual({ ...item(), notBefore: at(60), paused: true });
  expect(did).toEqual([`write item:${item().id}`, "wake sms alice"]);
  expect([...queue.waiting]).toEqual([item().id]);
});

test("a text that nobody wants is dropped: the trail says why, and the queue goes on", async () => {
  const { did, now, trail, queue, written } = await applied(item(), handled);
  const dropped = { ...item(), state: "dropped", settledAt: at(31), detail: "handled first" };
  expect(now).toMatchObject(dropped);
  expect(written(item().id)).toMatchObject(dropped);
  expect(trail).toMatchObject([{ event: "notification.dropped", detail: { why: "handled first" } }]);
  expect(did).toEqual([
    "told sms dropped handled",
    `write item:${item().id}`,
    `changed ${item().id}`,
    "wake sms alice",
  ]);
  expect([...queue.waiting]).toEqual([]);
});

test("of a message to the channel that nobody wants the trail says nothing", async () => {
  const { now, trail, written } = await applied(item({ via: "slack" }), handled);
  expect(now?.state).toBe("dropped");
  expect(written(item({ via: "slack" }).id)).toMatchObject({ state: "dropped" });
  expect(trail).toEqual([]);
});

test.each<[what: string, change: Partial<Item>, hungUp: string[]]>([
  ["a call that rings is hung up", {}, ["CA1"]],
  ["a call that has not begun is only dropped", { state: "pending" }, []],
  ["a call that has no name at the provider is only dropped", { ref: undefined }, []],
])("when nobody wants it %s", async (_what, change, hungUp) => {
  const { done } = await applied(ringing(change), handled);
  expect(done("hang up")).toEqual(hungUp);
});

test("once a call is hung up the next may ring; nobody finds it ringing meanwhile", async () => {
  const { box } = handBox({ items: [ringing()] });
  const queue = queueFor(box, ringing());
  queue.ringing = ringing().id;
  let meanwhile: string | undefined;
  const hangUp = async () => {
    meanwhile = box.items.get(ringing().id)?.state;
  };
  await apply({ ...box, ways: { ...box.ways, call: { ...box.ways.call, hangUp } } }, ringing(), handled);
  expect(meanwhile).toBe("dropped");
  expect(queue).toMatchObject({ ringing: undefined, freeFrom: at(31) });
});

test("a provider that cannot hang up keeps nobody from going on", async () => {
  const { box, writes } = handBox({ items: [ringing()] });
  const warned = vi.fn();
  const hangUp = () => Promise.reject(new Error("not there"));
  const ways = { ...box.ways, call: { ...box.ways.call, hangUp } };
  await apply({ ...box, ways, log: Object.assign(box.log, { warn: warned }) }, ringing(), handled);
  expect(warned).toHaveBeenCalledOnce();
  expect(writes).toHaveLength(1);
});

test("a provider that hangs is waited for no longer than 45 s", async () => {
  vi.useFakeTimers();
  try {
    const { box, writes } = handBox({ items: [ringing()] });
    const ways = { ...box.ways, call: { ...box.ways.call, hangUp: () => new Promise<void>(() => {}) } };
    const ended = apply({ ...box, ways }, ringing(), handled);
    await vi.advanceTimersByTimeAsync(44_500);
    expect(writes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(writes).toHaveLength(1);
    await ended;
  } finally {
    vi.useRealTimers();
  }
});

test.each<[whom: string, group: string | undefined, id: string]>([
  ["somebody on call", "oncall", "~1/1/oncall/call/alice/3"],
  ["somebody of no group", undefined, "~1/1/call/alice/3"],
])("a pause ends a call to %s, who is called again after it", async (_whom, group, id) => {
  const one: Item = { ...ringing({ attempt: 2 }), group };
  const { box, done, now, writes } = await pausing(one);
  expect(now).toMatchObject({ state: "dropped", detail: "the monitor is paused" });
  expect(done("cancel")).toEqual(["CA1"]);
  const later = [...box.items.all()].at(-1);
  const held = { state: "pending", notBefore: at(60), paused: true };
  expect(later).toMatchObject({ id, ...held, at: at(31), about: one.about });
  expect(later !== undefined && "group" in later).toBe(group !== undefined);
  // A crash between two writes would have nobody called.
  expect(writes.map((entries) => entries.map(([key]) => key))).toEqual([[`item:${one.id}`, `item:${id}`]]);
});

/** A call that rings while the monitor is paused, unless that is over meanwhile. */
async function pausing(
  one: Item,
  { cancel, until = at(60) }: { cancel?: (box: Box) => Promise<boolean>; until?: Instant | undefined } = {},
) {
  const world = handBox({ items: [one], more: { pausedUntil: () => until } });
  const queue = queueFor(world.box, one);
  queue.ringing = one.id;
  const { call } = world.box.ways;
  const own = cancel === undefined ? {} : { cancel: () => cancel(world.box) };
  await apply({ ...world.box, ways: { ...world.box.ways, call: { ...call, ...own } } }, one, paused);
  return { ...world, queue, now: world.box.items.get(one.id) };
}

test.each<[what: string, cancel: () => Promise<boolean>]>([
  ["somebody has taken it", async () => false],
  ["the provider does not say", () => Promise.reject(new Error("not there"))],
])(
  "a call goes on through a pause when %s: cut off and called again, they would be told twice",
  async (_what, cancel) => {
    const { box, did, now, queue, written } = await pausing(ringing(), { cancel });
    expect(now).toEqual({ ...ringing(), outlasts: true });
    expect(written(ringing().id)).toEqual(now);
    expect(did).toEqual([`follow ${ringing().id}`, `write item:${ringing().id}`]);
    expect([...box.items.all()]).toHaveLength(1);
    expect(queue.ringing).toBe(ringing().id);
  },
);

test("a provider that hangs is asked to cancel for no longer than 45 s", async () => {
  vi.useFakeTimers();
  try {
    const ended = pausing(ringing(), { cancel: () => new Promise<boolean>(() => {}) });
    await vi.advanceTimersByTimeAsync(45_500);
    expect((await ended).now).toEqual({ ...ringing(), outlasts: true });
  } finally {
    vi.useRealTimers();
  }
});

test.each<[what: string, meanwhile: Partial<Item>]>([
  ["nobody wants it any more", { state: "dropped" }],
  ["it has ended", { state: "unanswered" }],
])("of a call that is cancelled nothing follows when %s meanwhile", async (_what, meanwhile) => {
  const cancel = async ({ items }: Box) => {
    items.put({ ...ringing(), ...meanwhile });
    return true;
  };
  const { box, now, writes } = await pausing(ringing(), { cancel });
  expect(now).toEqual({ ...ringing(), ...meanwhile });
  expect([...box.items.all()]).toHaveLength(1);
  expect(writes).toEqual([]);
});

test("a pause that ends while a call is cancelled has it called again at once", async () => {
  const { box } = await pausing(ringing(), { until: at(31) });
  const later = [...box.items.all()].at(-1);
  expect(later).toMatchObject({ attempt: 2, state: "pending" });
  expect(later).not.toHaveProperty("notBefore");
  expect(later).not.toHaveProperty("paused");
});

test("whoever is called again already is not called once more", async () => {
  const again: Item = { ...ringing({ attempt: 2 }), state: "delivered" };
  const { box } = handBox({ items: [ringing(), again] });
  await apply(box, ringing(), paused);
  expect(box.items.get(ringing().id)?.state).toBe("dropped");
  expect(box.items.get(again.id)).toBe(again);
});

const members = digestOf(alertId, other, third);
const itself: Subject = { kind: "tier", alertId: other, tier: 1, repeat: 0 };
const digest = (change: Partial<Item> = {}) => item({ about: members, via: "slack", ...change });
const left = (...ids: readonly AlertId[]): Verdict => ({
  kind: "fewer",
  alerts: ids.map((id) => ({ alertId: id, tier: 1, repeat: 0 })),
});

test("of a digest the rest is told", async () => {
  const { now, did } = await applied(digest(), left(alertId, third));
  expect(now).toEqual({ ...digest(), about: digestOf(alertId, third) });
  expect(did).toEqual([`write item:${digest().id}`, "wake slack #soc"]);
});

test.each<[what: string, one: Item]>([
  ["nothing is left of a digest", digest()],
  ["it is no digest", item()],
])("nothing follows when %s", async (_what, one) => {
  const { did, now } = await applied(one, one.about.kind === "digest" ? left() : left(alertId));
  expect(did).toEqual([]);
  expect(now).toEqual(one);
});

test.each<[whom: string, one: Item, id: string]>([
  ["the channel", digest(), "~2/1/slack/#soc/1"],
  ["somebody", digest({ via: "sms", attempt: 2, urgent: true }), "~2/1/oncall/sms/alice/1"],
])("one alert of a digest for %s is told as itself", async (_whom, one, id) => {
  const { box, now, written, writes } = await applied(one, left(other));
  const gone = { state: "dropped", settledAt: at(31), bundledIn: "D7", detail: "told as itself" };
  expect(now).toMatchObject(gone);
  expect(written(one.id)).toMatchObject(gone);
  const single = box.items.get(id);
  expect(single).toMatchObject({ about: itself, state: "pending", at: at(31) });
  expect(single?.urgent).toBe(one.urgent);
  expect(single !== undefined && "group" in single).toBe("group" in one);
  expect(writes[0]?.map(([key]) => key)).toEqual([`item:${one.id}`, `item:${id}`]);
  expect([...queueFor(box, one).waiting]).toEqual([id]);
});

test("an alert that gave way to the digest is told as itself after all", async () => {
  const before = item({ about: itself, via: "slack", state: "dropped", settledAt: at(30), bundledIn: "D7" });
  const { box, queue, written } = await applied(digest(), left(other), [before]);
  const single = { ...item({ about: itself, via: "slack" }), at: at(31) };
  expect(box.items.get(before.id)).toMatchObject({ state: "pending", at: at(31), tries: 0 });
  expect(box.items.get(before.id)).not.toHaveProperty("bundledIn");
  expect(written(before.id)).toMatchObject({ id: single.id, state: "pending" });
  expect([...queue.waiting]).toEqual([before.id]);
});

test.each(["pending", "sending", "sent", "delivered", "failed", "unanswered"] as const)(
  "an alert that was told as itself before, and is %s, is not told again",
  async (state) => {
    const before = item({ about: itself, via: "slack", state, ref: "C1/1" });
    const { box, now, writes, queue, done } = await applied(digest(), left(other), [before]);
    queue.waiting.delete(before.id);
    expect(now).toMatchObject({ state: "dropped", bundledIn: "D7" });
    expect(writes.flat().map(([key]) => key)).toEqual([`item:${digest().id}`]);
    expect(box.items.get(before.id)).toBe(before);
    expect(done("wake")).toEqual([]);
    expect([...queue.waiting]).toEqual([]);
  },
);
