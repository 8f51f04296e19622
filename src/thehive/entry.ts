import type { Malformed } from "../engine/ports/alert-source.ts";
import { between, type Instant, minutes } from "../lib/time.ts";
import type { Alert, AlertId, Observable } from "../sla/model.ts";
import { isOpen } from "../sla/policy.ts";
import type { Dialect } from "./dialect.ts";
import type { Seen } from "./listing.ts";

/** What is kept of one alert between two polls. */
export interface Entry {
  readonly mark: number;
  readonly stamp: number;
  /** By what it was read: another skew or another setting makes another alert of the same row. */
  readonly skew: number;
  readonly judgedBy: readonly string[];
  readonly open: boolean;
  /** Whether TheHive's list of waiting alerts holds it. */
  readonly listed: boolean;
  /** The alert while it is open: it is answered again at every full read. */
  readonly alert: Alert | undefined;
  readonly malformed: Malformed | undefined;
  readonly counted: boolean;
  /** How often its observables were asked for. */
  readonly tries: number;
  /** When it was seen handled by its id, which is current while lists lag behind. */
  readonly handledAt: Instant | undefined;
}

export interface Judge {
  readonly dialect: Dialect;
  readonly skew: number;
  readonly open: readonly string[];
  readonly now: Instant;
}

// TheHive 5 refreshes its index about once a second; a busy one may take longer.
const LONGEST_LAG = minutes(1);
// The index may lag behind the count, but a count may also be of what we may not see.
const MOST_TRIES = 3;

/** Reads a row, unless the entry from before already tells everything. */
export function judge(seen: Seen, old: Entry | undefined, by: Judge): Entry {
  const lately = old?.handledAt !== undefined && between(old.handledAt, by.now) < LONGEST_LAG;
  const known = old?.mark === seen.mark && old.skew === by.skew && isSame(old.judgedBy, by.open);
  if (known && (old.handledAt === undefined || lately)) return old;

  const read = by.dialect.read(seen.row, by.skew);
  const isAlert = read.kind === "alert";
  const open = isAlert && isOpen(read.alert, by.open);
  if (open && lately) return old;
  return {
    mark: seen.mark,
    stamp: seen.stamp,
    skew: by.skew,
    judgedBy: by.open,
    open,
    listed: isAlert ? by.dialect.lists(read.alert, by.open) : (old?.listed ?? false),
    alert: open ? withObservables(read.alert, old?.alert) : undefined,
    malformed: isAlert ? undefined : { id: read.id, why: read.why },
    counted: isAlert ? read.counted : true,
    tries: 0,
    handledAt: undefined,
  };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one === other || one.join() === other.join();
}

/** Whether its observables should be asked for, again if need be. */
export function lacksObservables({ alert, counted, tries }: Entry): boolean {
  if (alert === undefined) return false;
  if (alert.observables === undefined) return true;
  return counted && alert.observables.length < alert.observableCount && tries < MOST_TRIES;
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

// Observables come and go, they do not change: as many as before are those from before.
function withObservables(alert: Alert, old: Alert | undefined): Alert {
  if (alert.observables !== undefined || old?.observables === undefined) return alert;
  if (old.observables.length !== alert.observableCount) return alert;
  return { ...alert, observables: old.observables };
}

/** Oldest first; by id where two are equally old, so that the order is always the same. */
export function oldestFirst(alerts: readonly Alert[]): Alert[] {
  return [...alerts].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}
