import { z } from "zod";
import { ApiFailure } from "./api-failure.ts";
import { int, word } from "./args.ts";

/** The arguments of a list that comes in pages. */
export const pageArgs = { limit: int.min(0).optional(), cursor: z.union([z.literal(""), word]).optional() };

/** One page and where the next begins; an empty cursor ends the list. */
export interface Page<Item> {
  readonly items: Item[];
  readonly hasMore: boolean;
  readonly metadata: { readonly next_cursor: string };
}

/**
 * Cuts one page out of a list.
 *
 * @throws ApiFailure invalid_cursor, invalid_limit
 */
export function page<Item>(
  all: readonly Item[],
  { limit, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { usual, most }: { usual: number; most: number },
): Page<Item> {
  const size = limit === undefined || limit === 0 ? usual : limit;
  if (size > most) throw new ApiFailure("invalid_limit");
  const start = cursor ? offsetOf(cursor) : 0;
  const end = start + size;
  const hasMore = end < all.length;
  return { items: all.slice(start, end), hasMore, metadata: { next_cursor: hasMore ? cursorAt(end) : "" } };
}

function cursorAt(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString("base64");
}

function offsetOf(cursor: string): number {
  const match = /^offset:(\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (!match) throw new ApiFailure("invalid_cursor");
  return Number(match[1]);
}
