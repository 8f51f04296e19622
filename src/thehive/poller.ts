import { HiveError } from "../engine/hive-error.ts";
import type { Poll } from "../engine/ports/alert-source.ts";
import type { Clock, Duration, Instant } from "../lib/time.ts";
import type { Alert, AlertId, Observable } from "../sla/model.ts";
import { newestOf, readChanges, stage } from "./changes.ts";
import type { Dialect, Unsupported } from "./dialect.ts";
import { Entries } from "./entries.ts";
import { type Judge, oldestFirst } from "./entry.ts";
import { agrees, unreadable } from "./list-doubts.ts";
import type { HiveLog } from "./options.ts";
import { type Hurry, Owed } from "./owed.ts";
import { Reached } from "./reached.ts";
import { WhenWhole } from "./when-whole.ts";
import { carryOver, openIn, readWhole } from "./whole-read.ts";

interface PollerOptions {
  readonly clock: Clock;
  readonly log: HiveLog;
  readonly open: () => readonly string[];
  readonly fullEvery: Duration;
  readonly wholeUpTo: number;
  /** TheHive's clock minus ours, ms; undefined when nobody knows. */
  readonly skew: () => number | undefined;
  /** Where it is, for error texts. */
  readonly url: string;
  /** Ends a job that may be left half done. */
  readonly hurry: Hurry;
}

/**
 * Keeps up with the open alerts of one TheHive by reading as little as will do.
 *
 * Usually it asks for what changed since the newest time it has seen (TheHive's own clock), in any state, and then
 * for the number of waiting alerts. Deleted alerts, and changes that some versions leave no trace of, show in that
 * number: when it differs from what is known here, everything is read. So it is at first, after an error, every
 * `fullEvery`, when the setting changed, and when the caller has lost or gained alerts we know nothing of.
 *
 * A short list is read whole each time: that is one request instead of two, and shows what else leaves no trace,
 * such as an observable added later.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #dialect: Dialect;
  readonly #whole: WhenWhole;
  readonly #owed: Owed;
  readonly #reached = new Reached();
  #entries = new Entries();
  /** TheHive may count more or fewer alerts than it lists: neither is that. */
  #bias = 0;
  /** Alerts found handled while a poll was under way: what it read of them is older. */
  readonly #overtaken = new Map<AlertId, Instant>();

  constructor(dialect: Dialect, options: PollerOptions) {
    this.#dialect = dialect;
    this.#options = options;
    this.#whole = new WhenWhole({ every: options.fullEvery, upTo: options.wholeUpTo });
    this.#owed = new Owed(dialect, options.hurry, options.log);
  }

  /**
   * One at a time. A poll that is stopped leaves nothing behind but that the next one reads everything.
   *
   * @throws HiveError
   */
  async poll(expectOpen: number, signal?: AbortSignal): Promise<Poll> {
    const why = this.#whyWhole(expectOpen);
    this.#overtaken.clear();
    try {
      return await (why === undefined ? this.#pollChanges(signal) : this.#pollWhole(why, signal));
    } catch (error) {
      this.#whole.noteFailure();
      throw error;
    }
  }

  /** The alert was found handled, or gone, by asking for it: lists that still say otherwise are behind. */
  noteHandled(id: AlertId): void {
    const now = this.#options.clock.now();
    this.#overtaken.set(id, now);
    this.#entries.markHandled(id, now);
  }

  /** The observables already read, if the alert has as many as then and did not change since. */
  observablesOf({ id, observableCount, updatedAt }: Alert): readonly Observable[] | undefined {
    const known = this.#entries.get(id)?.alert;
    if (known === undefined || known.updatedAt !== updatedAt) return undefined;
    return known.observables?.length === observableCount ? known.observables : undefined;
  }

  #whyWhole(expected: number): string | undefined {
    const { open, listed } = this.#entries;
    const { clock, open: by } = this.#options;
    const isReached = this.#reached.isKnown;
    return this.#whole.why({ expected, open, listed, by: by(), isReached, now: clock.now() });
  }

  async #pollWhole(why: string, signal: AbortSignal | undefined): Promise<Poll> {
    const by = this.#judge();
    const { url, clock, log } = this.#options;
    const { entries: next, newest } = await readWhole(this.#dialect, by, this.#entries, url, signal);
    const listed = next.size;
    await carryOver(this.#entries, next, this.#reached);
    await this.#owed.complete(next, undefined, signal);
    const open = await openIn(next);
    insistOn(signal);
    this.#keepOvertaken(next);
    this.#entries = next;
    this.#noteReached(newest, by);
    this.#whole.noteRead(by.open, clock.now());
    const alerts = this.#overtaken.size === 0 ? open : open.filter(({ id }) => !this.#overtaken.has(id));
    log.debug({ why, listed, open: alerts.length }, "read all open alerts");
    return { kind: "full", alerts: oldestFirst(alerts), malformed: next.malformed() };
  }

  async #pollChanges(signal: AbortSignal | undefined): Promise<Poll> {
    const by = this.#judge();
    const seen = await readChanges(this.#dialect, this.#reached.since, signal);
    if ("kind" in seen) return this.#withoutChanges("what changed", seen, signal);
    const { entries: staged, handled } = await stage(seen, by, this.#entries, this.#reached);
    // Few rows say little of TheHive; all of them will.
    if (unreadable(staged) !== undefined) return this.#pollWhole("most changes cannot be read", signal);
    await this.#owed.complete(staged, this.#entries, signal);

    const count = await this.#dialect.count(by.open, signal).catch(asUnknown);
    if (count?.kind === "unsupported") return this.#withoutChanges("how many wait", count, signal);
    if (count !== undefined && !agrees(count, this.#entries.listedWith(staged), this.#bias)) {
      // What was staged is dropped: whatever it says about handled alerts comes again with the next changes.
      const whole = await this.#pollWhole("TheHive counts otherwise", signal);
      this.#bias = count.number - this.#entries.listed;
      return whole;
    }
    insistOn(signal);
    this.#keepOvertaken(staged);
    for (const [key, entry] of staged) this.#entries.set(key, entry);
    this.#noteReached(newestOf(seen), by);
    this.#prune();
    return {
      kind: "changes",
      alerts: oldestFirst([...staged.alerts(), ...handled]),
      malformed: staged.malformed(),
    };
  }

  #withoutChanges(what: string, { forGood }: Unsupported, signal: AbortSignal | undefined): Promise<Poll> {
    if (forGood) {
      this.#whole.noteNoChanges();
      this.#options.log.warn(
        { what },
        "this TheHive cannot be asked for it: every poll reads all open alerts",
      );
    }
    return this.#pollWhole(`TheHive does not tell ${what}`, signal);
  }

  #keepOvertaken(read: Entries): void {
    for (const [id, at] of this.#overtaken) read.markHandled(id, at);
  }

  #judge(): Judge {
    const { clock, open, skew } = this.#options;
    return { dialect: this.#dialect, skew: skew() ?? 0, open: open(), now: clock.now() };
  }

  #noteReached(newest: number, { now: startedAt }: Judge): void {
    const { clock, skew } = this.#options;
    this.#reached.note(newest, { startedAt, now: clock.now() }, skew());
  }

  #prune(): void {
    for (const [key, entry] of this.#entries.gone()) {
      if (!this.#reached.isRecent(entry)) this.#entries.delete(key);
    }
  }
}

/** Whoever stopped the poll does not take what it brings, so it must not count as brought. */
function insistOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new HiveError("unreachable", "reading TheHive's alerts was stopped");
}

// The changes are in hand; the next poll will tell whether TheHive is in trouble.
function asUnknown(error: unknown): undefined {
  if (!(error instanceof HiveError)) throw error;
}
