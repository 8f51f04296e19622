import { type Instant, iso } from "../lib/time.ts";
import type { Actor } from "./model.ts";
import type { AlertRecord, CaseLink } from "./record.ts";
import { type Change, stale } from "./respond.ts";

/** The alert was closed through us. */
export function closed(
  record: AlertRecord,
  { status, note }: { status: string; note: string | undefined },
  now: Instant,
  by: Actor,
): Change {
  const { hold: _, unansweredAt: __, ...rest } = record;
  const detail = note === undefined ? { status } : { status, note };
  return {
    record: stale({ ...rest, handled: { how: "closed", at: now, by, status } }),
    events: [{ at: iso(now), event: "alert.closed", actor: by, alertId: record.alertId, detail }],
  };
}

/** The alert went into a case that was there already, through us. */
export function merged(record: AlertRecord, link: CaseLink, now: Instant, by: Actor): Change {
  const { hold: _, unansweredAt: __, ...rest } = record;
  const detail = { case: link };
  return {
    record: stale({ ...rest, handled: { how: "merged", at: now, by, case: link } }),
    events: [{ at: iso(now), event: "alert.merged", actor: by, alertId: record.alertId, detail }],
  };
}
