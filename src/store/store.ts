import { Keyv } from "keyv";
import { z } from "zod";
import type { Store } from "../engine/ports.ts";
import { AlertRecord } from "../sla/record.ts";
import { openSqlite, type SqliteFile } from "./sqlite.ts";
import { StoreError, storeError } from "./store-error.ts";
import { writeQueue } from "./write-queue.ts";

/** The layout of what is stored. Raised when an older version could no longer read it. */
const SCHEMA_VERSION = 1;
const recordKey = (id: string) => `record:${id}`;

/**
 * Opens the state in a SQLite file.
 *
 * @param exclusive refuse a second process that would write too
 * @throws StoreError with advice
 */
export async function openStore(
  path: string,
  { exclusive = true }: { exclusive?: boolean } = {},
): Promise<Store> {
  const file = await openSqlite(path, { exclusive });
  const store = keyvStore(file);
  try {
    await checkVersion(store, path, exclusive);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function keyvStore(file: SqliteFile): Store {
  const keyv = new Keyv({ store: file.adapter, throwOnErrors: true });
  // Failures are thrown to whoever asked; unheard, the event would end the process.
  keyv.on("error", () => {});
  const queue = writeQueue({
    transaction: async (job) => {
      await file.adapter.query("BEGIN IMMEDIATE");
      try {
        await job();
        await file.adapter.query("COMMIT");
      } catch (error) {
        await file.adapter.query("ROLLBACK").catch(() => {});
        throw storeError(file.path, error);
      }
    },
    set: async (key, value) => {
      if (value === undefined) await keyv.delete(key);
      else await keyv.set(key, value);
    },
  });

  async function list(prefix: string): Promise<[string, unknown][]> {
    await queue.idle();
    const found: [string, unknown][] = [];
    try {
      for await (const [key, value] of keyv.iterator?.(undefined) ?? []) {
        if (typeof key === "string" && key.startsWith(prefix)) found.push([key, value]);
      }
    } catch (error) {
      throw storeError(file.path, error);
    }
    return found;
  }

  return {
    records: async () =>
      (await list(recordKey(""))).map(([key, value]) => parse(AlertRecord, key, value, file.path)),
    saveRecord: (record) => queue.write(recordKey(record.alertId), record),
    forgetRecord: (id) => queue.write(recordKey(id), undefined),
    read: async (key) => {
      await queue.idle();
      return keyv.get(key).catch((error: unknown) => Promise.reject(storeError(file.path, error)));
    },
    list,
    write: (key, value) => queue.write(key, value),
    remove: (key) => queue.write(key, undefined),
    close: async () => {
      await queue.idle();
      await file.close();
    },
  };
}

async function checkVersion(store: Store, path: string, mayWrite: boolean): Promise<void> {
  const version = await store.read("meta:version");
  if (version === undefined) {
    if (mayWrite) await store.write("meta:version", SCHEMA_VERSION);
    return;
  }
  if (version !== SCHEMA_VERSION) {
    throw new StoreError(
      `state store ${path}: written by another version of this program (layout ${String(version)}, this one reads ${SCHEMA_VERSION}). Run that version, or move the file away`,
    );
  }
}

function parse<Type extends z.ZodType>(
  schema: Type,
  key: string,
  value: unknown,
  path: string,
): z.output<Type> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new StoreError(
    `state store ${path}: the entry ${key} is damaged (${z.prettifyError(result.error).split("\n")[0]}). Restore a backup, or move the file away to start afresh`,
  );
}
