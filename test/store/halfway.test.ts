import { expect, onTestFinished, test } from "vitest";
import { openSqlite } from "../../src/store/sqlite.ts";
import { storeIn } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";

/** A store whose file refuses what begins so. */
async function refusing() {
  const file = await openSqlite(":memory:", { exclusive: true });
  onTestFinished(() => file.close());
  const refused: RegExp[] = [];
  const store = await storeIn({
    ...file,
    query: async (sql, parameters) => {
      if (refused.some((statement) => statement.test(sql))) throw new Error("SQLITE_IOERR: disk I/O error");
      return file.query(sql, parameters);
    },
  });
  return { store, refused };
}

test("nothing is read of a write that failed halfway", async () => {
  const { store, refused } = await refusing();
  await store.write([["b", 1]]);
  refused.push(/^COMMIT/);
  await expect(
    store.write([
      ["a", 1],
      ["b", undefined],
    ]),
  ).rejects.toThrow(StoreError);
  expect([await store.read("a"), await store.read("b")]).toEqual([undefined, 1]);
});

test("a transaction that could not be ended keeps none out that come after, and is not written", async () => {
  const { store, refused } = await refusing();
  refused.push(/^COMMIT/, /^ROLLBACK/);
  await expect(store.write([["a", 1]])).rejects.toThrow(StoreError);
  refused.length = 0;
  await store.write([["b", 1]]);
  expect([await store.read("a"), await store.read("b")]).toEqual([undefined, 1]);
});
