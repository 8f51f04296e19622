import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DatabaseError } from "../../src/database/database-error.ts";
import type { Entry, Store } from "../../src/engine/ports/store.ts";
import { openPostgresStore } from "../../src/store/postgres.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { storeIn } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { lead } from "../database/lead.ts";
import { postgres } from "../database/server.ts";
import { record } from "../store/records.ts";

/** What every store keeps, whatever lies beneath. */
interface Backend {
  /** The same state each time. */
  open(): Promise<Store>;
  /** Puts a row there that nobody can read. */
  spoil(key: string, text: string): Promise<void>;
  /** Lets the next so many steps of that kind fail. */
  fail(step: Step, times: number): Promise<void>;
}

const steps = ["begin", "set", "remove", "commit"] as const;
type Step = (typeof steps)[number];

const statements: Record<Step, RegExp> = {
  begin: /^BEGIN/,
  set: /^INSERT/,
  remove: /^DELETE/,
  commit: /^COMMIT/,
};

async function sqlite(): Promise<Backend> {
  const folder = await mkdtemp(join(tmpdir(), "store-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "state.sqlite");
  const failures = new Map<Step, number>();
  return {
    async open() {
      const file = await openSqlite(path, { exclusive: true });
      onTestFinished(() => file.close());
      const query: typeof file.query = async (sql, parameters) => {
        const step = steps.find((one) => statements[one].test(sql) && (failures.get(one) ?? 0) > 0);
        if (step === undefined) return file.query(sql, parameters);
        failures.set(step, (failures.get(step) ?? 0) - 1);
        throw new Error("SQLITE_IOERR: disk I/O error");
      };
      return storeIn({ ...file, query });
    },
    async spoil(key, text) {
      const file = await openSqlite(path, { exclusive: false });
      await file.query("INSERT OR REPLACE INTO state VALUES (?, ?)", [`keyv:${key}`, text]);
      await file.close();
    },
    fail: async (step, times) => void failures.set(step, times),
  };
}

/** Its failures are the database's own, triggers that refuse a row or the commit; to begin with it cannot be reached. */
async function inPostgres(): Promise<Backend> {
  const server = await postgres();
  const url = await server.createDatabase();
  await (await lead(url)).end();
  const triggers = {
    set: "CREATE TRIGGER no_set BEFORE INSERT",
    remove: "CREATE TRIGGER no_remove BEFORE DELETE",
    commit: "CREATE CONSTRAINT TRIGGER no_commit AFTER INSERT OR UPDATE OR DELETE",
  };
  for (const [step, trigger] of Object.entries(triggers)) {
    const late = step === "commit" ? "DEFERRABLE INITIALLY DEFERRED" : "";
    // A sequence counts on through what is rolled back.
    await server.query(
      url,
      `CREATE SEQUENCE ${step}_at MINVALUE -100 START 0;
       CREATE FUNCTION refuse_${step}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF nextval('${step}_at') < 0 THEN RAISE EXCEPTION 'no ${step} today'; END IF;
         RETURN coalesce(NEW, OLD); END $$;
       ${trigger} ON sla_state ${late} FOR EACH ${step === "remove" ? "STATEMENT" : "ROW"} EXECUTE FUNCTION refuse_${step}();`,
    );
  }
  let breaks = 0;
  return {
    async open() {
      const { link, lease, end } = await lead(url);
      onTestFinished(end);
      const query: typeof link.query = async (sql, ...rest) => {
        if (sql.includes("WITH fence") && breaks-- > 0)
          throw new DatabaseError(link.place, new Error("it cannot be reached"), "nothing");
        return link.query(sql, ...rest);
      };
      const store = await openPostgresStore({ link: { ...link, query }, lease });
      return { ...store, close: () => store.close().then(end) };
    },
    async spoil(key, text) {
      const value = `'keyv:${key}', '${text}'`;
      await server.query(
        url,
        `INSERT INTO sla_state VALUES (${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      );
    },
    async fail(step, times) {
      if (step === "begin") breaks = times;
      else await server.query(url, `SELECT setval('${step}_at', ${-times - 1})`);
    },
  };
}

const many = (count: number): Entry[] =>
  Array.from({ length: count }, (_, index) => [`many:${index}`, { index }]);

describe.each([
  ["SQLite", sqlite],
  ["Postgres", inPostgres],
])("a store in %s", (_name, backend) => {
  test("gives back what was written, and not what was removed, after opening again", async () => {
    const { open } = await backend();
    const store = await open();
    await store.write([
      ["record:~1", record(1)],
      ["record:~2", record(2)],
      ["a:x", { some: ["thing", null], colon: ":x" }],
      ["a:y", 1],
      ["b:z", false],
    ]);
    await store.write([
      ["record:~1", { ...record(1), tiersDone: 3 }],
      ["record:~2", undefined],
      ["a:y", undefined],
      ["a:never", undefined],
    ]);
    await store.write([]);
    await store.close();
    const again = await open();
    expect(await again.records()).toEqual({ records: [{ ...record(1), tiersDone: 3 }], damaged: [] });
    expect(await again.list("a:")).toEqual([["a:x", { some: ["thing", null], colon: ":x" }]]);
    expect(await again.read("b:z")).toBe(false);
    expect(await again.read("a:y")).toBeUndefined();
  });

  test("reads what was asked to be written before, without waiting for it", async () => {
    const store = await (await backend()).open();
    const written = store.write([["a", 1]]);
    expect(await store.read("a")).toBe(1);
    await written;
  });

  test("lists 10,000 entries, each once, and none that begins otherwise", async () => {
    const store = await (await backend()).open();
    await store.write([...many(10_000), ["man", 1], ["many;", 1], ["Many:1", 1]]);
    const keys = (await store.list("many:")).map(([key]) => key);
    expect(keys).toHaveLength(10_000);
    expect(new Set(keys).size).toBe(10_000);
    await store.write(many(10_000).map(([key]) => [key, undefined]));
    expect(await store.list("many:")).toEqual([]);
  });

  test("keeps the later of two writes of a key, within one write too", async () => {
    const store = await (await backend()).open();
    await Promise.all([
      store.write([["a", 1]]),
      store.write([
        ["a", 2],
        ["a", 3],
      ]),
    ]);
    expect(await store.read("a")).toBe(3);
    const [first] = await Promise.all([store.write([["a", 4]]), store.write([["a", undefined]])]);
    expect([first, await store.read("a")]).toEqual([undefined, undefined]);
  });

  test("keeps values as they were when the write was asked for", async () => {
    const store = await (await backend()).open();
    const value = { tries: 1 };
    const written = store.write([["a", value]]);
    value.tries = 2;
    await written;
    expect(await store.read("a")).toEqual({ tries: 1 });
  });

  test.each(steps)("writes nothing of a write whose %s fails, says so, and goes on", async (step) => {
    const { open, fail } = await backend();
    const store = await open();
    await store.write([
      ["old", 1],
      ["other", 1],
    ]);
    await fail(step, 1);
    const changes: Entry[] = [...many(1000), ["old", 2], ["other", undefined]];
    await expect(store.write(changes)).rejects.toThrow(StoreError);
    expect(await store.list("")).toEqual(
      expect.arrayContaining([
        ["old", 1],
        ["other", 1],
      ]),
    );
    expect(await store.list("many:")).toEqual([]);
    await store.write(changes);
    expect([await store.read("old"), await store.read("other")]).toEqual([2, undefined]);
    await store.close();
    const again = await open();
    expect((await again.list("many:")).length).toBe(1000);
  });

  test.each(steps)("works again when %s has failed for a while", async (step) => {
    const { open, fail } = await backend();
    const store = await open();
    await fail(step, 5);
    for (let round = 0; round < 5; round++) {
      await expect(
        store.write([
          ["a", round],
          ["b", undefined],
        ]),
      ).rejects.toThrow(StoreError);
    }
    await store.write([["a", "at last"]]);
    expect(await store.read("a")).toBe("at last");
  });

  test("lets a value that cannot be written spoil nobody else's", async () => {
    const store = await (await backend()).open();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const results = await Promise.allSettled([
      store.write([["a", 1]]),
      store.write([
        ["b", 1],
        ["circle", circle],
      ]),
      store.write([["big", 10n]]),
      store.write([["c", 1]]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    await expect(store.write([["big", 10n]])).rejects.toThrow("big cannot be written as JSON");
    expect((await store.list("")).map(([key]) => key).sort()).toEqual(["a", "c", "meta:version"]);
  });

  test("sets rows aside that nobody can read, names them, and gives the rest", async () => {
    const { open, spoil } = await backend();
    const store = await open();
    await store.write([
      ["record:~1", record(1)],
      ["record:~2", { version: 2, alertId: "~2" }],
    ]);
    await spoil("record:~3", '{"value":{"torn');
    await spoil("item:x", "nonsense");
    const { records, damaged } = await store.records();
    expect(records).toEqual([record(1)]);
    expect(damaged.map(({ key }) => key).sort()).toEqual(["item:x", "record:~2", "record:~3"]);
    for (const { why } of damaged) expect(why).toMatch(/^(it is no JSON|Invalid input.*)/);
    const left = (await store.list("")).map(([key]) => key).filter((key) => !key.startsWith("damaged:"));
    expect(left.sort()).toEqual(["meta:version", "record:~1"]);
    expect(await store.read("damaged:record:~3")).toMatchObject({ text: '{"value":{"torn' });
    await store.close();
    const again = await open();
    expect(await again.records()).toEqual({ records: [record(1)], damaged: [] });
    expect(await again.list("damaged:")).toHaveLength(3);
  });

  test("sets the same key aside twice without losing the first", async () => {
    const { open, spoil } = await backend();
    const store = await open();
    await spoil("a", "first");
    expect(await store.read("a")).toBeUndefined();
    await spoil("a", "second");
    expect(await store.list("a")).toEqual([]);
    expect(Object.fromEntries(await store.list("damaged:"))).toMatchObject({
      "damaged:a": { text: "first" },
      "damaged:a#2": { text: "second" },
    });
    expect((await store.records()).damaged.map(({ key }) => key)).toEqual(["a"]);
  });

  test("names what it could not move, and gives the rest", async () => {
    const { open, spoil, fail } = await backend();
    const store = await open();
    await store.write([["record:~1", record(1)]]);
    await spoil("record:~2", "nonsense");
    await fail("commit", 1);
    expect(await store.records()).toMatchObject({
      records: [{ alertId: "~1" }],
      damaged: [{ key: "record:~2" }],
    });
    expect(await store.records()).toMatchObject({ damaged: [{ key: "record:~2" }] });
    expect(await store.read("damaged:record:~2")).toMatchObject({ text: "nonsense" });
  });

  test("fails writes after it was closed instead of losing them", async () => {
    const store = await (await backend()).open();
    await store.close();
    await expect(store.write([["key", 1]])).rejects.toThrow(StoreError);
  });
});
