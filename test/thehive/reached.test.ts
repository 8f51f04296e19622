import { describe, expect, test } from "vitest";
import type { Instant } from "../../src/lib/time.ts";
import { newer, Reached } from "../../src/thehive/reached.ts";

const OVERLAP = 90_000;
const startedAt = 1_000_000 as Instant;
const when = { startedAt, now: 1_005_000 as Instant };

describe("until when everything has been read", () => {
  test.each<[rule: string, newest: number, skew: number | undefined, reached: number | undefined]>([
    ["is unknown while nothing tells a time", Number.NaN, undefined, undefined],
    ["is the newest stamp where their clock is unknown", 990_000, undefined, 990_000],
    ["is when reading began, by their clock", Number.NaN, 2000, 1_002_000],
    ["is a stamp that came while reading", 1_004_000, 2000, 1_004_000],
    ["is when reading began where stamps are older", 990_000, -3000, 997_000],
    ["is never in their future", 2_000_000, 2000, 1_007_000],
    ["is never in the future by our clock either", 2_000_000, undefined, 1_005_000],
  ])("%s", (_rule, newest, skew, reached) => {
    const until = new Reached();
    until.note(newest, when, skew);
    expect(until.isKnown).toBe(reached !== undefined);
    expect(until.since).toBe((reached ?? 0) - OVERLAP);
  });

  test("never goes back", () => {
    const until = new Reached();
    until.note(900_000, when, undefined);
    until.note(800_000, when, undefined);
    expect(until.since).toBe(900_000 - OVERLAP);
  });

  test("what comes again with the next changes is recent, from the first millisecond of the overlap on", () => {
    const until = new Reached();
    until.note(900_000, when, undefined);
    expect([810_000, 809_999].map((stamp) => until.isRecent({ stamp }))).toEqual([true, false]);
  });
});

test.each([
  [1, 2, 2],
  [2, 1, 2],
  [Number.NaN, 1, 1],
  [1, Number.NaN, 1],
  [Number.NaN, Number.NaN, Number.NaN],
])("the newer of %d and %d is %d", (one, other, expected) => {
  expect(newer(one, other)).toBe(expected);
});
