import { CalendarError } from "./calendar-error.ts";
import { FeedError } from "./fetch.ts";

export interface FetchReadableOptions {
  /** @throws FeedError */
  readonly fetch: (place: string) => Promise<string>;
  /** @throws CalendarError */
  readonly refuseUnreadable: (text: string) => Promise<void>;
  /** A text that need not be looked at again. */
  readonly known?: string | undefined;
}

/** What a feed says now, if that is a calendar; else why not, in plain words. */
export async function fetchReadable(
  place: string,
  { fetch, refuseUnreadable, known }: FetchReadableOptions,
): Promise<{ readonly text: string } | { readonly why: string }> {
  try {
    const text = await fetch(place);
    if (text !== known) await refuseUnreadable(text);
    return { text };
  } catch (error) {
    if (error instanceof FeedError || error instanceof CalendarError) return { why: error.message };
    throw error;
  }
}
