import { A_FEW, paced } from "../../lib/paced.ts";
import type { Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { nextHandoff, whoIsOnCall } from "../../oncall/roster.ts";
import type { Due } from "../../sla/forecast.ts";
import type { AlertId } from "../../sla/model.ts";
import type { Board, Health, OnCallNow } from "../desk.ts";
import type { BoardRow } from "../ports/card-facts.ts";
import { BoardRows } from "./board-rows.ts";
import { boardRow, type CardSources, judged } from "./card-facts.ts";
import { turnsAt } from "./next-act.ts";
import { outlook } from "./outlook.ts";

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
  /** All was loaded, or settings or people changed: every row is made anew. */
  changed(): void;
  /** A row shows something else now, although its record has not changed. */
  touch(id: AlertId): void;
  board(): Board;
  /** Makes the rows that changed, so that whoever looks next need not wait for thousands of them. */
  draw(): Promise<void>;
}

/**
 * The open alerts, the most urgent first. Only rows that changed are made anew: with thousands of alerts open, a
 * hundred people asking at once must not cost a hundred evaluations of each.
 */
export function boardKeeper(sources: CardSources, roster: () => Roster, health: () => Health): BoardKeeper {
  const { watch, clock, settings } = sources;
  const rows = new BoardRows();
  const dirty = new Set<AlertId>();
  /** Made, and not yet among the others. */
  const made = new Map<AlertId, BoardRow | undefined>();
  /** Deadlines pass and holds run out without a change to any record: no row before this instant, if any. */
  let firstTurn: Instant | undefined;
  /** By then every row that had to be made anew was known. */
  let lookedAt = clock.now();
  const look = outlook(watch);
  watch.onChange(touch);

  /** Nobody may look for days: what is neither open nor on the board is not noted, so that this cannot grow. */
  function touch(id: AlertId): void {
    if (watch.open().has(id) || made.has(id) || rows.has(id)) dirty.add(id);
    else dirty.delete(id);
  }

  /** What has to be made anew now. */
  function outdated(now: Instant): ReadonlySet<AlertId> {
    if (firstTurn === undefined || firstTurn > now) return dirty;
    firstTurn = undefined;
    for (const row of current()) {
      const turn = turnsAt({ alert: row.alert, record: row.record, rules: settings(), now: lookedAt }, row);
      if (turn !== undefined && turn <= now) dirty.add(row.alert.id);
      else noteTurn(turn);
    }
    lookedAt = now;
    return dirty;
  }

  function* current(): Generator<BoardRow> {
    for (const row of rows.sorted) if (!made.has(row.alert.id)) yield row;
    for (const row of made.values()) if (row !== undefined) yield row;
  }

  function noteTurn(turn: Instant | undefined): void {
    if (turn !== undefined && (firstTurn === undefined || turn < firstTurn)) firstTurn = turn;
  }

  function refresh(now: Instant): void {
    for (const id of outdated(now)) make(id);
    lookedAt = now;
    if (made.size === 0) return;
    rows.put(made);
    made.clear();
  }

  function make(id: AlertId): void {
    // The clock was set back: what turns until then turns once more.
    if (clock.now() < lookedAt) lookedAt = clock.now();
    dirty.delete(id);
    const entry = watch.open().has(id) ? watch.get(id) : undefined;
    const row = entry && boardRow(sources, entry);
    made.set(id, row);
    if (entry !== undefined && row !== undefined) noteTurn(turnsAt(judged(sources, entry), row));
  }

  const numberOf = (id: AlertId) => watch.get(id)?.record.number ?? [];

  return {
    changed() {
      for (const ids of [watch.open(), made.keys(), rows.ids()]) for (const id of ids) dirty.add(id);
    },
    touch,
    async draw() {
      // Much may change meanwhile, and others may draw too.
      while (outdated(clock.now()).size > A_FEW) await paced([...dirty], (id) => dirty.has(id) && make(id));
      refresh(clock.now());
    },
    board() {
      const now = clock.now();
      refresh(now);
      const ahead = look.ahead(rows.sorted, () => dueIn(rows.sorted), now);
      return {
        health: health(),
        rows: rows.sorted,
        counts: rows.counts,
        onCall: onCallNow(roster(), now),
        ...(ahead === undefined ? {} : { ahead: { ...ahead, first: ahead.first.flatMap(numberOf) } }),
      };
    },
  };
}

function dueIn(rows: readonly BoardRow[]): Due[] {
  const all: Due[] = [];
  for (const { alert, state, due } of rows)
    if (state === "waiting" && due !== undefined) all.push({ id: alert.id, deadline: due });
  return all;
}
