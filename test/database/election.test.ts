import { describe, expect, test } from "vitest";
import { beatWatch, choose } from "../../src/database/election.ts";
import type { LeaseRow } from "../../src/database/lease-row.ts";
import { type Duration, type Instant, minutes, seconds } from "../../src/lib/time.ts";

const row = (over: Partial<LeaseRow> = {}): LeaseRow => ({
  holder: "a",
  label: "soc-1",
  version: "1.0.0",
  fingerprint: "same",
  epoch: 3,
  beat: 7,
  takenAt: 0 as Instant,
  age: 0 as Duration,
  ...over,
});

const same = () => new Set(["same"]);

describe("how long a beat has been seen unchanged", () => {
  test.each<[what: string, looks: readonly (readonly [at: number, over: Partial<LeaseRow>])[], seen: number]>(
    [
      ["at first not at all", [[0, {}]], 0],
      [
        "since the first look at it",
        [
          [0, {}],
          [500, {}],
          [2500, {}],
        ],
        2500,
      ],
      [
        "not from before it changed",
        [
          [0, {}],
          [1000, {}],
          [1500, { beat: 8 }],
          [2500, { beat: 8 }],
        ],
        1000,
      ],
      [
        "nor from before it changed hands",
        [
          [0, {}],
          [1000, { epoch: 4 }],
        ],
        0,
      ],
      [
        "nor from before a gap in which it may have been renewed, or the database was away",
        [
          [0, {}],
          [1000, {}],
          [3001, {}],
          [4000, {}],
        ],
        999,
      ],
    ],
  )("%s", (_what, looks, seen) => {
    const watch = beatWatch();
    expect(looks.map(([at, over]) => watch(row(over), at as Instant)).at(-1)).toBe(seen);
  });
});

test.each([
  ["given up, it is anybody's", row({ holder: undefined, fingerprint: "other" }), seconds(0), "take"],
  ["a live one is left alone", row(), seconds(7.999), "wait"],
  ["an orphan is taken", row(), seconds(8), "take"],
  [
    "with other settings it is left to those who have the same",
    row({ fingerprint: "other" }),
    seconds(8),
    "refuse",
  ],
  ["and so is a live one", row({ fingerprint: "other" }), seconds(0), "refuse"],
  ["until nobody took it for a minute", row({ fingerprint: "other" }), minutes(1), "take"],
] as const)("%s", (_what, seen, unchangedFor, kind) => {
  expect(choose(seen, unchangedFor, same).kind).toBe(kind);
});

test("a file that changed for all copies keeps nobody from taking over from one that died before it saw that", () => {
  const had = () => new Set(["old", "new"]);
  expect(choose(row({ fingerprint: "old" }), seconds(8), had).kind).toBe("take");
});

test("whoever refuses says why, and of whom", () => {
  expect(choose(row({ fingerprint: "other" }), seconds(1), same)).toEqual({
    kind: "refuse",
    why: "its settings file or version is another one than that of soc-1 (version 1.0.0), which leads",
  });
});
