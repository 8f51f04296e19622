import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { inTurn } from "../../src/lib/in-turn.ts";
import { type Rows, writeQueue } from "../../src/store/write-queue.ts";

const rows = (text: string) => new Map([...text].map((key): [string, string] => [key, key]));
const names = (written: Rows) => [...written.keys()].join("");

/** A queue whose commits end when told to. */
function queueByHand() {
  const commits: { rows: Rows; end: (error?: Error) => void }[] = [];
  const write = writeQueue({
    commit: (written) =>
      new Promise<void>((resolve, reject) =>
        commits.push({ rows: written, end: (error) => (error === undefined ? resolve() : reject(error)) }),
      ),
    isOfWholeStore: (error) => error instanceof Error && error.message === "busy",
    inTurn: inTurn(),
  });
  return { write, commits };
}

/** A queue whose commits fail when they hold one of the bad keys. */
function queueWith(bad: string, error: string) {
  const commits: string[] = [];
  const write = writeQueue({
    async commit(written) {
      commits.push(names(written));
      if ([...written.keys()].some((key) => bad.includes(key))) throw new Error(error);
    },
    isOfWholeStore: (one) => one instanceof Error && one.message === "busy",
    inTurn: inTurn(),
  });
  return { write, commits };
}

test("what is written in one turn shares a commit; what comes meanwhile shares the next", async () => {
  const { write, commits } = queueByHand();
  const first = [write(rows("a")), write(rows("bc"))];
  await setImmediate();
  const second = [write(rows("d")), write(rows("e"))];
  await setImmediate();
  expect(commits.map((commit) => names(commit.rows))).toEqual(["abc"]);
  commits[0]?.end();
  await Promise.all(first);
  await setImmediate();
  expect(names(commits[1]?.rows ?? new Map())).toBe("de");
  commits[1]?.end();
  await Promise.all(second);
});

test("a key written twice in one gathering is written once, the later value", async () => {
  const { write, commits } = queueByHand();
  const done = [write(new Map([["a", "1"]])), write(new Map([["a", undefined]])), write(rows("b"))];
  await setImmediate();
  commits[0]?.end();
  await Promise.all(done);
  expect([...(commits[0]?.rows ?? [])]).toEqual([
    ["a", undefined],
    ["b", "b"],
  ]);
});

test("a slow commit is not overtaken by a later one", async () => {
  const { write, commits } = queueByHand();
  const slow = write(new Map([["a", "1"]]));
  await setImmediate();
  const late = write(new Map([["a", "2"]]));
  for (let turn = 0; turn < 5; turn++) await setImmediate();
  expect(commits).toHaveLength(1);
  commits[0]?.end(new Error("too slow"));
  await expect(slow).rejects.toThrow("too slow");
  await setImmediate();
  commits[1]?.end();
  await late;
});

test("one bad group is found in a few steps, and only its caller is told", async () => {
  const { write, commits } = queueWith("e", "too large");
  const results = await Promise.allSettled([..."abcdefgh"].map((key) => write(rows(key))));
  expect(results.map(({ status }) => status.slice(0, 1)).join("")).toBe("ffffrfff");
  expect(commits).toEqual(["abcdefgh", "abcd", "efgh", "ef", "e", "f", "gh"]);
});

test("one caller's rows stay together", async () => {
  const { write, commits } = queueWith("d", "too large");
  const results = await Promise.allSettled([write(rows("ab")), write(rows("cd"))]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(commits).toEqual(["abcd", "ab", "cd"]);
});

test("a store that takes nothing is asked once for all", async () => {
  const { write, commits } = queueWith("a", "busy");
  const results = await Promise.allSettled([..."abcdefgh"].map((key) => write(rows(key))));
  expect(results.every(({ status }) => status === "rejected")).toBe(true);
  expect(commits).toEqual(["abcdefgh"]);
});

test("what comes after a failed commit is written", async () => {
  const { write, commits } = queueWith("a", "busy");
  await expect(write(rows("a"))).rejects.toThrow("busy");
  await write(rows("b"));
  expect(commits).toEqual(["a", "b"]);
});

test("nothing to write is written at once", async () => {
  const { write, commits } = queueByHand();
  await write(new Map());
  expect(commits).toEqual([]);
});
