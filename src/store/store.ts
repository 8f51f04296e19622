import type { Damaged, Entry, Store } from "../engine/ports/store.ts";
import { inTurn } from "../lib/in-turn.ts";
import { upgrade, upgraded } from "./layout.ts";
import { type Lost, whenLost } from "./lost.ts";
import { type DamagedRow, readRecords, readRows, setAside } from "./set-aside.ts";
import { openSqlite, type SqliteFile } from "./sqlite.ts";
import { isOfWholeStore, StoreError, storeError } from "./store-error.ts";
import { type Codec, keyvCodec, type Row, type Table, tableIn } from "./table.ts";
import { type Rows, writeQueue } from "./write-queue.ts";

/** Written and removed by `check`, to see whether anything can be written. */
export const CHECK_KEY = "meta:check";

export interface StoreOptions {
  /** Refuse a second process that would write too. */
  readonly exclusive?: boolean;
  /** Told when the file or its lock was removed while it was in use, and is there again. */
  readonly onLost?: (lost: Lost) => void;
}

/**
 * Opens the state in a SQLite file. Beside the process that holds it others may read, an older layout too.
 *
 * @throws StoreError with advice
 */
export async function openStore(
  path: string,
  { exclusive = true, onLost = () => {} }: StoreOptions = {},
): Promise<Store> {
  const file = await openSqlite(path, { exclusive });
  try {
    return await storeIn(file, { exclusive, onLost });
  } catch (error) {
    await file.close();
    throw storeError(path, error);
  }
}

/** The state in a file that is open. @throws StoreError */
export async function storeIn(
  file: SqliteFile,
  { exclusive = true, onLost = () => {} }: StoreOptions = {},
): Promise<Store> {
  const table = tableIn(file);
  const makeSure = exclusive ? whenLost(file, table, onLost) : async () => {};
  return storeOn({ table, place: file.path, makeSure, close: file.close }, { exclusive });
}

/** What a store stands on. */
export interface Ground {
  readonly table: Table;
  /** For people: where it lies. */
  readonly place: string;
  /** That the table lies where it did; before each write. */
  makeSure(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The state on a ground that is open.
 *
 * @param exclusive whether it is ours to bring up to date and to move damaged rows
 * @throws StoreError
 */
export async function storeOn(ground: Ground, { exclusive }: { exclusive: boolean }): Promise<Store> {
  const { table, place } = ground;
  if (exclusive) {
    await upgrade(table, keyvCodec(), place);
    return storeOver(table, ground, { mayMove: true });
  }
  const entries = await upgraded(table, keyvCodec(), place);
  const shown = entries === undefined ? table : frozen(entries, table, place);
  return storeOver(shown, ground, { mayMove: false });
}

type Reader<Value> = (
  rows: readonly Row[],
  codec: Codec,
) => { readable: [key: string, value: Value][]; damaged: DamagedRow[] };

function storeOver(
  table: Table,
  { place, makeSure, close }: Ground,
  { mayMove }: { readonly mayMove: boolean },
): Store {
  const codec = keyvCodec();
  const turn = inTurn();
  const aside: Damaged[] = [];
  const write = writeQueue({
    commit: async (rows) => {
      await makeSure();
      await table.replace(rows);
    },
    isOfWholeStore,
    inTurn: turn,
  });

  /** In turn, so that nothing is written between reading a row and moving it. */
  const read = <Value>(find: () => Promise<readonly Row[]>, kind: Reader<Value>) =>
    turn(async () => {
      const { readable, damaged } = kind(await find(), codec);
      aside.push(...damaged.map(({ key, why }) => ({ key, why })));
      // Where nothing can be written now, they are found again the next time.
      if (mayMove) await setAside(table, codec, damaged).catch(() => {});
      return readable;
    });

  return {
    async records() {
      // Every row: one that nobody reads for weeks is named today.
      const records = await read(() => table.list(""), readRecords);
      return { records: records.map(([, record]) => record), damaged: unique(aside) };
    },
    async read(key) {
      const found = await read(
        async () => [await table.find(key)].filter((row) => row !== undefined),
        readRows,
      );
      return found[0]?.[1];
    },
    list: (prefix) => read(() => table.list(prefix), readRows),
    async write(entries) {
      try {
        return await write(encoded(entries, codec));
      } catch (error) {
        throw storeError(place, error);
      }
    },
    close: () => turn(close),
  };
}

/** At once, so that what the caller changes afterwards is another write. */
function encoded(entries: readonly Entry[], { encode }: Codec): Rows {
  return new Map(
    entries.map(([key, value]) => {
      try {
        return [key, value === undefined ? undefined : encode(value)];
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new StoreError(`state store: ${key} cannot be written as JSON (${why})`, { cause: error });
      }
    }),
  );
}

/** A row that could not be moved is found again at each reading. */
function unique(damaged: readonly Damaged[]): Damaged[] {
  return [...new Map(damaged.map((one) => [one.key, one])).values()];
}

/** A table of an older layout, as it would be in ours. What is noted about the store itself is of no layout. */
function frozen(
  entries: Iterable<readonly [key: string, value: unknown]>,
  { replace }: Table,
  path: string,
): Table {
  const { encode } = keyvCodec();
  const rows = [...entries].map(([key, value]) => ({ key, text: encode(value) }));
  return {
    find: async (key) => rows.find((row) => row.key === key),
    list: async (prefix) => rows.filter(({ key }) => key.startsWith(prefix)),
    async replace(changed: Rows) {
      if ([...changed.keys()].every((key) => key === CHECK_KEY)) return replace(changed);
      throw new StoreError(
        `state store ${path}: an older version wrote it. The next start brings it up to date`,
      );
    },
  };
}
