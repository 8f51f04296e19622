import { chmod, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { KeyvSqlite } from "@keyv/sqlite";
import { storeError } from "./store-error.ts";

export interface SqliteFile {
  readonly adapter: KeyvSqlite;
  readonly path: string;
  close(): Promise<void>;
}

/**
 * Opens a SQLite file for Keyv, made if it is not there.
 *
 * @param exclusive refuse a second process that would write too; readers are always welcome
 * @throws StoreError with advice when it is damaged, cannot be written, or is held by another process
 */
export async function openSqlite(path: string, { exclusive }: { exclusive: boolean }): Promise<SqliteFile> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const lock = exclusive ? await takeLock(`${path}.lock`) : undefined;
    try {
      const adapter = await connect(path);
      // It may hold numbers that were entered in Slack.
      if (path !== ":memory:") await chmod(path, 0o600);
      // Readers never wait for the writer; a resolved write is on the disk, even after a power cut.
      await adapter.query("PRAGMA journal_mode = WAL");
      await adapter.query("PRAGMA synchronous = FULL");
      return { adapter, path, close: () => closeAll(adapter, lock) };
    } catch (error) {
      await lock?.close();
      throw error;
    }
  } catch (error) {
    throw storeError(path, error);
  }
}

async function connect(path: string): Promise<KeyvSqlite> {
  const adapter = new KeyvSqlite({
    uri: `sqlite://${path}`,
    table: "state",
    busyTimeout: 2000,
    iterationLimit: 1000,
  });
  // The same failure reaches whoever queries.
  adapter.on("error", () => {});
  await adapter.query("SELECT 1 FROM state LIMIT 1");
  return adapter;
}

// An open transaction in a file of its own: the system drops it with the process, however that dies.
async function takeLock(path: string): Promise<KeyvSqlite> {
  const lock = new KeyvSqlite({ uri: `sqlite://${path}`, table: "holder", busyTimeout: 1 });
  lock.on("error", () => {});
  try {
    await lock.query("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    await lock.close().catch(() => {});
    throw error;
  }
}

async function closeAll(adapter: KeyvSqlite, lock: KeyvSqlite | undefined): Promise<void> {
  await adapter.close();
  await lock?.close();
}
