import { describe, expect, test } from "vitest";
import type { Instant } from "../../src/lib/time.ts";
import { newestOf, readChanges, stage } from "../../src/thehive/changes.ts";
import { Entries } from "../../src/thehive/entries.ts";
import { Reached } from "../../src/thehive/reached.ts";
import { entriesOf, now, type PlainRow, plainDialect, seen } from "./plain-dialect.ts";

const reached = new Reached();
reached.note(now, { startedAt: now, now }, undefined);
const longAgo = now - 90_001;

async function staged(rows: readonly PlainRow[], known = new Entries()) {
  const { by } = plainDialect();
  const { entries, handled } = await stage(rows.map(seen), by, known, reached);
  return { entries: [...entries].map(([key]) => key), handled: handled.map(({ id }): string => id) };
}

describe("of the rows that changed", () => {
  test.each<
    [rule: string, row: PlainRow, known: PlainRow | undefined, expected: Awaited<ReturnType<typeof staged>>]
  >([
    ["a new alert is news", { id: "a" }, undefined, { entries: ["a"], handled: [] }],
    ["however old", { id: "a", stamp: longAgo }, undefined, { entries: ["a"], handled: [] }],
    ["what looks the same is none", { id: "a" }, { id: "a" }, { entries: [], handled: [] }],
    ["what looks different is", { id: "a", mark: 2 }, { id: "a" }, { entries: ["a"], handled: [] }],
    [
      "what was handled is told, for the caller to see how",
      { id: "a", mark: 2, status: "Closed" },
      { id: "a" },
      { entries: ["a"], handled: ["a"] },
    ],
    [
      "what was handled lately and never known is told too",
      { id: "a", status: "Closed" },
      undefined,
      { entries: ["a"], handled: ["a"] },
    ],
    [
      "what was handled long ago and never known is not",
      { id: "a", status: "Closed", stamp: longAgo },
      undefined,
      { entries: [], handled: [] },
    ],
    [
      "what was handled long ago and known is",
      { id: "a", mark: 2, status: "Closed", stamp: longAgo },
      { id: "a" },
      { entries: ["a"], handled: ["a"] },
    ],
    [
      "what cannot be read is told, however old, and is not handled",
      { id: "a", isSpoilt: true, stamp: longAgo },
      undefined,
      { entries: ["a"], handled: [] },
    ],
  ])("%s", async (_rule, row, known, expected) => {
    expect(await staged([row], known === undefined ? new Entries() : entriesOf(known))).toEqual(expected);
  });

  test("what was found by id long ago, and lists still show as it was then, is none", async () => {
    const known = entriesOf({ id: "a" });
    const alert = known.get("a")?.alert;
    if (alert !== undefined) known.markHandled(alert.id, (now - 60_000) as Instant);
    expect(await staged([{ id: "a" }], known)).toEqual({ entries: [], handled: [] });
  });

  test("a list older than what was found by id is no news", async () => {
    const known = entriesOf({ id: "a" });
    const alert = known.get("a")?.alert;
    if (alert !== undefined) known.markHandled(alert.id, now);
    expect(await staged([{ id: "a", mark: 2 }], known)).toEqual({ entries: [], handled: [] });
  });
});

test("changes are asked for from a time on, over all pages", async () => {
  const rows = Array.from({ length: 700 }, (_, index) => ({ id: `a${index}`, stamp: now + index }));
  const { dialect } = plainDialect({ changed: rows });
  const all = await readChanges(dialect, now + 100, undefined);
  expect("kind" in all ? all : all.length).toBe(600);
});

test("a TheHive that does not tell changes is answered as that", async () => {
  const { dialect } = plainDialect();
  const dumb = {
    ...dialect,
    changed: () => Promise.resolve({ kind: "unsupported", forGood: true } as const),
  };
  expect(await readChanges(dumb, now, undefined)).toEqual({ kind: "unsupported", forGood: true });
});

test("the newest of all stamps counts, if any row tells one", () => {
  const stamps = (...all: number[]) => all.map((stamp, index) => seen({ id: `a${index}`, stamp }));
  expect(newestOf(stamps(1, 3, 2))).toBe(3);
  expect(newestOf(stamps(Number.NaN, 1))).toBe(1);
  expect(newestOf([])).toBeNaN();
});
