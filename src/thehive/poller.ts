import { HiveError } from "../engine/hive-error.ts";
import type { Poll } from "../engine/ports/alert-source.ts";
import { between, type Clock, type Duration, type Instant, seconds } from "../lib/time.ts";
import type { Alert, AlertId, Observable } from "../sla/model.ts";
import type { Dialect, Unsupported } from "./dialect.ts";
import { Entries } from "./entries.ts";
import { type Entry, type Judge, judge, oldestFirst, withFound } from "./entry.ts";
import { agrees, unreadable } from "./list-doubts.ts";
import { readAll, type Seen } from "./listing.ts";
import type { HiveLog } from "./options.ts";

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

/** Tells a job to stop when it takes too long, or when the signal says so; what it has by then is its result. */
type Hurry = <Result>(
  job: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal | undefined,
) => Promise<Result>;

// Index delays, and stamps given before a transaction ends.
const OVERLAP = seconds(90);

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
  #entries = new Entries();
  /** Until when, by TheHive's clock, everything has been read. */
  #reached: number | undefined;
  #lastFullAt: Instant | undefined;
  /** The setting `open` by which everything was read last. */
  #readBy = "";
  /** The caller may know more or fewer alerts than we answered, for reasons of its own: the same difference is no news. */
  #tolerated = 0;
  /** TheHive may count more or fewer alerts than it lists: neither is that. */
  #bias = 0;
  /** Alerts found handled while a poll was under way: what it read of them is older. */
  readonly #overtaken = new Map<AlertId, Instant>();
  #changesWork: boolean = true;
  #observablesWork: boolean = true;

  constructor(dialect: Dialect, options: PollerOptions) {
    this.#dialect = dialect;
    this.#options = options;
  }

  /**
   * One at a time. A poll that is stopped leaves nothing behind but that the next one reads everything.
   *
   * @throws HiveError
   */
  async poll(expectOpen: number, signal?: AbortSignal): Promise<Poll> {
    const why = this.#whyFull(expectOpen);
    this.#overtaken.clear();
    try {
      return await (why === undefined ? this.#readChanges(signal) : this.#readFull(why, signal));
    } catch (error) {
      this.#lastFullAt = undefined;
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

  #whyFull(expectOpen: number): string | undefined {
    const { clock, open, fullEvery, wholeUpTo } = this.#options;
    if (this.#lastFullAt === undefined || this.#reached === undefined) return "first, or after an error";
    if (!this.#changesWork) return "changes cannot be asked for";
    if (this.#readBy !== open().join()) return "the setting changed";
    if (between(this.#lastFullAt, clock.now()) >= fullEvery) return "due";
    if (this.#entries.listed <= wholeUpTo) return "few alerts";
    const drift = expectOpen - this.#entries.open;
    if (drift === this.#tolerated) return undefined;
    this.#tolerated = drift;
    return "the caller knows other alerts";
  }

  async #readFull(why: string, signal: AbortSignal | undefined): Promise<Poll> {
    const by = this.#judge();
    const next = await readAll<never, Entry, Entries>(
      this.#dialect,
      (page) => this.#dialect.waiting(by.open, page, signal),
      (one) => asListed(judge(one, this.#entries.get(one.key), by)),
      new Entries(),
    );
    const problem = unreadable(next);
    if (problem !== undefined) throw nonsense(problem, this.#options.url);
    const listed = [...next].map(([, entry]) => entry);
    // What was answered as handled lately would be answered again with the next changes.
    for (const [key, entry] of this.#entries) {
      if (!entry.open && next.get(key) === undefined && this.#isRecent(entry))
        next.set(key, { ...entry, listed: false });
    }
    for (const [key, entry] of await this.#completed(next.owed(), signal)) next.set(key, entry);
    insistOn(signal);
    this.#keepOvertaken(next);
    this.#entries = next;
    this.#noteReached(listed, by);
    this.#lastFullAt = this.#options.clock.now();
    this.#readBy = by.open.join();
    const alerts = next.alerts();
    this.#options.log.debug({ why, listed: listed.length, open: alerts.length }, "read all open alerts");
    return { kind: "full", alerts: oldestFirst(alerts), malformed: next.malformed() };
  }

  async #readChanges(signal: AbortSignal | undefined): Promise<Poll> {
    const by = this.#judge();
    const from = this.#since();
    const rows = await readAll(
      this.#dialect,
      (page) => this.#dialect.changed(from, page, signal),
      (one) => one,
      new Map<string, Seen>(),
    );
    if ("kind" in rows) return this.#withoutChanges("what changed", rows, signal);
    const seen = [...rows.values()];
    const { staged, handled } = this.#stage(seen, by);
    // Few rows say little of TheHive; all of them will.
    if (unreadable(staged) !== undefined) return this.#readFull("most changes cannot be read", signal);
    for (const [key, entry] of await this.#completed(this.#owedWith(staged), signal)) staged.set(key, entry);

    const count = await this.#dialect.count(by.open, signal).catch(asUnknown);
    if (count?.kind === "unsupported") return this.#withoutChanges("how many wait", count, signal);
    if (count !== undefined && !agrees(count, this.#entries.listedWith(staged), this.#bias)) {
      // What was staged is dropped: whatever it says about handled alerts comes again with the next changes.
      const full = await this.#readFull("TheHive counts otherwise", signal);
      this.#bias = count.number - this.#entries.listed;
      return full;
    }
    insistOn(signal);
    this.#keepOvertaken(staged);
    for (const [key, entry] of staged) this.#entries.set(key, entry);
    this.#noteReached(seen, by);
    this.#prune();
    return {
      kind: "changes",
      alerts: oldestFirst([...staged.alerts(), ...handled]),
      malformed: staged.malformed(),
    };
  }

  /** Reads the rows that are news: as entries, and those no longer waiting as alerts too, for the caller. */
  #stage(seen: readonly Seen[], by: Judge): { staged: Entries; handled: Alert[] } {
    const staged = new Entries();
    const handled: Alert[] = [];
    for (const one of seen) {
      const old = this.#entries.get(one.key);
      if (old?.mark === one.mark) continue;
      const entry = judge(one, old, by);
      if (entry === old) continue;
      // Handled long ago and never known: this TheHive did not look at the time we asked for.
      if (old === undefined && !entry.open && entry.malformed === undefined && !this.#isRecent(one)) continue;
      staged.set(one.key, entry);
      if (entry.open || entry.malformed !== undefined) continue;
      const read = this.#dialect.read(one.row, by.skew);
      if (read.kind === "alert") handled.push(read.alert);
    }
    return { staged, handled };
  }

  #withoutChanges(what: string, { forGood }: Unsupported, signal: AbortSignal | undefined): Promise<Poll> {
    this.#changesWork = !forGood;
    if (forGood) {
      this.#options.log.warn(
        { what },
        "this TheHive cannot be asked for it: every poll reads all open alerts",
      );
    }
    return this.#readFull(`TheHive does not tell ${what}`, signal);
  }

  #owedWith(staged: Entries): [string, Entry][] {
    if (!this.#observablesWork) return [];
    return [...staged.owed(), ...this.#entries.owed().filter(([key]) => staged.get(key) === undefined)];
  }

  /** Asks for the observables that entries lack; answers those that gained some. */
  async #completed(lacking: readonly [string, Entry][], signal?: AbortSignal): Promise<[string, Entry][]> {
    if (lacking.length === 0 || !this.#observablesWork) return [];
    const wanted = lacking.flatMap(([, { alert, counted }]) =>
      alert === undefined ? [] : [{ id: alert.id, count: counted ? alert.observableCount : undefined }],
    );
    const found = await this.#options.hurry((hurried) => this.#dialect.observables(wanted, hurried), signal);
    if (found === undefined) {
      this.#observablesWork = false;
      this.#options.log.warn(
        {},
        "this TheHive cannot be asked for observables: words are sought in titles only",
      );
      return [];
    }
    return lacking.flatMap(([key, entry]): [string, Entry][] => {
      const gained = withFound(entry, found);
      return gained === undefined ? [] : [[key, gained]];
    });
  }

  #keepOvertaken(read: Entries): void {
    for (const [id, at] of this.#overtaken) read.markHandled(id, at);
  }

  #judge(): Judge {
    const { clock, open, skew } = this.#options;
    return { dialect: this.#dialect, skew: skew() ?? 0, open: open(), now: clock.now() };
  }

  #since(): number {
    return (this.#reached ?? 0) - OVERLAP;
  }

  #isRecent({ stamp }: { readonly stamp: number }): boolean {
    return stamp >= this.#since();
  }

  /** A stamp from the future would hide everything that comes before it. */
  #noteReached(seen: readonly { readonly stamp: number }[], { now: startedAt }: Judge): void {
    const { clock, skew } = this.#options;
    const apart = skew();
    const theirNow = clock.now() + (apart ?? 0);
    const stamps = seen
      .filter(({ stamp }) => !Number.isNaN(stamp))
      .map(({ stamp }) => Math.min(stamp, theirNow));
    // Without knowing their clock only their own stamps can be trusted.
    if (apart !== undefined) stamps.push(startedAt + apart);
    for (const stamp of stamps) this.#reached = Math.max(this.#reached ?? 0, stamp);
  }

  #prune(): void {
    for (const [key, entry] of this.#entries.gone()) {
      if (!this.#isRecent(entry)) this.#entries.delete(key);
    }
  }
}

/** The very same where it was listed before: most of a long list is as it was. */
function asListed(entry: Entry): Entry {
  return entry.listed ? entry : { ...entry, listed: true };
}

/** Whoever stopped the poll does not take what it brings, so it must not count as brought. */
function insistOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new HiveError("unreachable", "reading TheHive's alerts was stopped");
}

function nonsense(problem: string, url: string): HiveError {
  const doubt = `does THEHIVE_URL (${url}) lead to a TheHive of version 3, 4 or 5?`;
  return new HiveError("nonsense", `cannot list the open alerts: ${problem}; ${doubt}`);
}

// The changes are in hand; the next poll will tell whether TheHive is in trouble.
function asUnknown(error: unknown): undefined {
  if (!(error instanceof HiveError)) throw error;
}
