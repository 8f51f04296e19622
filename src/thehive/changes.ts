import { breather } from "../lib/breather.ts";
import type { Alert } from "../sla/model.ts";
import type { Dialect, Unsupported } from "./dialect.ts";
import { Entries } from "./entries.ts";
import { type Judge, judge } from "./entry.ts";
import { readAll, type Seen } from "./listing.ts";
import { newer, type Reached } from "./reached.ts";

/** What changed, before it is believed. */
export interface Staged {
  readonly entries: Entries;
  /** Those no longer waiting, as alerts: entries do not hold them. */
  readonly handled: readonly Alert[];
}

/** Rows created or changed at or after `from` (TheHive's clock), in any state, each alert once. @throws HiveError */
export async function readChanges(
  dialect: Dialect,
  from: number,
  signal: AbortSignal | undefined,
): Promise<readonly Seen[] | Unsupported> {
  const rows = await readAll(
    dialect,
    (page) => dialect.changed(from, page, signal),
    (one) => one,
    new Map<string, Seen>(),
  );
  return "kind" in rows ? rows : [...rows.values()];
}

/** Reads the rows that are news. */
export async function stage(
  seen: readonly Seen[],
  by: Judge,
  known: Entries,
  reached: Reached,
): Promise<Staged> {
  const { isDue, take } = breather();
  const entries = new Entries();
  const handled: Alert[] = [];
  for (const one of seen) {
    if (isDue()) await take();
    const old = known.get(one.key);
    if (old?.mark === one.mark) continue;
    const entry = judge(one, old, by);
    if (entry === old) continue;
    const isOver = !entry.open && entry.malformed === undefined;
    // Handled long ago and never known: this TheHive did not look at the time we asked for.
    if (old === undefined && isOver && !reached.isRecent(one)) continue;
    entries.set(one.key, entry);
    if (!isOver) continue;
    const read = by.dialect.read(one.row, by.skew);
    if (read.kind === "alert") handled.push(read.alert);
  }
  return { entries, handled };
}

/** The newest stamp among them; NaN when none tells one. */
export function newestOf(seen: readonly Seen[]): number {
  return seen.reduce((newest, { stamp }) => newer(newest, stamp), Number.NaN);
}
