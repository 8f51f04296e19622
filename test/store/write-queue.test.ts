import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { writeQueue } from "../../src/store/write-queue.ts";

/** A queue whose transactions end when told to. */
function queueByHand() {
  const transactions: { entries: [string, unknown][]; end: (error?: Error) => void }[] = [];
  const queue = writeQueue({
    async transaction(job) {
      const entries: [string, unknown][] = [];
      collecting = entries;
      await job();
      await new Promise<void>((resolve, reject) =>
        transactions.push({ entries, end: (error) => (error === undefined ? resolve() : reject(error)) }),
      );
    },
    set: async (key, value) => void collecting.push([key, value]),
  });
  let collecting: [string, unknown][] = [];
  return { queue, transactions };
}

test("what is written in one turn shares a transaction; what comes meanwhile shares the next", async () => {
  const { queue, transactions } = queueByHand();
  const first = [queue.write("a", 1), queue.write("b", 2)];
  await setImmediate();
  const second = [queue.write("c", 3), queue.write("d", 4)];
  await setImmediate();
  expect(transactions.map(({ entries }) => entries)).toEqual([
    [
      ["a", 1],
      ["b", 2],
    ],
  ]);
  transactions[0]?.end();
  await Promise.all(first);
  await setImmediate();
  expect(transactions[1]?.entries).toEqual([
    ["c", 3],
    ["d", 4],
  ]);
  transactions[1]?.end();
  await Promise.all(second);
});

test("a key written twice in one gathering is written once, the later value", async () => {
  const { queue, transactions } = queueByHand();
  const done = [queue.write("a", 1), queue.write("a", 2), queue.write("b", undefined)];
  await setImmediate();
  transactions[0]?.end();
  await Promise.all(done);
  expect(transactions[0]?.entries).toEqual([
    ["a", 2],
    ["b", undefined],
  ]);
});

test("a failed transaction is told to everybody in it, and the next one runs", async () => {
  const { queue, transactions } = queueByHand();
  const lost = [queue.write("a", 1), queue.write("b", 2)].map((write) =>
    write.catch((error) => error.message),
  );
  await setImmediate();
  const next = queue.write("c", 3);
  transactions[0]?.end(new Error("disk full"));
  expect(await Promise.all(lost)).toEqual(["disk full", "disk full"]);
  await setImmediate();
  transactions[1]?.end();
  await next;
});

test("is idle once all is written", async () => {
  const { queue, transactions } = queueByHand();
  await queue.idle();
  const done = queue.write("a", 1);
  let idle = false;
  const waiting = queue.idle().then(() => {
    idle = true;
  });
  await setImmediate();
  expect(idle).toBe(false);
  transactions[0]?.end();
  await Promise.all([done, waiting]);
});
