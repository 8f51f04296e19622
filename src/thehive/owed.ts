import { paced } from "../lib/paced.ts";
import type { Dialect } from "./dialect.ts";
import type { Entries } from "./entries.ts";
import { type Entry, withFound } from "./entry.ts";
import type { HiveLog } from "./options.ts";

/** Tells a job to stop when it takes too long, or when the signal says so; what it has by then is its result. */
export type Hurry = <Result>(
  job: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal | undefined,
) => Promise<Result>;

/** The observables that alerts lack: asked for, again if need be, as long as this TheHive can be asked. */
export class Owed {
  readonly #dialect: Dialect;
  readonly #hurry: Hurry;
  readonly #log: HiveLog;
  #canBeAsked: boolean = true;

  constructor(dialect: Dialect, hurry: Hurry, log: HiveLog) {
    this.#dialect = dialect;
    this.#hurry = hurry;
    this.#log = log;
  }

  /** Puts the observables found into `entries`: of those that lack some, and of those in `others` that are not among them. */
  async complete(entries: Entries, others: Entries | undefined, signal?: AbortSignal): Promise<void> {
    if (!this.#canBeAsked) return;
    const lacking = owedBy(entries, others);
    if (lacking.length === 0) return;
    const wanted = lacking.flatMap(([, { alert, counted }]) =>
      alert === undefined ? [] : [{ id: alert.id, count: counted ? alert.observableCount : undefined }],
    );
    const found = await this.#hurry((hurried) => this.#dialect.observables(wanted, hurried), signal);
    if (found === undefined) {
      this.#canBeAsked = false;
      this.#log.warn({}, "this TheHive cannot be asked for observables: words are sought in titles only");
      return;
    }
    await paced(lacking, ([key, entry]) => {
      const gained = withFound(entry, found);
      if (gained !== undefined) entries.set(key, gained);
    });
  }
}

/** What changed counts, not what was known of it before. */
function owedBy(entries: Entries, others: Entries | undefined): [string, Entry][] {
  if (others === undefined) return entries.owed();
  return [...entries.owed(), ...others.owed().filter(([key]) => entries.get(key) === undefined)];
}
