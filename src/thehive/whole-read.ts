import { HiveError } from "../engine/hive-error.ts";
import { paced } from "../lib/paced.ts";
import type { Alert } from "../sla/model.ts";
import type { Dialect } from "./dialect.ts";
import { Entries } from "./entries.ts";
import { type Entry, type Judge, judge } from "./entry.ts";
import { unreadable } from "./list-doubts.ts";
import { readAll } from "./listing.ts";
import { newer, type Reached } from "./reached.ts";

/** Everything TheHive lists. */
export interface WholeRead {
  readonly entries: Entries;
  /** The newest stamp among them; NaN when none tells one. */
  readonly newest: number;
}

/**
 * Reads all alerts that may be waiting.
 * @param known what was kept of them before: what did not change is not read again
 * @param url where it is, for the error's text
 * @throws HiveError, also when hardly any of them can be read
 */
export async function readWhole(
  dialect: Dialect,
  by: Judge,
  known: Entries,
  url: string,
  signal: AbortSignal | undefined,
): Promise<WholeRead> {
  let newest = Number.NaN;
  const entries = await readAll<never, Entry, Entries>(
    dialect,
    (page) => dialect.waiting(by.open, page, signal),
    (one) => {
      const entry = asListed(judge(one, known.get(one.key), by));
      newest = newer(newest, entry.stamp);
      return entry;
    },
    new Entries(),
  );
  const problem = unreadable(entries);
  if (problem !== undefined) throw nonsense(problem, url);
  return { entries, newest };
}

/** Keeps what was answered as handled lately, and is listed no more: it would be answered again with the next changes. */
export async function carryOver(from: Entries, to: Entries, reached: Reached): Promise<void> {
  await paced(from, ([key, entry]) => {
    if (entry.open || to.get(key) !== undefined || !reached.isRecent(entry)) return;
    to.set(key, { ...entry, listed: false });
  });
}

/** The alerts that are open, in the order of the list. */
export async function openIn(entries: Entries): Promise<Alert[]> {
  const alerts: Alert[] = [];
  await paced(entries, ([, { alert }]) => {
    if (alert !== undefined) alerts.push(alert);
  });
  return alerts;
}

/** The very same where it was listed before: most of a long list is as it was. */
function asListed(entry: Entry): Entry {
  return entry.listed ? entry : { ...entry, listed: true };
}

function nonsense(problem: string, url: string): HiveError {
  const doubt = `does THEHIVE_URL (${url}) lead to a TheHive of version 3, 4 or 5?`;
  return new HiveError("nonsense", `cannot list the open alerts: ${problem}; ${doubt}`);
}
