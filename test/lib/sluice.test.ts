import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { sluice } from "../../src/lib/sluice.ts";

test("so many pass in one turn, the others after them and in their order", async () => {
  const pass = sluice(2);
  const passed: number[] = [];
  const all = [1, 2, 3, 4, 5].map((number) => pass().then(() => passed.push(number)));
  await Promise.resolve();
  expect(passed).toEqual([1, 2]);
  await Promise.all(all);
  expect(passed).toEqual([1, 2, 3, 4, 5]);
});

test("who comes while others wait does not overtake them", async () => {
  const pass = sluice(1);
  const passed: string[] = [];
  const note = (name: string) => pass().then(() => passed.push(name));
  const all = [note("first"), note("second")];
  await Promise.all([...all, note("third")]);
  expect(passed).toEqual(["first", "second", "third"]);
});

test("after a turn in which nobody came nobody waits", async () => {
  const pass = sluice(1);
  await pass();
  await setImmediate();
  await setImmediate();
  let isThrough = false;
  void pass().then(() => {
    isThrough = true;
  });
  await Promise.resolve();
  expect(isThrough).toBe(true);
});
