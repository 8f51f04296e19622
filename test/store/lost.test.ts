import { copyFile, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Lost } from "../../src/store/lost.ts";
import { openStore } from "../../src/store/store.ts";

async function running() {
  const home = await mkdtemp(join(tmpdir(), "store-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const path = join(home, "deep", "state.sqlite");
  const lost: Lost[] = [];
  const store = await openStore(path, { onLost: (one) => lost.push(one) });
  onTestFinished(() => store.close().catch(() => {}));
  await store.write([
    ["a", 1],
    ["settings:overrides", { ignoreFor: "45m" }],
  ]);
  return { folder: join(home, "deep"), path, lost, store };
}

/** What another process finds on disk. */
async function onDisk(path: string): Promise<Record<string, unknown>> {
  const reader = await openStore(path, { exclusive: false });
  try {
    return Object.fromEntries(await reader.list(""));
  } finally {
    await reader.close();
  }
}

const all = { a: 2, b: 1, "meta:version": 2, "settings:overrides": { ignoreFor: "45m" } };
const next = [
  ["a", 2],
  ["b", 1],
] as const;

test.each([
  ["the folder", "state", async (folder: string) => rm(folder, { recursive: true })],
  ["the state file", "state", async (folder: string) => rm(join(folder, "state.sqlite"))],
  [
    "all that is named like it",
    "state",
    async (folder: string) => {
      for (const name of await readdir(folder)) await rm(join(folder, name));
    },
  ],
  ["the log", "beside", async (folder: string) => rm(join(folder, "state.sqlite-wal"))],
  ["the lock", "beside", async (folder: string) => rm(join(folder, "state.sqlite.lock"))],
] as const)(
  "%s removed is noticed at the next write, said, and written anew",
  async (_name, what, remove) => {
    const { folder, path, lost, store } = await running();
    await remove(folder);
    await store.write(next);
    expect(lost).toEqual([{ path, what, rescued: true }]);
    expect(await onDisk(path)).toEqual(all);
    await expect(openStore(path)).rejects.toThrow(/another process holds it/);
    await store.write([["c", 1]]);
    expect(lost).toHaveLength(1);
  },
);

test("nothing lost is nothing said", async () => {
  const { path, lost, store } = await running();
  await onDisk(path);
  for (let count = 0; count < 5; count++) await store.write([["a", count]]);
  expect(lost).toEqual([]);
});

test("while it cannot be made anew, writes fail; then all of it is there", async () => {
  const { folder, path, lost, store } = await running();
  await rename(folder, `${folder}-away`);
  await writeFile(folder, "in the way");
  await expect(store.write([["lost", 1]])).rejects.toThrow(/state store .*cannot be written/);
  await expect(store.write([["lost", 2]])).rejects.toThrow(/cannot be written/);
  await rm(folder);
  await store.write(next);
  expect(lost).toEqual([{ path, what: "state", rescued: true }]);
  expect(await onDisk(path)).toEqual(all);
});

test("a file that was away for a while is taken up again as it is", async () => {
  const { folder, path, lost, store } = await running();
  await rename(folder, `${folder}-away`);
  await writeFile(folder, "in the way");
  await expect(store.write([["lost", 1]])).rejects.toThrow(/cannot be written/);
  await rm(folder);
  await rename(`${folder}-away`, folder);
  await store.write(next);
  expect(lost).toEqual([{ path, what: "state", rescued: true }]);
  expect(await onDisk(path)).toEqual(all);
});

test("another file in its place is neither written nor taken over", async () => {
  const { folder, path, lost, store } = await running();
  const other = await openStore(join(folder, "backup.sqlite"));
  await other.write([["of", "the backup"]]);
  await other.close();
  await copyFile(join(folder, "backup.sqlite"), join(folder, "copy"));
  await rename(join(folder, "copy"), path);
  for (let count = 0; count < 3; count++) {
    await expect(store.write(next)).rejects.toThrow(
      /another file was put in its place.*Start this one again/,
    );
  }
  expect(await onDisk(path)).toEqual({ of: "the backup", "meta:version": 2 });
  await rm(path);
  await store.write(next);
  expect(lost).toEqual([{ path, what: "state", rescued: true }]);
  expect(await onDisk(path)).toEqual(all);
});

test("a second process that took the place of a lock that was removed is found", async () => {
  const { path, lost, store } = await running();
  await rm(`${path}.lock`);
  const other = await openStore(path);
  await expect(store.write(next)).rejects.toThrow(/another process holds it/);
  await other.close();
  await store.write(next);
  expect(lost).toHaveLength(1);
  expect(await onDisk(path)).toEqual(all);
});
