import type { Alert, AlertId } from "../../sla/model.ts";
import { handledElsewhere, stale } from "../../sla/respond.ts";
import type { Parts } from "./parts.ts";

/**
 * The alert is no longer open; undefined = it is gone. Which case it became is asked afterwards: nobody waits for
 * that.
 */
export async function leave(parts: Parts, id: AlertId, alert: Alert | undefined): Promise<void> {
  const { watch, timetable, clock, log, cards, jobs } = parts;
  const entry = watch.get(id);
  if (entry === undefined || entry.record.handled !== undefined) return;
  timetable.cancel("alert", id);
  if (alert !== undefined) watch.refresh(alert);
  await watch.commit(id, handledElsewhere(watch.get(id)?.record ?? entry.record, alert, clock.now()));
  log.info({ alertId: id, stage: alert?.stage ?? "deleted" }, "alert handled");
  cards.refresh(id);
  if (alert?.caseId !== undefined) jobs.start(`case of ${id}`, () => noteCase(parts, id, alert));
}

async function noteCase({ source, watch, cards }: Parts, id: AlertId, alert: Alert): Promise<void> {
  const link = await source.caseOf(alert);
  const record = watch.get(id)?.record;
  if (link === undefined || record?.handled === undefined || record.handled.case !== undefined) return;
  const handled = { ...record.handled, case: link };
  await watch.commit(id, { record: stale({ ...record, handled }), events: [] });
  cards.refresh(id);
}
