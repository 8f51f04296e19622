import type { Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { nextHandoff, whoIsOnCall } from "../../oncall/roster.ts";
import type { AlertId, Severity } from "../../sla/model.ts";
import type { Board, Health, OnCallNow } from "../desk.ts";
import type { BoardRow } from "../ports.ts";
import { boardRow, type CardSources } from "./card-facts.ts";

/** Of so many more rows than are shown it is not noted which. */
const MANY = 1000;

/** Who is on call in every group at an instant, and who is next. */
export function onCallNow(roster: Roster, at: Instant): OnCallNow[] {
  return Object.keys(roster.groups).map((group) => {
    const now = whoIsOnCall(roster, group, at);
    const next = nextHandoff(roster, group, at);
    return {
      group,
      now: now.people,
      because: now.because === "unknown-group" ? "members" : now.because,
      ...(now.because === "override" ? { by: now.override.by } : {}),
      ...(next === undefined ? {} : { until: next.at }),
      next: next?.onCall.people ?? [],
    };
  });
}

export interface BoardKeeper {
  /** Settings or people changed: every row is made anew. */
  changed(): void;
  /** A row shows something else now, although its record has not changed. */
  touch(id: AlertId): void;
  board(): Board;
}

/**
 * The open alerts, next deadline first. Only rows that changed are made anew: with thousands of alerts open, a
 * hundred people asking at once must not cost a hundred evaluations of each.
 */
export function boardKeeper(sources: CardSources, roster: () => Roster, health: () => Health): BoardKeeper {
  const { watch, clock } = sources;
  const dirty = new Set<AlertId>();
  let sorted: BoardRow[] = [];
  let everything = true;
  watch.onChange(touch);

  /** Nobody may look for days: then it is all made anew. */
  function touch(id: AlertId): void {
    if (dirty.size > sorted.length + MANY) everything = true;
    if (everything) dirty.clear();
    else dirty.add(id);
  }

  function refresh(now: Instant): void {
    if (everything) for (const id of watch.open()) dirty.add(id);
    // Holds run out, and tiers fall due, without a change to any record.
    for (const { alert, next } of sorted) {
      if (next === undefined || next.at > now) break;
      dirty.add(alert.id);
    }
    if (!everything && dirty.size === 0) return;
    const fresh = [...dirty].flatMap((id) => {
      const entry = watch.open().has(id) ? watch.get(id) : undefined;
      return entry === undefined ? [] : boardRow(sources, entry);
    });
    const kept = everything ? [] : sorted.filter(({ alert }) => !dirty.has(alert.id));
    sorted = [...kept, ...fresh].sort(byNextDeadline);
    everything = false;
    dirty.clear();
  }

  return {
    changed() {
      everything = true;
    },
    touch,
    board() {
      const now = clock.now();
      refresh(now);
      return {
        health: health(),
        rows: sorted,
        counts: countBySeverity(sorted),
        onCall: onCallNow(roster(), now),
      };
    },
  };
}

function byNextDeadline(one: BoardRow, other: BoardRow): number {
  const at = ({ next }: BoardRow) => next?.at ?? Number.MAX_SAFE_INTEGER;
  return at(one) - at(other) || one.alert.createdAt - other.alert.createdAt;
}

function countBySeverity(rows: readonly BoardRow[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { alert } of rows) counts[alert.severity]++;
  return counts;
}
