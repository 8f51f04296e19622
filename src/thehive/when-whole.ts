import { between, type Duration, type Instant } from "../lib/time.ts";

interface WhenWholeOptions {
  /** How long changes alone may be read. */
  readonly every: Duration;
  /** Up to how many listed alerts everything is read at every poll. */
  readonly upTo: number;
}

/** What the choice between everything and changes goes by, at one poll. */
interface Standing {
  /** How many open alerts the caller knows, and how many we do. */
  readonly expected: number;
  readonly open: number;
  /** How many TheHive lists. */
  readonly listed: number;
  /** The setting `poll.open`. */
  readonly by: readonly string[];
  /** Whether it is known from when on changes would have to be asked for. */
  readonly isReached: boolean;
  readonly now: Instant;
}

/** When everything has to be read, and changes would not do. */
export class WhenWhole {
  readonly #options: WhenWholeOptions;
  #lastAt: Instant | undefined;
  /** The setting by which everything was read last. */
  #readBy = "";
  /** The caller may know more or fewer alerts than we answered, for reasons of its own: the same difference is no news. */
  #tolerated = 0;
  #changesWork: boolean = true;

  constructor(options: WhenWholeOptions) {
    this.#options = options;
  }

  /** @returns why, for the log; undefined when changes will do */
  why({ expected, open, listed, by, isReached, now }: Standing): string | undefined {
    if (this.#lastAt === undefined || !isReached) return "first, or after an error";
    if (!this.#changesWork) return "changes cannot be asked for";
    if (this.#readBy !== by.join()) return "the setting changed";
    if (between(this.#lastAt, now) >= this.#options.every) return "due";
    if (listed <= this.#options.upTo) return "few alerts";
    const drift = expected - open;
    if (drift === this.#tolerated) return undefined;
    this.#tolerated = drift;
    return "the caller knows other alerts";
  }

  /** Everything was read, by that setting. */
  noteRead(by: readonly string[], at: Instant): void {
    this.#lastAt = at;
    this.#readBy = by.join();
  }

  /** What was read may have holes. */
  noteFailure(): void {
    this.#lastAt = undefined;
  }

  /** This TheHive cannot be asked for changes, ever. */
  noteNoChanges(): void {
    this.#changesWork = false;
  }
}
