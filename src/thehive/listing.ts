import type { Dialect, Glance, Page, Unsupported } from "./dialect.ts";

/** A row and what is seen of it at a glance. */
export interface Seen extends Glance {
  /** The id, or a stand-in for what has none. */
  readonly key: string;
  readonly row: unknown;
}

const PAGE_SIZE = 500;
// The list changes while it is read: alerts that leave it move the rest forward, so pages overlap a little.
const OVERLAP = 20;

/** Reads a whole list, each alert once. */
export async function readAll<None extends Unsupported>(
  dialect: Dialect,
  read: (page: Page) => Promise<readonly unknown[] | None>,
): Promise<Seen[] | None> {
  const seen = new Map<string, Seen>();
  for (let from = 0; ; from += PAGE_SIZE - OVERLAP) {
    const rows = await read({ from, to: from + PAGE_SIZE });
    if ("kind" in rows) return rows;
    const before = seen.size;
    for (const row of rows) {
      const glance = dialect.glance(row);
      const key = glance.id ?? `?${glance.mark}`;
      seen.set(key, { ...glance, key, row });
    }
    // A server that ignores paging answers the same rows again.
    if (rows.length < PAGE_SIZE || seen.size === before) return [...seen.values()];
  }
}
