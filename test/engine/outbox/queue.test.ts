import { expect, test } from "vitest";
import { ended, isTaken, newQueue, noteSent, unsend } from "../../../src/engine/outbox/queue.ts";
import { minutes } from "../../../src/lib/time.ts";
import { at } from "../items/items.ts";

interface Given {
  underWay?: boolean;
  ringing?: boolean;
  inDoubt?: number;
}

test.each<[rule: string, via: "slack" | "dm" | "sms" | "call", given: Given, taken: boolean]>([
  ["a channel on its own is free", "slack", {}, false],
  ["a channel takes one message at a time", "slack", { underWay: true }, true],
  ["a channel waits for nothing that is in doubt", "slack", { inDoubt: 1 }, false],
  ["a person's messages go one at a time", "dm", { underWay: true }, true],
  ["texts wait for nothing", "sms", { underWay: true, inDoubt: 1 }, false],
  ["a phone that does not ring may", "call", {}, false],
  ["a phone that is being dialled is taken", "call", { underWay: true }, true],
  ["a phone that rings is taken", "call", { ringing: true }, true],
  ["a phone that may ring is taken", "call", { inDoubt: 1 }, true],
])("%s", (_rule, via, { underWay = false, ringing = false, inDoubt = 0 }, taken) => {
  const queue = newQueue("key", via);
  if (underWay) queue.underWay.add("one");
  if (ringing) queue.ringing = "one";
  expect(isTaken(queue, inDoubt)).toBe(taken);
});

test("a new queue is free, and goes round for nobody", () => {
  expect(newQueue("key", "call")).toMatchObject({ isPumping: false, again: false, sent: [] });
});

test("what went is remembered for as long as a limit asks", () => {
  const queue = newQueue("key", "sms");
  for (const minute of [1, 2, 15, 16]) noteSent(queue, at(minute), minutes(15));
  expect(queue.sent).toEqual([at(2), at(15), at(16)]);
});

test("what never reached the provider is forgotten, once, and nothing else", () => {
  const queue = newQueue("key", "sms");
  queue.sent = [at(1), at(2), at(2), at(3)];
  unsend(queue, at(2));
  expect(queue.sent).toEqual([at(1), at(2), at(3)]);
  unsend(queue, at(1));
  expect(queue.sent).toEqual([at(2), at(3)]);
  unsend(queue, at(9));
  unsend(queue, undefined);
  expect(queue.sent).toEqual([at(2), at(3)]);
});

test("the end of the call that rings frees the phone; of another call it does not", () => {
  const queue = newQueue("key", "call");
  queue.ringing = "one";
  ended(queue, "other", at(30));
  expect(queue).toMatchObject({ ringing: "one", freeFrom: undefined });
  ended(queue, "one", at(31));
  expect(queue).toMatchObject({ ringing: undefined, freeFrom: at(31) });
});
