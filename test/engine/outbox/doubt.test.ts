import { expect, test, vi } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import { lookAt, lookUp } from "../../../src/engine/outbox/doubt.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { after, before, hours, type Instant, seconds } from "../../../src/lib/time.ts";
import { at, item } from "../items/items.ts";
import { handBox } from "./box.ts";

type Found = Outcome | "not-found";

const unknown: Outcome = { state: "unknown", detail: "no answer" };
const now = at(31);
/** Handed to the provider so many seconds ago, and nobody knows whether it took it. */
const inDoubt = (ago: number, change: Partial<Item> = {}) => {
  const startedAt = before(now, seconds(ago)) as Instant;
  return item({ state: "sending", startedAt, at: startedAt, tries: 1, ...change });
};

interface Given {
  others?: readonly Item[];
  nextLook?: Instant;
  underWay?: boolean;
  ledSince?: Instant | undefined;
}

async function looked(one: Item, found: Found, { others = [], nextLook, underWay, ledSince }: Given = {}) {
  const find = vi.fn(
    (_item: Item, _since: number, _isAnothers: (ref: string) => boolean, _ledSince?: Instant) => found,
  );
  const world = handBox({ items: [one, ...others], find, more: { ledSince } });
  const queue = queueFor(world.box, one);
  if (underWay === true) queue.underWay.add(one.id);
  if (nextLook !== undefined) world.box.nextLook.set(one.id, nextLook);
  await lookUp(world.box, queue);
  return { ...world, queue, find, now: world.box.items.get(one.id), next: world.box.nextLook.get(one.id) };
}

test.each<[what: string, one: Item, given: Given, isLooked: boolean]>([
  ["what is in doubt is looked up", inDoubt(1), {}, true],
  ["what is due for a look is looked up", inDoubt(1), { nextLook: now }, true],
  ["what is not due for a look is left", inDoubt(1), { nextLook: after(now, seconds(1)) }, false],
  ["what has its own request under way is left", inDoubt(1), { underWay: true }, false],
  ["what is not yet sent is left", inDoubt(1, { state: "pending" }), {}, false],
  ["what was taken is left", inDoubt(1, { state: "sent" }), {}, false],
])("%s", async (_what, one, given, isLooked) => {
  const { find } = await looked(one, "not-found", given);
  expect(find).toHaveBeenCalledTimes(isLooked ? 1 : 0);
});

test.each<[what: string, ledFor: number | undefined, bound: boolean]>([
  ["began since we lead, it is no call from before", 10, true],
  ["began as we took the lead, likewise", 7, true],
  ["began under another's lead, it may be that one's", 6, false],
  ["began where there is one copy only, it may be any", undefined, false],
])("what %s", async (_what, ledFor, bound) => {
  const ledSince = ledFor === undefined ? undefined : before(now, seconds(ledFor));
  const { find } = await looked(inDoubt(7), "not-found", { ledSince });
  expect(find.mock.lastCall?.[3]).toBe(bound ? ledSince : undefined);
});

test("what is known no more is not looked up", async () => {
  const { box, did } = handBox({ items: [inDoubt(1)] });
  box.items.remove(inDoubt(1).id);
  await lookUp(box, queueFor(box, inDoubt(1)));
  expect(did).toEqual([]);
});

test("it is looked for since it was handed over, and not among what is another item's", async () => {
  const { find } = await looked(inDoubt(7, { ref: "SM1", at: at(29) }), "not-found", {
    others: [item({ attempt: 2, ref: "SM9", state: "sent" })],
  });
  const [, since, isAnothers] = find.mock.lastCall ?? [];
  expect(since).toBe(before(now, seconds(7)));
  expect([isAnothers?.("SM1"), isAnothers?.("SM9")]).toEqual([false, true]);
  const { startedAt: _, ...unstarted } = inDoubt(7);
  expect((await looked(unstarted, "not-found")).find.mock.lastCall?.[1]).toBe(unstarted.at);
});

test.each<[found: Outcome, state: string]>([
  [{ state: "sent", ref: "SM1" }, "sent"],
  [{ state: "delivered", ref: "SM1" }, "delivered"],
  [{ state: "failed", scope: "person", detail: "refused" }, "failed"],
])("what is found as %j has gone so", async (found, state) => {
  const seen = await looked(inDoubt(30), found, { nextLook: now });
  expect(seen.now?.state).toBe(state);
  expect(seen.next).toBeUndefined();
  expect(seen.done("outcome")).toEqual([`${state} ${inDoubt(30).id}`]);
});

test.each<[found: Found, ago: number, next: number]>([
  ["not-found", 0, 5],
  ["not-found", 4, 1],
  ["not-found", 5, 10],
  ["not-found", 15, 10],
  ["not-found", 24, 1],
  [unknown, 4, 1],
  [unknown, 15, 10],
  // Then at growing distances.
  [unknown, 25, 5],
  [unknown, 50, 10],
  [unknown, 100, 20],
  [unknown, 400, 20],
])("on %j after %i s it is looked again in %i s", async (found, ago, next) => {
  const one = inDoubt(ago, { stoodIn: true });
  const seen = await looked(one, found);
  expect(seen.next).toBe(after(now, seconds(next)));
  expect(seen.now).toEqual(one);
  expect(seen.did).toEqual([
    `find ${one.id}`,
    ...(found === "not-found" ? [] : [`outcome unknown ${one.id}`]),
  ]);
});

test("what the provider does not know after a few looks is sent again", async () => {
  const one = inDoubt(25);
  const { now: left, next, written } = await looked(one, "not-found", { nextLook: now });
  expect(left).toEqual({ ...one, state: "pending" });
  expect(written(one.id)).toEqual(left);
  expect(next).toBeUndefined();
});

test("whether it got through is asked as long as it is worth sending, and then it has failed", async () => {
  const old = (ms: number) => inDoubt(30, { at: (before(now, hours(1)) - ms) as Instant, stoodIn: true });
  expect((await looked(old(0), unknown)).now?.state).toBe("sending");
  const { now: left } = await looked(old(1), unknown);
  expect(left).toMatchObject({
    state: "failed",
    detail: "nobody knows whether it got through: no answer",
    reason: { name: "nobody knows whether it got through" },
  });
});

test.each<[what: string, one: Item, told: string[]]>([
  ["after a minute others are told meanwhile", inDoubt(60), ["dm alice", "slack #soc"]],
  ["before that nobody is", inDoubt(59), []],
  ["once is enough", inDoubt(60, { stoodIn: true }), []],
])("in doubt: %s", async (_what, one, told) => {
  const { box, now: left } = await looked(one, unknown);
  const others = [...box.items.all()].filter(({ id }) => id !== one.id);
  expect(others.map(({ via, to }) => `${via} ${to}`)).toEqual(told);
  expect(left?.state).toBe("sending");
});

test.each<[what: string, given: Given, next: Instant | undefined]>([
  ["at once", {}, now],
  ["when its look is due", { nextLook: at(40) }, at(40)],
  ["not while its own request goes on", { nextLook: at(40), underWay: true }, undefined],
])("it is looked up %s", (_what, { nextLook, underWay }, next) => {
  const one = inDoubt(1);
  const { box } = handBox({ items: [one] });
  const queue = queueFor(box, one);
  if (underWay === true) queue.underWay.add(one.id);
  if (nextLook !== undefined) box.nextLook.set(one.id, nextLook);
  expect(lookAt(box, queue, one)).toBe(next);
});
