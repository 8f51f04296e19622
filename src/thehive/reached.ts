import { type Instant, seconds } from "../lib/time.ts";

// Index delays, and stamps given before a transaction ends.
const OVERLAP = seconds(90);

/** Until when, by TheHive's own clock, all that changed has been read. Times in ms. */
export class Reached {
  #at: number | undefined;

  /** False until anything told a time. */
  get isKnown(): boolean {
    return this.#at !== undefined;
  }

  /** From when on changes are asked for: some come to light late. */
  get since(): number {
    return (this.#at ?? 0) - OVERLAP;
  }

  /** Whether it would come again with the next changes. */
  isRecent({ stamp }: { readonly stamp: number }): boolean {
    return stamp >= this.since;
  }

  /**
   * Something was read. Never goes back.
   * @param newest the newest stamp in it, NaN when nothing told one; one from the future would hide what comes before it
   * @param when by our clock: when reading began, and now
   * @param skew TheHive's clock minus ours; unknown, only its own stamps can be trusted
   */
  note(newest: number, when: { startedAt: Instant; now: Instant }, skew: number | undefined): void {
    const theirNow = when.now + (skew ?? 0);
    if (!Number.isNaN(newest)) this.#reach(Math.min(newest, theirNow));
    if (skew !== undefined) this.#reach(when.startedAt + skew);
  }

  #reach(at: number): void {
    this.#at = Math.max(this.#at ?? 0, at);
  }
}

/** The later of two stamps, either of which may be NaN. */
export function newer(one: number, other: number): number {
  return Number.isNaN(one) || other > one ? other : one;
}
