import { migrateFrom1 } from "./migrate-1.ts";
import { StoreError } from "./store-error.ts";
import type { Codec, Table } from "./table.ts";

/** The layout of what is stored. Raised when an older version could no longer read it. */
export const SCHEMA_VERSION = 2;
const KEY = "meta:version";

type Entries = readonly (readonly [key: string, value: unknown])[];

/**
 * Entries in the layout of today.
 *
 * @param path named when they are refused
 * @throws StoreError when a version wrote them that this one does not know
 */
export function inTodaysLayout(entries: Entries, path: string): Entries {
  const version = entries.find(([key]) => key === KEY)?.[1];
  if (version === undefined || version === SCHEMA_VERSION) return entries;
  if (version === 1) return migrateFrom1(entries);
  throw new StoreError(
    `state store ${path}: written by another version of this program (layout ${layoutShown(version)}, this one reads ${SCHEMA_VERSION}). Run that version, or move the file away`,
  );
}

// What is no number may be anything, a `toString` of its own included.
function layoutShown(version: unknown): string {
  return typeof version === "number" ? String(version) : "without a number";
}

/** Brings a table into the layout of today, in one transaction. @throws StoreError */
export async function upgrade(table: Table, codec: Codec, path: string): Promise<void> {
  const version = await table.find(KEY);
  if (version === undefined) return table.replace(new Map([[KEY, codec.encode(SCHEMA_VERSION)]]));
  if (codec.decode(version.text)?.value === SCHEMA_VERSION) return;
  const before = await readable(table, codec);
  const after = inTodaysLayout(before, path);
  const unchanged = new Set(before);
  const rows = new Map<string, string | undefined>(before.map(([key]) => [key, undefined]));
  for (const entry of after) {
    const [key, value] = entry;
    if (unchanged.has(entry)) rows.delete(key);
    else rows.set(key, codec.encode(value));
  }
  await table.replace(rows);
}

/** What a table would hold in the layout of today; undefined when that is how it lies there. @throws StoreError */
export async function upgraded(table: Table, codec: Codec, path: string): Promise<Entries | undefined> {
  const version = await table.find(KEY);
  if (version === undefined || codec.decode(version.text)?.value === SCHEMA_VERSION) return undefined;
  return inTodaysLayout(await readable(table, codec), path);
}

/** Without what nobody can read: that is set aside later, and stays where it lies until then. */
async function readable(table: Table, codec: Codec): Promise<Entries> {
  return (await table.list("")).flatMap(({ key, text }) => {
    const data = codec.decode(text);
    return data === undefined ? [] : [[key, data.value] as const];
  });
}
