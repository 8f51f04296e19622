import { fingerprint } from "../lib/fingerprint.ts";
import type { Alert, AlertId, Observable } from "../sla/model.ts";
import type { ReadRow } from "./alert-row.ts";
import { type CaseRow, stampIn } from "./wire.ts";

/** A stretch of a list: `from` included, `to` excluded. */
export interface Page {
  readonly from: number;
  readonly to: number;
}

/** A question TheHive does not take: never, or (`forGood` false) it failed on it and may not the next time. */
export interface Unsupported {
  readonly kind: "unsupported";
  readonly forGood: boolean;
}

/** How many alerts wait. `at-least`: TheHive 4 stops counting there. */
export type Count = Readonly<{ kind: "exact" | "at-least"; number: number }> | Unsupported;

/** What can be seen of a row at no cost. Times are TheHive's own, ms. */
export interface Glance {
  /** Absent when the row is no alert. */
  readonly id: string | undefined;
  /** When it last changed, as far as the row tells; NaN when it does not. */
  readonly stamp: number;
  /** Differs whenever anything that matters to us differs. A number: it is kept of every alert. */
  readonly mark: number;
}

/** An alert whose observables are wanted; `count` when known. */
export interface Wanted {
  readonly id: AlertId;
  readonly count: number | undefined;
}

/**
 * How to talk to one kind of TheHive. Knows addresses, filters and shapes; decides nothing.
 * Every method throws HiveError.
 */
export interface Dialect {
  readonly api: "v0" | "v1";
  /** Alerts that may be waiting, oldest first: a superset, to be judged one by one. */
  waiting(open: readonly string[], page: Page, signal?: AbortSignal): Promise<readonly unknown[]>;
  /** Whether the list `waiting` asks for holds this alert, waiting or not. */
  lists(alert: Alert, open: readonly string[]): boolean;
  /** Counts what `waiting` lists. */
  count(open: readonly string[], signal?: AbortSignal): Promise<Count>;
  /** Alerts created or changed at or after `at` (TheHive's clock), in any state. */
  changed(at: number, page: Page, signal?: AbortSignal): Promise<readonly unknown[] | Unsupported>;
  /** One alert as it is now; undefined when there is none. */
  row(id: AlertId, signal?: AbortSignal): Promise<unknown>;
  glance(row: unknown): Glance;
  read(row: unknown, skew: number): ReadRow;
  /**
   * Observables that rows do not hold. What could not be read is missing from the answer.
   * @returns undefined when this TheHive has no way to ask
   */
  observables(
    wanted: readonly Wanted[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<AlertId, readonly Observable[]> | undefined>;
  /** Asks once, never again by itself. @param body what is wished of the case, in TheHive's words */
  promote(id: AlertId, body: Readonly<Record<string, string>>): Promise<CaseRow>;
  case(id: string, signal?: AbortSignal): Promise<CaseRow>;
  /** Absent where alerts have no assignee. False: there is no such user. */
  readonly assign?: (id: AlertId, email: string) => Promise<boolean>;
  /** Absent where alerts have no comments. */
  readonly comment?: (id: AlertId, text: string) => Promise<void>;
}

/** Looks at a row by the names its dialect gives to id and times; `keys` are those that matter to us. */
export function glanceAt(
  row: unknown,
  names: {
    readonly id: readonly string[];
    readonly times: readonly string[];
    readonly keys: readonly string[];
  },
): Glance {
  if (!isRow(row)) return { id: undefined, stamp: Number.NaN, mark: fingerprint(String(row)) };
  let stamp = Number.NaN;
  const mark: string[] = [];
  for (const name of names.times) {
    const time = stampIn(row[name]);
    if (Number.isNaN(stamp) || time > stamp) stamp = time;
    mark.push(markOf(row[name]));
  }
  for (const name of names.keys) mark.push(markOf(row[name]));
  const id = names.id.map((name) => row[name] ?? undefined).find((value) => value !== undefined);
  return {
    id: typeof id === "string" && id !== "" ? id : undefined,
    stamp,
    mark: fingerprint(mark.join("\n")),
  };
}

function isRow(row: unknown): row is Readonly<Record<string, unknown>> {
  return typeof row === "object" && row !== null;
}

// Observables inside the row may be many; how many tells enough. Objects are never made text of: they may hold
// anything, a `toString` of their own included.
function markOf(value: unknown): string {
  if (!Array.isArray(value)) return textOf(value);
  return typeof value[0] === "object" ? String(value.length) : value.map(textOf).join();
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "object") return "{}";
  // Told apart from what is missing also when empty.
  return typeof value === "string" ? `"${value}` : String(value);
}
