import { breather } from "../lib/breather.ts";
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

/** Where what is read is kept, by id or what stands for it. */
interface Shelves<Kept> {
  readonly size: number;
  set(key: string, kept: Kept): unknown;
}

/**
 * Reads a whole list, each alert once, with breathers in between.
 * @param keep what is kept of each row: of a long list the rows themselves would fill the memory
 * @param kept where it is kept; answered once all is read
 */
export async function readAll<None extends Unsupported, Kept, Kind extends Shelves<Kept>>(
  dialect: Dialect,
  read: (page: Page) => Promise<readonly unknown[] | None>,
  keep: (seen: Seen) => Kept,
  kept: Kind,
): Promise<Kind | None> {
  const { isDue, take } = breather();
  for (let from = 0; ; from += PAGE_SIZE - OVERLAP) {
    const rows = await read({ from, to: from + PAGE_SIZE });
    if ("kind" in rows) return rows;
    const before = kept.size;
    const nameless = new Map<number, number>();
    for (const row of rows) {
      const glance = dialect.glance(row);
      const key = glance.id ?? standIn(glance, nameless);
      kept.set(key, keep({ ...glance, key, row }));
      if (isDue()) await take();
    }
    // A server that ignores paging answers the same rows again.
    if (rows.length < PAGE_SIZE || kept.size === before) return kept;
  }
}

/** Rows without an id that look the same are counted: each is one that could not be read. */
function standIn({ mark }: Glance, nameless: Map<number, number>): string {
  const nth = (nameless.get(mark) ?? 0) + 1;
  nameless.set(mark, nth);
  return `?${nth} ${mark}`;
}
