import { expect, test, vi } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import { send } from "../../../src/engine/outbox/deliver.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { before, type Instant, seconds } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, firing, item, nobody, notice, record, tier } from "../items/items.ts";
import { handBox } from "./box.ts";

const other = AlertId.parse("~2");
const about = (kind: "test" | "taken"): Subject => ({
  kind: "notice",
  name: `${kind}/1`,
  notice: kind === "test" ? { kind, by: "U1" } : { kind, numbers: [1], until: at(60) },
});

/** What the queue and the item look like once the send is over. */
async function delivered(
  one: Item,
  given: Parameters<typeof handBox>[0] = {},
  sent: readonly Instant[] = [],
) {
  const world = handBox({ items: [one], ...given });
  const queue = queueFor(world.box, one);
  queue.sent = [...sent];
  send(world.box, queue, one);
  const during = { state: world.box.items.get(one.id)?.state, underWay: [...queue.underWay] };
  await world.box.jobs.idle();
  return { ...world, queue, during, now: world.box.items.get(one.id) };
}

test("what is sent is on the disk before it goes, and again when the provider has taken it", async () => {
  const { did, during, now, queue, sent, writes } = await delivered(
    item({ notBefore: at(31), limited: true }),
  );
  const { id } = item();
  const sending = { ...item(), state: "sending", startedAt: at(31), tries: 1 };
  expect(during).toEqual({ state: "sending", underWay: [id] });
  expect(sent).toStrictEqual([sending]);
  expect(writes[0]).toStrictEqual([[`item:${id}`, sending]]);
  expect(now).toEqual({ ...sending, state: "sent", ref: "SM1", settledAt: at(31) });
  expect(did).toEqual([
    `write item:${id}`,
    `send ${id}`,
    `outcome sent ${id}`,
    "told sms sent none",
    `write item:${id}`,
    `changed ${id}`,
    `follow ${id}`,
    "wake sms alice",
    "wake sms alice",
  ]);
  expect(queue.underWay.size).toBe(0);
});

test("what comes between while a way gets ready is heeded, as when its client is loaded first", async () => {
  const { box } = handBox();
  const handled = { how: "closed", at: at(31) } as const;
  const ready = async () => void box.watch.change(alertId, record({ handled }));
  const sms = { ...box.ways.sms, ready };
  const { sent, now } = await delivered(item(), { more: { watch: box.watch, ways: { ...box.ways, sms } } });
  expect(sent).toEqual([]);
  expect(now).toMatchObject({ state: "dropped", detail: "handled first" });
});

test.each<[what: string, one: Item, counts: boolean]>([
  ["a text counts for it", item(), true],
  ["a call does", item({ via: "call" }), true],
  ["a test does", item({ about: about("test") }), true],
  ["an answer does not", item({ about: about("taken") }), false],
  ["a message to the channel does not", item({ via: "slack" }), false],
  ["a direct message does not", item({ via: "dm" }), false],
])("the limit, of which what has left its window is forgotten: %s", async (_what, one, counts) => {
  const { queue } = await delivered(one, {}, [at(16), at(17)]);
  expect(queue.sent).toEqual(counts ? [at(17), at(31)] : [at(16), at(17)]);
});

const coded = { takesReplies: true, codeSecret: "secret" };

test.each<[what: string, one: Item, takesReplies: boolean]>([
  ["a text where nobody reads replies", item(), false],
  ["a call", item({ via: "call" }), true],
  ["what cannot be answered", item({ about: notice }), true],
])("%s gets no code", async (_what, one, takesReplies) => {
  const { sent, done } = await delivered(one, { more: { ...coded, takesReplies } });
  expect(sent[0]).not.toHaveProperty("code");
  expect(done("code")).toEqual([]);
});

test("a text that can be answered gets a code before it is written down, and keeps it", async () => {
  const { sent, writes, done } = await delivered(item(), { more: coded });
  const [code] = sent.map((one) => one.code);
  expect(code).toMatch(/^[A-Z2-9]{4}$/);
  expect(writes[0]).toMatchObject([[`item:${item().id}`, { code }]]);
  expect(done("code")).toHaveLength(1);
  const again = await delivered(item({ code: "HAVE" }), { more: coded });
  expect(again.sent[0]?.code).toBe("HAVE");
});

test("with one secret two copies give a text the same code, unless another text has it", async () => {
  const codes = await Promise.all(
    [0, 1].map(async () => (await delivered(item(), { more: coded })).sent[0]?.code ?? ""),
  );
  expect(new Set(codes).size).toBe(1);
  const taken = item({ attempt: 2, code: codes[0] });
  const { sent } = await delivered(item(), { items: [item(), taken], more: coded });
  expect(sent[0]?.code).toMatch(/^[A-Z2-9]{4}$/);
  expect(sent[0]?.code).not.toBe(codes[0]);
});

test("without a secret codes are made by chance", async () => {
  const codes = await Promise.all(
    Array.from(
      { length: 4 },
      async () => (await delivered(item(), { more: { takesReplies: true } })).sent[0]?.code,
    ),
  );
  expect(codes.every((code) => /^[A-Z2-9]{4}$/.test(code ?? ""))).toBe(true);
  expect(new Set(codes).size).toBeGreaterThan(1);
});

test.each<[what: string, paused: boolean, left: Partial<Item>]>([
  ["a pause: it waits, as if it had not been tried", true, { state: "pending", notBefore: at(60), tries: 2 }],
  ["somebody's taking it: it is dropped", false, { state: "dropped", tries: 2 }],
])("what comes between while it is written down is heeded: %s", async (_what, paused, left) => {
  const hold = { kind: "acknowledged", until: at(60), at: at(31), by: "U1" } as const;
  const { now, queue, sent, done } = await delivered(
    item({ tries: 2 }),
    paused ? { more: { pausedUntil: () => at(60) } } : { records: [record({ hold })] },
    [at(20)],
  );
  expect(now).toMatchObject(left);
  expect(sent).toEqual([]);
  expect(queue.sent).toEqual([at(20)]);
  expect(queue.underWay.size).toBe(0);
  expect(done("wake").at(-1)).toBe("sms alice");
});

test("what another copy has told is not sent", async () => {
  const { now, did } = await delivered(item(), {
    find: () => ({ state: "sent", ref: "SM7" }),
    more: { maybeToldSince: async () => at(20) },
  });
  expect(now).toMatchObject({ state: "sent", ref: "SM7" });
  expect(did.filter((one) => one.startsWith("send"))).toEqual([]);
});

test("digests go one in a turn", async () => {
  expect((await delivered(item({ about: digestOf(alertId) }))).done("turn")).toHaveLength(1);
  expect((await delivered(item())).done("turn")).toHaveLength(0);
});

const [five, three] = [seconds(5), seconds(3)];
const firings = [
  { ...firing(1, 31), deadline: before(at(31), five) },
  { ...firing(1, 31, 1), deadline: before(at(31), three) },
  { ...firing(2, 31), deadline: before(at(31), seconds(1)) },
  { ...firing(3, 31), deadline: before(at(31), seconds(1)) },
];

test.each<[what: string, one: Item, late: string[]]>([
  ["a tier counts from its own deadline", item({ at: at(31) }), ["sms 5000"]],
  ["a repeat counts from its own", item({ at: at(31), about: tier(1, 1) }), ["sms 3000"]],
  ["a later tier counts from its own", item({ at: at(31), about: tier(2) }), ["sms 1000"]],
  ["that nobody answered counts from when it was made", item({ at: at(31), about: nobody(0) }), ["sms 0"]],
  ["a notice counts from when it was made", item({ about: notice }), ["sms 60000"]],
  ["what was tried before is not late again", item({ tries: 1 }), []],
  ["what was held back is not late", item({ notBefore: at(31) }), []],
])("how late a send is: %s", async (_what, one, late) => {
  const { done } = await delivered(one, { records: [record({ firings, tiersDone: 3 })] });
  expect(done("late")).toEqual(late);
});

test("an alert that is forgotten meanwhile has no deadline", async () => {
  const { now, done } = await delivered(item(), { records: [record({ alertId: other })] });
  expect(now?.state).toBe("dropped");
  expect(done("late")).toEqual([]);
});

const unspeakable = { state: "failed", detail: "the monitor could not put it into words" };

test.each<[error: Error, left: { state: string; detail: string }]>([
  [new TypeError("cannot read it"), unspeakable],
  [new DOMException("stopped", "AbortError"), unspeakable],
  [Object.assign(new Error("late"), { name: "TimeoutError" }), unspeakable],
  [new DOMException("late", "TimeoutError"), { state: "sending", detail: "no answer in time" }],
])("a way that throws %s leaves it so", async (error, left) => {
  const failing = (): Outcome => {
    throw error;
  };
  const { now, queue } = await delivered(item({ via: "slack" }), { answer: failing });
  expect(now?.detail).toBe(left.detail);
  expect(queue.closed).toBeUndefined();
  const text = await delivered(item(), { answer: failing });
  expect(text.now).toMatchObject(left);
});

test("a provider that hangs is waited for no longer than 45 s", async () => {
  vi.useFakeTimers();
  try {
    const { box } = handBox({ items: [item()], answer: () => new Promise(() => {}) });
    send(box, queueFor(box, item()), item());
    await vi.advanceTimersByTimeAsync(44_500);
    expect(box.items.get(item().id)).not.toHaveProperty("detail");
    await vi.advanceTimersByTimeAsync(1000);
    expect(box.items.get(item().id)).toMatchObject({ state: "sending", detail: "no answer in time" });
  } finally {
    vi.useRealTimers();
  }
});
