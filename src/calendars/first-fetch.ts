import type { Logger } from "pino";
import { type Clock, seconds } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { placeText } from "../oncall/calendar-place.ts";
import type { FeedCache } from "./feed-cache.ts";
import { fetchReadable } from "./fetch-readable.ts";
import type { ParsedFeeds } from "./parsed-feeds.ts";

export interface FirstFetchOptions {
  readonly cache: FeedCache;
  readonly parsed: Pick<ParsedFeeds, "ready" | "refuseUnreadable">;
  /** @throws FeedError */
  readonly fetch: (place: string) => Promise<string>;
  readonly realTime: Clock;
  readonly log: Pick<Logger, "warn" | "error">;
  /** The slow ones have answered too, after nobody waited any more. Not told once the signal has aborted. */
  readonly onLate: () => void;
}

/** Nothing accessory stands for longer between an alert and a person. */
const AWAITED = seconds(3);

/**
 * Before the first look: takes up what was kept of these places, and fetches what was never read, or all of them
 * (`fresh`). Waits three seconds at most; what answers later counts from then on. Writes nothing.
 */
export async function firstFetch(
  places: readonly string[],
  { fresh, signal }: { readonly fresh: boolean; readonly signal: AbortSignal },
  options: FirstFetchOptions,
): Promise<void> {
  const { cache, parsed, realTime, log, onLate } = options;
  if (places.length > 0) await parsed.ready();
  for (const place of places) await cache.recall(place);
  const wanted = places.filter((place) => fresh || cache.of(place)?.text === undefined);
  const fetched = Promise.all(wanted.map((place) => fetchEarly(place, options)));
  try {
    await within(realTime, AWAITED, () => fetched);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    fetched.then(
      () => {
        if (!signal.aborted) onLate();
      },
      (failure: unknown) => log.error({ err: failure }, "calendars cannot be looked after"),
    );
    log.warn({ seconds: AWAITED / 1000 }, "calendars are slow: the start waits no longer for them");
  }
}

async function fetchEarly(place: string, { cache, parsed, fetch, log }: FirstFetchOptions): Promise<void> {
  const readAt = cache.of(place)?.at;
  const found = await fetchReadable(place, { fetch, refuseUnreadable: parsed.refuseUnreadable });
  // It may take so long that the first look is faster: neither the answer nor its failure counts then.
  const isNewest = cache.of(place)?.at === readAt;
  if ("text" in found) {
    if (isNewest) cache.readEarly(place, found.text);
    return;
  }
  // A look that failed has counted by itself.
  if (isNewest && cache.misses(place) === 0) cache.countMiss(place);
  log.warn({ at: placeText(place), why: found.why }, "a calendar cannot be read");
}
