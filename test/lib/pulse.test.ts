import { expect, test } from "vitest";
import { pulse } from "../../src/lib/pulse.ts";
import { type Instant, seconds } from "../../src/lib/time.ts";

test.each<[what: string, felt: readonly number[], hasStopped: boolean]>([
  ["felt never", [], false],
  ["felt as often as it must be", [3000, 6000, 9000], false],
  ["away for a moment longer", [3001], true],
  ["away in the middle, and back since", [1000, 4001, 4002], true],
  ["set back by a clock", [2000, 1000, 3000], false],
])("a process %s", (_what, felt, hasStopped) => {
  const one = pulse(0 as Instant, seconds(3));
  for (const at of felt) one.feel(at as Instant);
  expect(one.hasStopped).toBe(hasStopped);
});
