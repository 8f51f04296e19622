import { earliest, type Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { nextHandoff, whoIsOnCall } from "../../oncall/roster.ts";
import type { Due } from "../../sla/forecast.ts";
import type { AlertId, Severity } from "../../sla/model.ts";
import type { Board, Health, OnCallNow } from "../desk.ts";
import type { BoardRow } from "../ports/card-facts.ts";
import { boardRow, type CardSources, judged } from "./card-facts.ts";
import { turnsAt } from "./next-act.ts";
import { outlook } from "./outlook.ts";
import { byUrgency } from "./urgency.ts";

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
 * The open alerts, the most urgent first. Only rows that changed are made anew: with thousands of alerts open, a
 * hundred people asking at once must not cost a hundred evaluations of each.
 */
export function boardKeeper(sources: CardSources, roster: () => Roster, health: () => Health): BoardKeeper {
  const { watch, clock } = sources;
  const dirty = new Set<AlertId>();
  /** Deadlines pass and holds run out without a change to any record. */
  const turns = new Map<AlertId, Instant>();
  let firstTurn: Instant | undefined;
  let sorted: BoardRow[] = [];
  let counts = countBySeverity(sorted);
  let waiting: readonly Due[] = [];
  let everything = true;
  const look = outlook(watch);
  watch.onChange(touch);

  /** Nobody may look for days: then it is all made anew. */
  function touch(id: AlertId): void {
    if (dirty.size > sorted.length + MANY) everything = true;
    if (everything) dirty.clear();
    else dirty.add(id);
  }

  function refresh(now: Instant): void {
    if (everything) for (const id of watch.open()) dirty.add(id);
    if (firstTurn !== undefined && firstTurn <= now)
      for (const [id, at] of turns) if (at <= now) dirty.add(id);
    if (!everything && dirty.size === 0) return;
    const fresh = [...dirty].flatMap(drawn);
    const kept = everything ? [] : sorted.filter(({ alert }) => !dirty.has(alert.id));
    sorted = [...kept, ...fresh].sort(byUrgency);
    counts = countBySeverity(sorted);
    waiting = sorted.flatMap(dueOf);
    firstTurn = earliest(turns.values());
    everything = false;
    dirty.clear();
  }

  function drawn(id: AlertId): BoardRow[] {
    turns.delete(id);
    const entry = watch.open().has(id) ? watch.get(id) : undefined;
    if (entry === undefined) return [];
    const row = boardRow(sources, entry);
    const turn = turnsAt(judged(sources, entry), row.next);
    if (turn !== undefined) turns.set(id, turn);
    return [row];
  }

  const numberOf = (id: AlertId) => watch.get(id)?.record.number ?? [];

  return {
    changed() {
      everything = true;
      turns.clear();
    },
    touch,
    board() {
      const now = clock.now();
      refresh(now);
      const ahead = look.ahead(waiting, now);
      return {
        health: health(),
        rows: sorted,
        counts,
        onCall: onCallNow(roster(), now),
        ...(ahead === undefined ? {} : { ahead: { ...ahead, first: ahead.first.flatMap(numberOf) } }),
      };
    },
  };
}

function dueOf({ alert, state, due }: BoardRow): Due[] {
  return state === "waiting" && due !== undefined ? [{ id: alert.id, deadline: due }] : [];
}

function countBySeverity(rows: readonly BoardRow[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { alert } of rows) counts[alert.severity]++;
  return counts;
}
