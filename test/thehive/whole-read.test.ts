import { describe, expect, test } from "vitest";
import type { Instant } from "../../src/lib/time.ts";
import { Entries } from "../../src/thehive/entries.ts";
import { Reached } from "../../src/thehive/reached.ts";
import { carryOver, openIn, readWhole } from "../../src/thehive/whole-read.ts";
import { entriesOf, now, type PlainRow, plainDialect } from "./plain-dialect.ts";

const url = "https://hive.example.org";

function read(listed: readonly PlainRow[], known = new Entries()) {
  const { dialect, by } = plainDialect({ listed });
  return readWhole(dialect, by, known, url, undefined);
}

describe("everything that TheHive lists", () => {
  test("is read over all pages, each alert once", async () => {
    const rows = Array.from({ length: 1001 }, (_, index) => ({ id: `a${index}` }));
    const { entries } = await read(rows);
    expect([entries.size, entries.listed, entries.open]).toEqual([1001, 1001, 1001]);
  });

  test("is kept as it is where it did not change: the very same", async () => {
    const known = entriesOf({ id: "same" }, { id: "other" });
    const { entries } = await read([{ id: "same" }, { id: "other", mark: 2 }], known);
    expect(entries.get("same")).toBe(known.get("same"));
    expect(entries.get("other")).not.toBe(known.get("other"));
  });

  test("counts as listed, also what nobody waits for, or nobody can read", async () => {
    const { entries } = await read([
      { id: "done", status: "Closed" },
      { id: "bad", isSpoilt: true },
      { id: "a" },
    ]);
    expect([entries.listed, entries.open]).toEqual([3, 1]);
  });

  test.each([
    ["the newest stamp, wherever it stands", [now - 1, now + 5, now - 2], now + 5],
    ["none where no row tells one", [Number.NaN, Number.NaN, Number.NaN], Number.NaN],
  ])("tells %s", async (_, stamps, newest) => {
    const rows = stamps.map((stamp, index) => ({ id: `a${index}`, stamp }));
    expect((await read(rows)).newest).toBe(newest);
  });

  test("is nonsense when most of it cannot be read, and says where from", async () => {
    const bad = (id: string) => ({ id, isSpoilt: true });
    await expect(read([bad("a"), bad("b"), { id: "c" }])).rejects.toMatchObject({
      code: "nonsense",
      message: expect.stringContaining(url),
    });
    expect((await read([bad("a"), { id: "b" }])).entries.size).toBe(2);
  });
});

test("the open ones are answered, in the order of the list", async () => {
  const entries = entriesOf({ id: "b" }, { id: "done", status: "Closed" }, { id: "a" });
  expect((await openIn(entries)).map(({ id }) => id)).toEqual(["b", "a"]);
});

describe("what was answered as handled", () => {
  const reached = new Reached();
  reached.note(now, { startedAt: now, now }, undefined);
  const lately = now - 90_000;

  test.each<[rule: string, row: PlainRow, isKept: boolean]>([
    ["lately, is kept", { id: "a", status: "Closed", stamp: lately }, true],
    ["long ago, is not", { id: "a", status: "Closed", stamp: lately - 1 }, false],
    ["never, because it was open, is not", { id: "a", stamp: lately }, false],
  ])("%s", async (_, row, isKept) => {
    const next = new Entries();
    await carryOver(entriesOf(row), next, reached);
    expect(next.size).toBe(isKept ? 1 : 0);
    expect(next.listed).toBe(0);
  });

  test("is no longer listed, though it was", async () => {
    const known = new Entries();
    const [[key, entry] = ["", undefined]] = entriesOf({ id: "a", status: "Closed" });
    if (entry !== undefined) known.set(key, { ...entry, listed: true });
    const next = new Entries();
    await carryOver(known, next, reached);
    expect(next.get("a")).toMatchObject({ open: false, listed: false });
  });

  test("and is listed again, is what the list says", async () => {
    const next = entriesOf({ id: "a" });
    await carryOver(entriesOf({ id: "a", status: "Closed" }), next, reached);
    expect(next.get("a")?.open).toBe(true);
  });

  test("by its id while it was listed, is kept until lists have caught up", async () => {
    const known = entriesOf({ id: "a" });
    const [[, { alert } = {}] = []] = known;
    if (alert !== undefined) known.markHandled(alert.id, now as Instant);
    const next = new Entries();
    await carryOver(known, next, reached);
    expect(next.get("a")?.handledAt).toBe(now);
  });
});
