import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import { conclude } from "../../../src/engine/outbox/deliver.ts";
import type { Queue } from "../../../src/engine/outbox/queue.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { after, before, days, seconds } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, item, notice, over, record } from "../items/items.ts";
import { handBox } from "./box.ts";

const other = AlertId.parse("~2");
const sending = (change: Partial<Item> = {}) =>
  item({ state: "sending", startedAt: at(31), tries: 1, at: at(31), ...change });
const ringing = (change: Partial<Item> = {}) =>
  sending({ via: "call", state: "sent", ref: "CA1", ...change });

const failedFor = (scope: "person" | "way" | "setup", more: { again?: 5; ref?: string } = {}): Outcome => ({
  state: "failed",
  scope,
  detail: "refused",
  ...(more.again === undefined ? {} : { again: seconds(more.again) }),
  ...(more.ref === undefined ? {} : { ref: more.ref }),
});
const sent: Outcome = { state: "sent", ref: "C1/17.5" };
const delivered: Outcome = { state: "delivered", ref: "SM1" };
const unanswered: Outcome = { state: "unanswered", ref: "CA1", detail: "nobody answered" };
const unknown: Outcome = { state: "unknown", detail: "no answer" };

async function concluded(
  asked: Item,
  outcome: Outcome,
  given: Parameters<typeof handBox>[0] & { queue?: Partial<Queue> } = {},
) {
  const world = handBox({ items: [asked], ...given });
  const queue = Object.assign(queueFor(world.box, asked), { sent: [at(20), at(31)], ...given.queue });
  await conclude(world.box, queue, asked, outcome);
  await world.box.jobs.idle();
  return { ...world, queue, now: world.box.items.get(asked.id) };
}

test.each<[what: string, items: readonly Item[]]>([
  ["is known no more", []],
  ["has ended otherwise", [sending({ state: "dropped" })]],
])("what %s meanwhile has no say", async (_what, items) => {
  const { did } = await concluded(sending(), sent, { items });
  expect(did).toEqual([]);
});

test("an answer that came while the provider was asked is kept", async () => {
  const { now } = await concluded(sending(), sent, { items: [sending({ answeredAt: at(31) })] });
  expect(now).toMatchObject({ state: "sent", answeredAt: at(31) });
});

test.each<[outcome: Outcome, counts: boolean]>([
  [sent, true],
  [failedFor("person"), false],
  [failedFor("person", { ref: "SM1" }), true],
  [unknown, true],
])("%j counts for the limit: %s", async (outcome, counts) => {
  const { queue } = await concluded(sending(), outcome);
  expect(queue.sent).toEqual(counts ? [at(20), at(31)] : [at(20)]);
});

const whole = { until: at(99), setback: "setup", because: { detail: "before" } } as const;
const closed = (lasts: 5 | 20, setback: string) => ({
  until: after(at(31), seconds(lasts)),
  setback,
  because: { detail: "refused", reason: undefined },
});

test.each<[via: Item["via"], outcome: Outcome, closed: object | undefined]>([
  ["sms", failedFor("setup"), closed(20, "setup")],
  ["sms", failedFor("setup", { again: 5 }), closed(5, "struggling")],
  ["sms", failedFor("way"), whole],
  ["sms", failedFor("person", { again: 5 }), whole],
  ["slack", failedFor("way"), whole],
  ["slack", failedFor("way", { again: 5 }), closed(5, "struggling")],
  ["slack", failedFor("person"), closed(20, "person")],
  ["slack", failedFor("setup"), closed(20, "setup")],
  ["sms", sent, undefined],
  ["sms", delivered, undefined],
  ["sms", unknown, whole],
  ["call", unanswered, whole],
])("by %s after %j the way is closed: %j", async (via, outcome, expected) => {
  const { queue } = await concluded(sending({ via }), outcome, { queue: { closed: whole } });
  expect(queue.closed).toEqual(expected);
});

test("what became of it is written in one piece with whoever is told in its stead", async () => {
  const { did, writes, trail, box, now } = await concluded(sending(), failedFor("person"));
  const instead = [...box.items.all()].at(-1);
  expect(instead).toMatchObject({ via: "sms", to: "bob", state: "pending" });
  expect(now).toMatchObject({ state: "failed", detail: "refused" });
  expect(now).not.toHaveProperty("stoodIn");
  expect(writes[0]).toEqual([
    [`item:${now?.id}`, now],
    [`item:${instead?.id}`, instead],
  ]);
  expect(trail).toMatchObject([{ event: "notification.failed", to: "alice" }]);
  expect(did).toEqual([
    `outcome failed ${now?.id}`,
    "told sms failed person",
    `write item:${now?.id} item:${instead?.id}`,
    `write item:${instead?.id}`,
    "wake sms bob",
    `changed ${now?.id}`,
    "wake sms alice",
  ]);
});

test.each<[what: string, asked: Item, outcome: Outcome, now: number, stoodIn: true | undefined]>([
  ["of what struggles for a minute others are told", sending(), unknown, 32, true],
  ["of what struggles for less nobody is told yet", sending(), unknown, 31.9, undefined],
  ["what fails for good is tried no more", sending(), failedFor("person"), 32, undefined],
  ["what rang in vain is tried no more", ringing(), unanswered, 32, undefined],
  ["what went is tried no more", sending(), sent, 32, undefined],
])("others are told while it is still tried: %s", async (_what, asked, outcome, minute, stoodIn) => {
  const { now, written } = await concluded(asked, outcome, { now: minute });
  expect(now?.stoodIn).toBe(stoodIn);
  expect(written(asked.id)).toEqual(now);
});

test("what is still tried is no news", async () => {
  const { trail, done, writes } = await concluded(sending(), unknown);
  expect(trail).toEqual([]);
  expect(done("changed")).toEqual([]);
  expect(writes).toHaveLength(1);
});

test.each<[via: Item["via"], outcome: Outcome, rings: boolean]>([
  ["call", { state: "sent", ref: "CA1" }, true],
  ["sms", { state: "sent", ref: "SM1" }, false],
  ["call", failedFor("person"), false],
])("by %s after %j it rings: %s", async (via, outcome, rings) => {
  const { queue, now, done } = await concluded(sending({ via }), outcome);
  expect(queue.ringing).toBe(rings ? now?.id : undefined);
  expect(done("follow")).toEqual(outcome.state === "sent" ? [now?.id] : []);
});

test("after a call the next may ring", async () => {
  const { queue } = await concluded(ringing(), delivered, { queue: { ringing: ringing().id } });
  expect(queue).toMatchObject({ ringing: undefined, freeFrom: at(31) });
});

const attempts = (to: string, state: Item["state"], ...counts: readonly number[]) =>
  counts.map((attempt) => ringing({ to, attempt, state }));

test.each<[what: string, others: readonly Item[], told: string[]]>([
  [
    "somebody is left to be called",
    [...attempts("alice", "unanswered", 1), ...attempts("bob", "unanswered", 1)],
    [],
  ],
  [
    "the round was called as often as the settings say",
    [...attempts("alice", "unanswered", 1), ...attempts("bob", "unanswered", 1, 2)],
    ["of 4"],
  ],
  [
    "another phone rings still",
    [...attempts("alice", "unanswered", 1), ...attempts("bob", "sent", 1, 2)],
    [],
  ],
])("that nobody answered is said when nobody is left: %s", async (_what, others, told) => {
  const asked = ringing({ attempt: 2 });
  const { done } = await concluded(asked, unanswered, { items: [asked, ...others] });
  expect(done("nobody")).toEqual(told.map((who) => `${who} ${asked.id}`));
});

test("of what fails it is not said that nobody answered", async () => {
  const asked = ringing({ group: undefined });
  expect((await concluded(asked, failedFor("person"))).done("nobody")).toEqual([]);
  expect((await concluded(asked, unanswered)).done("nobody")).toHaveLength(1);
});

const hold = { kind: "acknowledged", until: at(60), at: at(31), by: "U1" } as const;

test.each<[what: string, asked: Item, given: Parameters<typeof concluded>[2], ended: string[]]>([
  [
    "is hung up at once when its alert was taken",
    sending({ via: "call" }),
    { records: [record({ hold })] },
    ["hang up CA1"],
  ],
  [
    "is cancelled at once when everything was paused",
    sending({ via: "call" }),
    { more: { pausedUntil: () => at(60) } },
    ["cancel CA1"],
  ],
  ["goes on while it is wanted", sending({ via: "call" }), {}, []],
  [
    "goes on when a part of it is not wanted",
    sending({ via: "call", about: digestOf(alertId, other) }),
    {},
    [],
  ],
])("a call that begins to ring %s", async (_what, asked, given, ended) => {
  const { did, now } = await concluded(asked, { state: "sent", ref: "CA1" }, given);
  expect(did.filter((one) => one.endsWith(" CA1"))).toEqual(ended);
  expect(now?.state).toBe(ended.length > 0 ? "dropped" : "sent");
});

test("a text that went is not called back", async () => {
  const { now } = await concluded(sending(), sent, { records: [record({ hold })] });
  expect(now?.state).toBe("sent");
});

const card = { channel: "C1", ts: "17.5", stale: true };

test("the first message of an alert is its card", async () => {
  const { box, writes } = await concluded(sending({ via: "slack" }), sent);
  expect(box.watch.get(alertId)?.record.card).toEqual(card);
  expect(writes[0]).toMatchObject([
    [`item:${sending({ via: "slack" }).id}`, {}],
    ["record:~1", { card }],
  ]);
});

test.each<[what: string, asked: Item, outcome: Outcome, records: Parameters<typeof record>[0][]]>([
  ["a text", sending(), sent, [{}]],
  ["what fails for now", sending({ via: "slack" }), failedFor("person"), [{}]],
  [
    "what failed",
    sending({ via: "slack", at: before(at(31), days(8)) }),
    failedFor("person", { ref: "C1/17.5" }),
    [{}],
  ],
  ["the end of a hold", sending({ via: "slack", about: over }), sent, [{}]],
  ["a digest", sending({ via: "slack", about: digestOf(alertId) }), sent, [{}]],
  ["a notice", sending({ via: "slack", about: notice }), sent, [{}]],
  ["what is known no more", sending({ via: "slack" }), sent, []],
  ["a second message", sending({ via: "slack" }), sent, [{ card: { ...card, ts: "16.1" } }]],
])("%s is no card", async (_what, asked, outcome, records) => {
  const { box, writes } = await concluded(asked, outcome, { records: records.map((one) => record(one)) });
  expect(box.watch.get(alertId)?.record.card?.ts).toBe(records[0]?.card?.ts);
  expect(writes.flat().filter(([key]) => key.startsWith("record:"))).toEqual([]);
});
