import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { paced, sifted } from "../../src/lib/paced.ts";

/** How many were done each time that something else got its turn. */
async function turns(count: number, job: () => void, atMost?: number): Promise<number[]> {
  let done = 0;
  const seen: number[] = [];
  const items = Array.from({ length: count }, (_, index) => index);
  let isOver: boolean = false;
  const watching = (async () => {
    while (!isOver) {
      await setImmediate();
      seen.push(done);
    }
  })();
  await paced(
    items,
    () => {
      job();
      done += 1;
    },
    atMost,
  );
  isOver = true;
  await watching;
  return seen;
}

function spend(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test("something else gets its turn after so many", async () => {
  expect(await turns(5, () => {}, 2)).toEqual(expect.arrayContaining([2, 4, 5]));
});

test("it gets it where few take long, too", async () => {
  const seen = await turns(6, () => spend(5));
  expect(seen[0]).toBeLessThanOrEqual(2);
  expect(seen.at(-1)).toBe(6);
});

test("what is quick and leaves nothing to do is done in one go", async () => {
  expect((await turns(3, () => {}))[0]).toBe(3);
});

test("those of which it is so are found, in their order", async () => {
  expect(await sifted([3, 1, 4, 2], (one) => one > 1)).toEqual([3, 4, 2]);
});
