import { seconds } from "../../lib/time.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import { isOpen, waitingIn } from "../../sla/policy.ts";
import { reopened } from "../../sla/respond.ts";
import { observed } from "../../sla/standstill.ts";
import { HiveError } from "../hive-error.ts";
import type { Watched } from "../work/watchlist.ts";
import type { Confirmed } from "./confirm.ts";
import { leave } from "./leave.ts";
import type { Parts } from "./parts.ts";

/** Takes note of an alert as it was just read, without acting upon it. */
export function refresh({ watch, cards }: Parts, alert: Alert): void {
  const before = watch.get(alert.id)?.record;
  watch.refresh(alert);
  if (before?.card !== undefined && cardShows(before.alert) !== cardShows(alert))
    cards.outdate(alert.id, seconds(1));
}

/** The SLA clock stands, or runs again, since the alert was read last. In the alert's lane only. @returns whether it is so */
export async function noteClock({ watch, settings, clock, cards }: Parts, entry: Watched): Promise<boolean> {
  const change = observed(entry.record, entry.alert, settings().poll, clock.now());
  if (change === undefined) return false;
  await watch.commit(entry.record.alertId, change);
  cards.refresh(entry.record.alertId);
  return true;
}

/** Takes note of what TheHive said of an alert, for whoever is about to be told of it. */
export async function see(parts: Parts, id: AlertId, found: Confirmed): Promise<void> {
  if (found === "unconfirmed") return;
  const entry = parts.watch.get(id);
  if (entry === undefined || entry.record.handled !== undefined) return;
  // Not in the alert's turn: whoever is to be told waits for this, and may hold up that turn.
  if (found === undefined || !isOpen(found, waitingIn(parts.settings().poll))) return leave(parts, id, found);
  refresh(parts, found);
}

/** Takes note of an alert as TheHive lists it. In the alert's lane only. */
export async function note(parts: Parts, id: AlertId, listed: Alert): Promise<void> {
  const entry = parts.watch.get(id);
  if (entry === undefined) return;
  if (entry.record.handled === undefined) refresh(parts, listed);
  else if (isOpen(listed, waitingIn(parts.settings().poll))) await reopen(parts, id);
}

/** It had been handled and TheHive lists it as open: an old row of a slow index, or really open again? */
async function reopen({ source, watch, settings, clock, cards }: Parts, id: AlertId): Promise<void> {
  const fresh = await source.read(id).catch((error: unknown) => {
    if (error instanceof HiveError) return undefined;
    throw error;
  });
  const entry = watch.get(id);
  if (fresh === undefined || entry === undefined || !isOpen(fresh, waitingIn(settings().poll))) return;
  watch.refresh(fresh);
  await watch.commit(id, reopened(watch.get(id)?.record ?? entry.record, clock.now()));
  cards.refresh(id);
}

/** The part of an alert that its card shows. */
function cardShows(alert: Omit<Alert, "observables">): string {
  const { title, severity, source, type, tags, observableCount, assignee } = alert;
  return JSON.stringify([title, severity, source, type, tags, observableCount, assignee]);
}
