import type { AlertId, Severity } from "../../sla/model.ts";
import type { BoardRow } from "../ports/card-facts.ts";
import { byUrgency } from "./urgency.ts";

/** Beyond one in so many it is quicker to sort them all. */
const FEW = 100;

/**
 * The rows of the board, the most urgent first. A change costs the search for its place: with thousands of alerts
 * open, and somebody looking, something always changes.
 */
export class BoardRows {
  readonly #byId = new Map<AlertId, BoardRow>();
  readonly #counts: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  #sorted: readonly BoardRow[] = [];

  /** Another list after each change, the same one while there is none. */
  get sorted(): readonly BoardRow[] {
    return this.#sorted;
  }

  get counts(): Readonly<Record<Severity, number>> {
    return { ...this.#counts };
  }

  has(id: AlertId): boolean {
    return this.#byId.has(id);
  }

  ids(): Iterable<AlertId> {
    return this.#byId.keys();
  }

  /** @param rows by alert, the row as it is now; undefined: there is none any more */
  put(rows: ReadonlyMap<AlertId, BoardRow | undefined>): void {
    const isFew = rows.size * FEW <= this.#sorted.length;
    const sorted = isFew ? this.#sorted.slice() : this.#sorted.filter(({ alert }) => !rows.has(alert.id));
    for (const [id, row] of rows) {
      const old = this.#byId.get(id);
      if (isFew && old !== undefined) sorted.splice(placeOf(old, sorted), 1);
      if (isFew && row !== undefined) sorted.splice(placeOf(row, sorted), 0, row);
      if (!isFew && row !== undefined) sorted.push(row);
      this.#note(id, old, row);
    }
    this.#sorted = isFew ? sorted : sorted.sort(byUrgency);
  }

  #note(id: AlertId, old: BoardRow | undefined, row: BoardRow | undefined): void {
    if (old !== undefined) this.#counts[old.alert.severity]--;
    if (row === undefined) {
      this.#byId.delete(id);
      return;
    }
    this.#counts[row.alert.severity]++;
    this.#byId.set(id, row);
  }
}

/** Where a row stands, or would. No two are equal in that order. */
function placeOf(row: BoardRow, sorted: readonly BoardRow[]): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = sorted[middle];
    if (other !== undefined && byUrgency(other, row) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
