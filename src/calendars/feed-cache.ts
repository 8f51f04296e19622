import type { Entry } from "../engine/ports/store.ts";
import { type Kept, keptOf, keyOf, type Reader } from "./kept.ts";

/** What is known of each feed, by its place: as it was read last, and how often it could not be since. */
export interface FeedCache {
  of(place: string): Kept | undefined;
  /** The text that counts: the one read early, or else the one that is kept. */
  textOf(place: string): string | undefined;
  /** Takes up what the store has of it. */
  recall(place: string): Promise<void>;
  /** Remembers it, over restarts too. */
  keep(place: string, next: Kept): Promise<void>;
  /** Remembers it as it was just read: no text read early counts any more, and no failure. */
  renew(place: string, next: Kept): Promise<void>;
  /** This text counts, though nothing may be written yet. */
  readEarly(place: string, text: string): void;
  /** Failures in a row. */
  misses(place: string): number;
  /** @returns how many it are now, in a row */
  countMiss(place: string): number;
}

export interface FeedCacheOptions {
  readonly store: Reader;
  readonly write: (entries: readonly Entry[]) => Promise<unknown>;
}

export function feedCache({ store, write }: FeedCacheOptions): FeedCache {
  const kept = new Map<string, Kept>();
  const early = new Map<string, string>();
  const missed = new Map<string, number>();

  async function keep(place: string, next: Kept): Promise<void> {
    const was = kept.get(place);
    kept.set(place, next);
    const isSame =
      was !== undefined && was.text === next.text && was.failing === next.failing && was.said === next.said;
    // That it was read again is worth no write of megabytes.
    if (!isSame) await write([[keyOf(place), next]]);
  }

  return {
    of: (place) => kept.get(place),
    textOf: (place) => early.get(place) ?? kept.get(place)?.text,
    async recall(place) {
      const found = await keptOf(store, place);
      if (found !== undefined) kept.set(place, found);
    },
    keep,
    renew(place, next) {
      missed.delete(place);
      early.delete(place);
      return keep(place, next);
    },
    readEarly: (place, text) => void early.set(place, text),
    misses: (place) => missed.get(place) ?? 0,
    countMiss(place) {
      const count = (missed.get(place) ?? 0) + 1;
      missed.set(place, count);
      return count;
    },
  };
}
