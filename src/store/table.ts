import { Keyv } from "keyv";
import type { SqliteFile } from "./sqlite.ts";
import { storeError } from "./store-error.ts";
import type { Rows } from "./write-queue.ts";

/** An entry as it lies on disk. `text` is whatever lies there, which need not be ours. */
export interface Row {
  readonly key: string;
  readonly text: unknown;
}

/** Keyv's table in a SQLite file: the same rows as Keyv writes, many at a time. @throws StoreError */
export interface Table {
  find(key: string): Promise<Row | undefined>;
  /** Every row whose key begins so, in no order. */
  list(prefix: string): Promise<Row[]>;
  /** Writes all of them or none. */
  replace(rows: Rows): Promise<void>;
}

// Keyv's own: it writes it before each key.
export const NAMESPACE = "keyv:";
// SQLite takes 32,766 parameters in a statement.
const ROWS_PER_STATEMENT = 250;

export function tableIn({ query, path }: Pick<SqliteFile, "query" | "path">): Table {
  const select = async (condition: string, parameters: readonly unknown[]): Promise<Row[]> => {
    const rows = await query(`SELECT key, value FROM state WHERE ${condition}`, parameters).catch((error) => {
      throw storeError(path, error);
    });
    return rows.flatMap(rowOf);
  };
  return {
    find: async (key) => (await select("key = ?", [NAMESPACE + key]))[0],
    list: (prefix) => select("key >= ? AND key < ?", [NAMESPACE + prefix, `${NAMESPACE}${prefix}\u{10ffff}`]),
    async replace(rows) {
      try {
        await begin(query);
        try {
          await write(query, rows);
          await query("COMMIT");
        } catch (error) {
          await query("ROLLBACK").catch(() => {});
          throw error;
        }
      } catch (error) {
        throw storeError(path, error);
      }
    },
  };
}

/** A transaction that neither COMMIT nor ROLLBACK could end must not keep out all that come after. */
async function begin(query: SqliteFile["query"]): Promise<void> {
  try {
    await query("BEGIN IMMEDIATE");
  } catch (error) {
    if (!(error instanceof Error && error.message.includes("within a transaction"))) throw error;
    await query("ROLLBACK");
    await query("BEGIN IMMEDIATE");
  }
}

// Statement by statement: what is still under way would escape the ROLLBACK.
async function write(query: SqliteFile["query"], rows: Rows): Promise<void> {
  const kept = [...rows].filter(([, text]) => text !== undefined);
  const gone = [...rows].filter(([, text]) => text === undefined);
  for (const some of chunks(kept)) {
    const places = some.map(() => "(?, ?)").join(", ");
    await query(
      `INSERT INTO state (key, value) VALUES ${places} ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      some.flatMap(([key, text]) => [NAMESPACE + key, text]),
    );
  }
  for (const some of chunks(gone)) {
    const places = some.map(() => "?").join(", ");
    await query(
      `DELETE FROM state WHERE key IN (${places})`,
      some.map(([key]) => NAMESPACE + key),
    );
  }
}

function chunks<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  );
}

export function rowOf(row: unknown): Row[] {
  if (typeof row !== "object" || row === null || !("key" in row) || !("value" in row)) return [];
  return typeof row.key === "string" ? [{ key: row.key.slice(NAMESPACE.length), text: row.value }] : [];
}

// Keyv marks texts that begin with a colon, and bytes. Everything else it writes as JSON, at many times the cost.
const ESCAPED = /[[,:]":|"type":"Buffer"/;

/** Values as Keyv writes them. */
export interface Codec {
  /** At once: what the caller changes afterwards is another write. @throws when it cannot be written */
  encode(value: unknown): string;
  /** @returns undefined when nobody can read it */
  decode(text: unknown): { readonly value: unknown } | undefined;
}

export function keyvCodec(): Codec {
  const { serialize, deserialize } = new Keyv();
  return {
    encode(value) {
      const plain = JSON.stringify({ value });
      if (!ESCAPED.test(plain)) return plain;
      const text = serialize?.({ value });
      if (typeof text !== "string") throw new TypeError("Keyv gave no text");
      return text;
    },
    decode(text) {
      try {
        const data: unknown = typeof text === "string" ? deserialize?.(text) : undefined;
        if (typeof data !== "object" || data === null || !("value" in data)) return undefined;
        return { value: data.value };
      } catch {
        return undefined;
      }
    },
  };
}
