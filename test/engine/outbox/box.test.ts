import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { add, enqueue, judge, queueFor, save, waitingIn } from "../../../src/engine/outbox/box.ts";
import { at, item, record } from "../items/items.ts";
import { handBox } from "./box.ts";

const nobodyThere = item({ state: "failed", settledAt: at(30), detail: "nobody is on call in oncall" });

test("people who share a number share their texts' queue, not that of their calls; a channel has its own", () => {
  const { box } = handBox({ more: { sameAs: (via) => `+1 by ${via}` } });
  const ofAlice = queueFor(box, { via: "sms", to: "alice" });
  expect(queueFor(box, { via: "sms", to: "bob" })).toBe(ofAlice);
  expect(ofAlice).toMatchObject({ key: "sms +1 by sms", via: "sms" });
  expect(queueFor(box, { via: "call", to: "bob" }).key).toBe("call +1 by call");
  expect(queueFor(box, { via: "slack", to: "#soc" }).key).toBe("slack #soc");
});

test("whether it is wanted is asked of now, the pause, the alert, and what else was told", () => {
  const { box } = handBox();
  expect(judge(box, item())).toEqual({ kind: "tell" });
  expect(judge({ ...box, pausedUntil: () => at(60) }, item())).toMatchObject({ kind: "wait", until: at(60) });
  const gone = handBox({ records: [] });
  expect(judge(gone.box, item())).toEqual({ kind: "drop", why: "the alert is forgotten" });
  const hold = { kind: "ignored", until: at(31), at: at(30), by: "U1" } as const;
  expect(judge(handBox({ records: [record({ hold })], now: 30 }).box, item()).kind).toBe("drop");
  expect(judge(handBox({ records: [record({ hold })], now: 31 }).box, item()).kind).toBe("tell");
});

test("what is new is written in one piece with what it belongs to, then taken on its way", async () => {
  const { box, did, writes, trail } = handBox();
  const event = { at: "2026-03-03T02:31:00.000Z", event: "tier.fired", actor: "system" } as const;
  const call = item({ via: "call" });
  await add(box, [item(), call], { entries: [["record:~1", 1]], events: [event] });
  expect(writes).toEqual([
    [
      ["record:~1", 1],
      [`item:${item().id}`, item()],
      [`item:${call.id}`, call],
    ],
  ]);
  expect(trail).toEqual([event]);
  expect(did.slice(1)).toEqual(["wake sms alice", "wake call alice"]);
  expect(box.items.get(item().id)).toEqual(item());
});

test("what is known already is left as it is", async () => {
  const sent = item({ state: "sent", ref: "SM1" });
  const { box, did, writes } = handBox({ items: [sent] });
  await add(box, [item()]);
  expect(box.items.get(sent.id)).toBe(sent);
  expect(writes).toEqual([[]]);
  expect(did).toEqual(["write "]);
});

test("that nobody can be told is counted, audited and shown, and waits nowhere", async () => {
  const { box, did, trail } = handBox();
  const { id } = nobodyThere;
  await add(box, [nobodyThere, item({ via: "call" })]);
  expect(trail).toMatchObject([{ event: "notification.failed", via: "sms" }]);
  expect(did).toEqual([
    "told sms failed nobody",
    `write item:${id} item:${item({ via: "call" }).id}`,
    `changed ${id}`,
    "wake call alice",
  ]);
  expect(queueFor(box, nobodyThere).waiting.size).toBe(0);
});

test.each<[change: Partial<Item>, waits: boolean, isHeard: boolean]>([
  [{ state: "pending" }, true, false],
  [{ state: "sending" }, true, false],
  [{ state: "sent" }, true, true],
  [{ state: "delivered" }, false, true],
  [{ state: "dropped" }, false, true],
  [{ state: "sent", via: "slack" }, false, true],
])(
  "an item saved as %o waits in its queue: %s; who waits for it hears of it: %s",
  async (change, waits, isHeard) => {
    const before = item({ ...change, state: "pending" });
    const { box, writes, trail } = handBox({ items: [before] });
    const heard: Item[] = [];
    box.waitingFor.set(before.id, [(one) => heard.push(one)]);
    const now = item(change);
    const event = { at: "2026-03-03T02:31:00.000Z", event: "tier.fired", actor: "system" } as const;
    await save(box, now, { entries: [["record:~1", 1]], events: [event] });
    expect(box.items.get(now.id)).toBe(now);
    expect(writes).toEqual([
      [
        [`item:${now.id}`, now],
        ["record:~1", 1],
      ],
    ]);
    expect(trail).toEqual([event]);
    expect(queueFor(box, now).waiting.has(now.id)).toBe(waits);
    expect(heard).toEqual(isHeard ? [now] : []);
    expect(box.waitingFor.has(now.id)).toBe(!isHeard);
  },
);

test("what nobody waits for is saved all the same", async () => {
  const { box, writes } = handBox({ items: [item()] });
  await save(box, item({ state: "dropped" }));
  expect(writes).toEqual([[[`item:${item().id}`, item({ state: "dropped" })]]]);
});

test.each<[change: Partial<Item>, done: string[], ringing: boolean]>([
  [{ via: "call" }, ["wake call alice"], false],
  [{ via: "call", state: "sending" }, ["wake call alice"], false],
  [{ via: "call", state: "sent" }, ["follow ID", "wake call alice"], true],
  [{ via: "sms", state: "sent" }, ["follow ID", "wake sms alice"], false],
  [{ via: "slack", state: "sent" }, ["changed ID"], false],
])("on its way %o is: %j; it rings: %s", (change, done, rings) => {
  const { box, did } = handBox();
  const one = item(change);
  enqueue(box, one);
  expect(did).toEqual(done.map((what) => what.replace("ID", one.id)));
  expect(queueFor(box, one).ringing).toBe(rings ? one.id : undefined);
});

test("what waits in a queue comes in its order, without what is known no more", () => {
  const [first, second] = [item({ attempt: 2 }), item()];
  const { box } = handBox({ items: [first, second] });
  const queue = queueFor(box, first);
  expect(waitingIn(box, queue)).toEqual([first, second]);
  box.items.remove(first.id);
  expect(waitingIn(box, queue)).toEqual([second]);
});
