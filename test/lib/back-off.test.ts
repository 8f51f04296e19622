import { expect, test } from "vitest";
import { backOff } from "../../src/lib/back-off.ts";
import { minutes, seconds } from "../../src/lib/time.ts";

test.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 4],
  [6, 32],
  [7, 60],
  [1000, 60],
])("after %i failures in a row it waits %i s", (tries, wait) => {
  expect(backOff(tries)).toBe(seconds(wait));
});

test.each([
  [4, seconds(5), 5],
  [10, minutes(5), 300],
  [9, minutes(5), 256],
])("after %i failures, but never longer than %i ms, it waits %i s", (tries, most, wait) => {
  expect(backOff(tries, most)).toBe(seconds(wait));
});
