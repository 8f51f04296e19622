import { rm } from "node:fs/promises";
import { KeyvSqlite } from "@keyv/sqlite";
import { type FileId, idOf, makePrivate, realName, refuseSecondName } from "./state-file.ts";
import { StoreError, storeError } from "./store-error.ts";

export interface SqliteFile {
  /** One statement. @throws Error in SQLite's own words */
  query(sql: string, parameters?: readonly unknown[]): Promise<unknown[]>;
  /** Without links. */
  readonly path: string;
  /** Whether the state, its log and its lock still lie where they were opened. */
  place(): Promise<Place>;
  /**
   * Opens what lies there now, or a new file.
   *
   * @returns whether it is the file that was open before
   * @throws StoreError when another process holds it by now; asked again, it is tried again
   */
  reopen(): Promise<boolean>;
  close(): Promise<void>;
}

/** `moved`: the name leads to no file or to another one. `torn`: log or lock were removed, the state is there. */
type Place = "here" | "moved" | "torn";

const IN_MEMORY = ":memory:";

/**
 * Opens a SQLite file for Keyv's table, made if it is not there.
 *
 * @param exclusive refuse a second process that would write too; readers are always welcome
 * @throws StoreError with advice when it is damaged, cannot be written, or is held by another process
 */
export async function openSqlite(path: string, { exclusive }: { exclusive: boolean }): Promise<SqliteFile> {
  const named = path === IN_MEMORY ? path : await realName(path);
  let held: Held | undefined = await hold(named, exclusive);
  let ids = held.ids;
  let ended = false;

  async function letGo(): Promise<void> {
    const were = held;
    held = undefined;
    await were?.adapter.close();
    await were?.lock?.close();
  }

  return {
    path: named,
    async query(sql, parameters = []) {
      if (held === undefined) throw new StoreError(`state store ${named}: it is closed`);
      return held.adapter.query(sql, ...(parameters.length > 0 ? [parameters] : []));
    },
    place: async () => (held === undefined ? "moved" : placeOf(named, ids, exclusive)),
    async reopen() {
      if (ended) throw new StoreError(`state store ${named}: it is closed`);
      const isSame = (await idOf(named)) === ids.state;
      await letGo();
      // Our log belongs to our file. SQLite would play it into the one that took its place.
      if (!isSame && ids.log !== undefined && (await idOf(logOf(named))) === ids.log) await rm(logOf(named));
      held = await hold(named, exclusive);
      ids = held.ids;
      return isSame;
    },
    async close() {
      ended = true;
      await letGo();
    },
  };
}

interface Held {
  readonly adapter: KeyvSqlite;
  readonly lock: KeyvSqlite | undefined;
  readonly ids: Ids;
}

interface Ids {
  readonly state: FileId;
  readonly log: FileId;
  readonly lock: FileId;
}

async function hold(path: string, exclusive: boolean): Promise<Held> {
  try {
    if (path === IN_MEMORY) return { adapter: await connect(path), lock: undefined, ids: noIds };
    if (exclusive || (await idOf(path)) === undefined) await makePrivate(path);
    if (exclusive) await refuseSecondName(path);
    const lock = exclusive ? await takeLock(lockOf(path)) : undefined;
    try {
      const adapter = await connect(path);
      return { adapter, lock, ids: await idsOf(path) };
    } catch (error) {
      await lock?.close();
      throw error;
    }
  } catch (error) {
    throw storeError(path, error);
  }
}

const lockOf = (path: string) => `${path}.lock`;
const logOf = (path: string) => `${path}-wal`;
const noIds: Ids = { state: undefined, log: undefined, lock: undefined };

async function idsOf(path: string): Promise<Ids> {
  const [state, log, lock] = await Promise.all([idOf(path), idOf(logOf(path)), idOf(lockOf(path))]);
  return { state, log, lock };
}

async function placeOf(path: string, were: Ids, exclusive: boolean): Promise<Place> {
  if (path === IN_MEMORY) return "here";
  const are = await idsOf(path);
  if (are.state !== were.state) return "moved";
  return are.log === were.log && (are.lock === were.lock || !exclusive) ? "here" : "torn";
}

async function connect(path: string): Promise<KeyvSqlite> {
  const adapter = new KeyvSqlite({ uri: `sqlite://${path}`, table: "state", busyTimeout: 2000 });
  // The same failure reaches whoever queries.
  adapter.on("error", () => {});
  // Readers never wait for the writer; a resolved write is on the disk, even after a power cut.
  await adapter.query("PRAGMA journal_mode = WAL");
  await adapter.query("PRAGMA synchronous = FULL");
  // KiB. Everything is read once, at the start: what is kept of the file in memory is of no use after that.
  await adapter.query("PRAGMA cache_size = -256");
  // Makes the log, and finds out about damage now.
  await adapter.query("SELECT 1 FROM state LIMIT 1");
  return adapter;
}

// An open transaction in a file of its own: the system drops it with the process, however that dies.
async function takeLock(path: string): Promise<KeyvSqlite> {
  await makePrivate(path);
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
