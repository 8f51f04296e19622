import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { AlertId } from "../../src/sla/model.ts";
import type { AlertRecord } from "../../src/sla/record.ts";
import { openSqlite } from "../../src/store/sqlite.ts";
import { openStore } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "store-"));
  onTestFinished(async () => {
    await chmod(path, 0o700);
    await rm(path, { recursive: true, force: true });
  });
  return path;
}

async function opened(path: string, options?: { exclusive?: boolean }) {
  const store = await openStore(path, options);
  onTestFinished(() => store.close().catch(() => {}));
  return store;
}

function record(number: number): AlertRecord {
  const id = AlertId.parse(`~${number}`);
  const at = Date.parse("2026-03-03T02:00Z") as AlertRecord["firstSeenAt"];
  return {
    version: 1,
    alertId: id,
    number,
    firstSeenAt: at,
    alert: {
      id,
      title: `Alert ${number}: <!channel> "quoted" 'single' \u0000 😀`,
      severity: "high",
      createdAt: at,
      type: "siem",
      source: "test",
      tags: ["a"],
      stage: "new",
      status: "New",
      observableCount: 0,
      customFields: { score: 7 },
    },
    tiersDone: 1,
    firings: [],
    deliveries: [],
  };
}

test("what was written is there after opening again, and what was removed is not", async () => {
  const path = join(await folder(), "deep", "state.sqlite");
  const store = await opened(path);
  await store.saveRecord(record(1));
  await store.saveRecord(record(2));
  await store.saveRecord({ ...record(1), tiersDone: 3 });
  await store.forgetRecord(record(2).alertId);
  await store.write("notice:x", { some: ["thing", null] });
  await store.write("notice:y", 1);
  await store.remove("notice:y");
  await store.close();
  const again = await opened(path);
  expect(await again.records()).toEqual([{ ...record(1), tiersDone: 3 }]);
  expect(await again.list("notice:")).toEqual([["notice:x", { some: ["thing", null] }]]);
  expect(await again.read("notice:y")).toBeUndefined();
});

test("many records come back, each once", async () => {
  const store = await opened(join(await folder(), "state.sqlite"));
  await Promise.all(Array.from({ length: 2500 }, (_, index) => store.saveRecord(record(index + 1))));
  const ids = (await store.records()).map(({ alertId }) => alertId);
  expect(ids).toHaveLength(2500);
  expect(new Set(ids).size).toBe(2500);
});

test("a second writer is refused with advice, a reader is not", async () => {
  const path = join(await folder(), "state.sqlite");
  const store = await opened(path);
  await store.write("key", "value");
  await expect(openStore(path)).rejects.toThrow(/another process holds it.*STATE_URL/);
  const reader = await opened(path, { exclusive: false });
  expect(await reader.read("key")).toBe("value");
  await store.close();
  await opened(path);
});

test("a damaged file is refused with advice", async () => {
  const path = join(await folder(), "state.sqlite");
  await writeFile(path, "this was never a database, and it is long enough to look like one".repeat(100));
  await expect(openStore(path)).rejects.toThrow(/damaged, or not a SQLite file. Restore a backup/);
});

test("a damaged entry is refused with its name", async () => {
  const path = join(await folder(), "state.sqlite");
  const store = await opened(path);
  await store.write("record:~1", { version: 1, alertId: "~1" });
  await expect(store.records()).rejects.toThrow(/record:~1 is damaged/);
});

test("the layout of another version is refused", async () => {
  const path = join(await folder(), "state.sqlite");
  const store = await opened(path);
  await store.write("meta:version", 99);
  await store.close();
  await expect(openStore(path)).rejects.toThrow(/written by another version/);
});

test("a path that cannot be written is refused with advice", async () => {
  const home = await folder();
  const file = join(home, "file");
  await writeFile(file, "");
  await expect(openStore(join(file, "state.sqlite"))).rejects.toThrow(StoreError);
  await expect(openStore(home)).rejects.toThrow(/cannot be written|Check the disk/);
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be written is refused with advice", async () => {
  const home = await folder();
  await chmod(home, 0o500);
  await expect(openStore(join(home, "state.sqlite"))).rejects.toThrow(/cannot be written.*STATE_URL/);
});

test("writes after the store is closed fail instead of getting lost", async () => {
  const store = await opened(join(await folder(), "state.sqlite"));
  await store.close();
  await expect(store.write("key", 1)).rejects.toThrow();
});

const writer = fileURLToPath(new URL("./writer.ts", import.meta.url));

test("a writer that is killed leaves a file that opens, with all that it was told is on disk", async () => {
  const path = join(await folder(), "state.sqlite");
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), writer, path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let acknowledged = 0;
  child.stdout.on("data", (chunk) => {
    acknowledged = Number(String(chunk).trim().split("\n").at(-1));
    if (acknowledged > 40) child.kill("SIGKILL");
  });
  await once(child, "exit");
  const store = await opened(path);
  const written = (await store.list("count:")).length;
  expect(written).toBeGreaterThanOrEqual(acknowledged);
  expect(await store.read(`count:${acknowledged}`)).toBe(acknowledged);
}, 30_000);

test("the file is made so that a power cut loses nothing that was acknowledged", async () => {
  const file = await openSqlite(join(await folder(), "state.sqlite"), { exclusive: true });
  onTestFinished(() => file.close());
  expect(await file.adapter.query("PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
  expect(await file.adapter.query("PRAGMA synchronous")).toEqual([{ synchronous: 2 }]);
});
