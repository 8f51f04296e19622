import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, link, mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
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

describe("a second process", () => {
  test("is refused with advice if it would write too, not if it only reads", async () => {
    const path = join(await folder(), "state.sqlite");
    const store = await opened(path);
    await store.write([["key", "value"]]);
    await expect(openStore(path)).rejects.toThrow(/another process holds it.*STATE_URL/);
    const reader = await opened(path, { exclusive: false });
    expect(await reader.read("key")).toBe("value");
    await store.close();
    await opened(path);
  });

  test("that only reads names what is damaged and leaves it where it lies", async () => {
    const path = join(await folder(), "state.sqlite");
    const store = await opened(path);
    await store.write([["record:~1", "odd"]]);
    const reader = await opened(path, { exclusive: false });
    expect((await reader.records()).damaged.map(({ key }) => key)).toEqual(["record:~1"]);
    expect(await store.read("record:~1")).toBe("odd");
  });

  test.each([
    [
      "a link to the file",
      async (home: string) => {
        await symlink("state.sqlite", join(home, "other.sqlite"));
        return join(home, "other.sqlite");
      },
    ],
    [
      "a link to a link",
      async (home: string) => {
        await mkdir(join(home, "deep"));
        await symlink("../state.sqlite", join(home, "deep", "one"));
        await symlink("deep/one", join(home, "two"));
        return join(home, "two");
      },
    ],
    [
      "a link to the folder",
      async (home: string) => {
        await symlink(home, `${home}-link`);
        onTestFinished(() => rm(`${home}-link`));
        return join(`${home}-link`, "state.sqlite");
      },
    ],
    [
      "a relative path",
      async (home: string) => relative(process.cwd(), join(home, "nowhere", "..", "state.sqlite")),
    ],
  ])("is found by %s", async (_name, way) => {
    const home = await folder();
    await opened(join(home, "state.sqlite"));
    await expect(openStore(await way(home))).rejects.toThrow(/another process holds it/);
  });

  test("is found when the first came by a link that led nowhere yet", async () => {
    const home = await folder();
    await symlink("state.sqlite", join(home, "link"));
    await opened(join(home, "link"));
    await expect(openStore(join(home, "state.sqlite"))).rejects.toThrow(/another process holds it/);
  });

  test("is refused under a second name of the file", async () => {
    const home = await folder();
    await opened(join(home, "state.sqlite"));
    await link(join(home, "state.sqlite"), join(home, "other.sqlite"));
    await expect(openStore(join(home, "other.sqlite"))).rejects.toThrow(/has 2 names \(hard links\)/);
  });
});

describe("what cannot be used", () => {
  test("a damaged file is refused with advice", async () => {
    const path = join(await folder(), "state.sqlite");
    await writeFile(path, "this was never a database, and it is long enough to look like one".repeat(100));
    await expect(openStore(path)).rejects.toThrow(/damaged, or not a SQLite file. Restore a backup/);
  });

  test.each([3, 99, "2"])("the layout %j of another version is refused", async (version) => {
    const path = join(await folder(), "state.sqlite");
    const store = await opened(path);
    await store.write([["meta:version", version]]);
    await store.close();
    for (const exclusive of [true, false]) {
      await expect(openStore(path, { exclusive })).rejects.toThrow(/written by another version/);
    }
  });

  test("a path that cannot be written is refused with advice", async () => {
    const home = await folder();
    const file = join(home, "file");
    await writeFile(file, "");
    await expect(openStore(join(file, "state.sqlite"))).rejects.toThrow(StoreError);
    await expect(openStore(home)).rejects.toThrow(/cannot be written/);
  });

  test.skipIf(process.getuid?.() === 0)("a folder that may not be written is refused", async () => {
    const home = await folder();
    await chmod(home, 0o500);
    await expect(openStore(join(home, "state.sqlite"))).rejects.toThrow(/cannot be written.*STATE_URL/);
  });
});

test("state, log and lock are for their owner only", async () => {
  const home = await folder();
  const before = process.umask(0o022);
  onTestFinished(() => void process.umask(before));
  await writeFile(join(home, "state.sqlite"), "", { mode: 0o644 });
  await opened(join(home, "state.sqlite"));
  const modes = ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm", "state.sqlite.lock"].map(
    async (name) => (await stat(join(home, name))).mode & 0o777,
  );
  expect(await Promise.all(modes)).toEqual([0o600, 0o600, 0o600, 0o600]);
});

test("a state in memory works like one on disk", async () => {
  const store = await opened(":memory:");
  await store.write([["a", 1]]);
  expect(await store.read("a")).toBe(1);
  expect(await store.records()).toEqual({ records: [], damaged: [] });
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
  expect(await file.query("PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
  expect(await file.query("PRAGMA synchronous")).toEqual([{ synchronous: 2 }]);
});
