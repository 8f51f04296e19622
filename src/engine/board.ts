import { type Instant, seconds } from "../lib/time.ts";
import { nextHandoff, whoIsOnCall } from "../oncall/roster.ts";
import type { Severity } from "../sla/model.ts";
import type { Context } from "./context.ts";
import type { Board, Health, OnCallNow } from "./desk.ts";
import { boardRow } from "./facts.ts";
import type { BoardRow } from "./ports.ts";

const KEEP = seconds(5);

/** Who is on call in every group at an instant, and who is next. */
export function onCallNow({ roster }: Context, at: Instant): OnCallNow[] {
  return Object.keys(roster().groups).map((group) => {
    const now = whoIsOnCall(roster(), group, at);
    const next = nextHandoff(roster(), group, at);
    return {
      group,
      now: now.people,
      because: now.because === "unknown-group" ? "members" : now.because,
      ...(next === undefined ? {} : { until: next.at }),
      next: next?.onCall.people ?? [],
    };
  });
}

/**
 * The open alerts, next deadline first. Kept until something changes: with thousands of alerts open, a hundred
 * people asking at once must not cost a hundred sorts.
 */
export function boardKeeper(context: Context, health: () => Health) {
  let rows: BoardRow[] | undefined;
  let madeAt = context.clock.now();
  const changed = () => {
    rows = undefined;
  };
  context.watch.onChange(changed);

  return {
    changed,
    board(): Board {
      const now = context.clock.now();
      // Holds run out without a change to any record.
      if (rows === undefined || now - madeAt > KEEP) {
        rows = freshRows(context);
        madeAt = now;
      }
      return { health: health(), rows, counts: countBySeverity(rows), onCall: onCallNow(context, now) };
    },
  };
}

function freshRows(context: Context): BoardRow[] {
  const rows = [...context.watch.open()].flatMap((id) => {
    const entry = context.watch.get(id);
    return entry === undefined ? [] : boardRow(context, entry);
  });
  return rows.sort(
    (a, b) =>
      (a.next?.at ?? Number.POSITIVE_INFINITY) - (b.next?.at ?? Number.POSITIVE_INFINITY) ||
      a.alert.createdAt - b.alert.createdAt,
  );
}

function countBySeverity(rows: readonly BoardRow[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const { alert } of rows) counts[alert.severity]++;
  return counts;
}
