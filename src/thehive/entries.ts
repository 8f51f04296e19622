import type { Malformed } from "../engine/ports/alert-source.ts";
import type { Instant } from "../lib/time.ts";
import type { Alert, AlertId, Observable } from "../sla/model.ts";
import type { Count, Unsupported } from "./dialect.ts";
import type { Entry } from "./entry.ts";

/** What is kept of all alerts between two polls, by id or what stands for it. */
export type Entries = Map<string, Entry>;

export function openIn(entries: Entries): Alert[] {
  return [...entries.values()].flatMap(({ alert }) => alert ?? []);
}

export function malformedIn(entries: Entries): Malformed[] {
  return [...entries.values()].flatMap(({ malformed }) => malformed ?? []);
}

/** An alert that is listed as open was found handled at that instant. */
export function markHandled(entries: Entries, id: AlertId, at: Instant): void {
  const entry = entries.get(id);
  if (entry === undefined || !entry.open) return;
  const { alert: _, ...rest } = entry;
  entries.set(id, { ...rest, open: false, listed: false, handledAt: at });
}

/** How many TheHive's list of waiting alerts holds, once what changed is taken in. */
export function countListed(entries: Entries, changed: Entries = new Map()): number {
  let count = 0;
  for (const [key, { listed }] of entries) if (listed && !changed.has(key)) count++;
  for (const { listed } of changed.values()) if (listed) count++;
  return count;
}

export function agrees(count: Exclude<Count, Unsupported>, listed: number, bias: number): boolean {
  return count.kind === "exact" ? count.number - listed === bias : listed >= count.number;
}

/** The entry with the observables that were found for it; undefined when none were. */
export function withFound(
  entry: Entry,
  found: ReadonlyMap<AlertId, readonly Observable[]>,
): Entry | undefined {
  const { alert, tries, counted } = entry;
  const observables = alert === undefined ? undefined : found.get(alert.id);
  if (alert === undefined || observables === undefined) return undefined;
  const observableCount = Math.max(observables.length, counted ? alert.observableCount : 0);
  return { ...entry, tries: tries + 1, alert: { ...alert, observables, observableCount } };
}

// One that cannot be read is one alert's trouble, however few there are.
const FEWEST = 2;

/**
 * Whether so many of a list cannot be read that it says nothing of the alerts, but of TheHive: in words, with the
 * commonest reason.
 */
export function unreadable(entries: Entries): string | undefined {
  const malformed = malformedIn(entries);
  if (malformed.length < FEWEST || malformed.length * 2 <= entries.size) return undefined;
  const reasons = new Map<string, number>();
  for (const { why } of malformed) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  const [[commonest] = [""]] = [...reasons].sort(([, one], [, other]) => other - one);
  return `${malformed.length} of ${entries.size} alerts could not be read: ${commonest}`;
}
