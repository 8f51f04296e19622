import type { Malformed } from "../engine/ports/alert-source.ts";
import type { Instant } from "../lib/time.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import { type Entry, lacksObservables } from "./entry.ts";

/**
 * What is kept of all alerts between two polls, by id or what stands for it. Everything a poll asks of all of them is
 * kept up to date as they change: a poll that finds nothing new costs the same however many there are.
 */
export class Entries {
  readonly #entries = new Map<string, Entry>();
  readonly #owed = new Set<string>();
  readonly #gone = new Set<string>();
  readonly #spoilt = new Set<string>();
  #open = 0;
  #listed = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** How many wait for a person. */
  get open(): number {
    return this.#open;
  }

  /** How many TheHive's list of waiting alerts holds. */
  get listed(): number {
    return this.#listed;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  set(key: string, entry: Entry): void {
    this.#count(this.#entries.get(key), -1);
    this.#count(entry, 1);
    this.#entries.set(key, entry);
    note(this.#owed, key, lacksObservables(entry));
    note(this.#gone, key, !entry.open && !entry.listed);
    note(this.#spoilt, key, entry.malformed !== undefined);
  }

  delete(key: string): void {
    this.#count(this.#entries.get(key), -1);
    this.#entries.delete(key);
    this.#owed.delete(key);
    this.#gone.delete(key);
    this.#spoilt.delete(key);
  }

  [Symbol.iterator](): IterableIterator<[string, Entry]> {
    return this.#entries.entries();
  }

  /** Those whose observables should be asked for, again if need be. */
  owed(): [string, Entry][] {
    return this.#pairs(this.#owed);
  }

  /** Those that neither wait nor are listed: kept so that the same news is not told again. */
  gone(): [string, Entry][] {
    return this.#pairs(this.#gone);
  }

  /** How many would be listed once what changed is taken in. */
  listedWith(changed: Entries): number {
    let count = this.#listed + changed.listed;
    for (const [key] of changed) if (this.#entries.get(key)?.listed === true) count--;
    return count;
  }

  /** An alert that is listed as open was found handled at that instant. */
  markHandled(id: AlertId, at: Instant): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || !entry.open) return;
    this.set(id, { ...entry, alert: undefined, open: false, listed: false, handledAt: at });
  }

  /** All that are open. Walks them all. */
  alerts(): Alert[] {
    return [...this.#entries.values()].flatMap(({ alert }) => alert ?? []);
  }

  /** All that could not be read. */
  malformed(): Malformed[] {
    return this.#pairs(this.#spoilt).flatMap(([, { malformed }]) => malformed ?? []);
  }

  #pairs(keys: ReadonlySet<string>): [string, Entry][] {
    return [...keys].flatMap((key): [string, Entry][] => {
      const entry = this.#entries.get(key);
      return entry === undefined ? [] : [[key, entry]];
    });
  }

  #count(entry: Entry | undefined, by: 1 | -1): void {
    if (entry?.alert !== undefined) this.#open += by;
    if (entry?.listed === true) this.#listed += by;
  }
}

function note(keys: Set<string>, key: string, belongs: boolean): void {
  if (belongs) keys.add(key);
  else keys.delete(key);
}
