import { type Instant, iso } from "../lib/time.ts";
import type { AuditEvent } from "./event.ts";
import { type Actor, type Alert, system } from "./model.ts";
import type { AlertRecord, CaseLink, Handled, Hold } from "./record.ts";

/** A record as it is after something happened, and the facts to audit. */
export interface Change {
  readonly record: AlertRecord;
  readonly events: readonly AuditEvent[];
}

/** Quiet until `until`: nothing of this alert fires before. A new hold replaces an older one. */
export function hold(
  record: AlertRecord,
  kind: Hold["kind"],
  until: Instant,
  now: Instant,
  by: Actor,
  reason?: string,
): Change {
  const { unansweredAt: _, offer: __, ...rest } = record;
  const why = reason === undefined ? {} : { reason };
  const isFirst = kind === "acknowledged" && record.respondedAt === undefined;
  return {
    record: stale({
      ...rest,
      ...(isFirst ? { respondedAt: now } : {}),
      hold: { kind, until, at: now, by, ...why },
    }),
    events: [event(record, now, `alert.${kind}`, by, { until: iso(until), ...why })],
  };
}

/** Ends a hold before its time; undefined when there is none to end. */
export function resume(record: AlertRecord, now: Instant, by: Actor): Change | undefined {
  if (record.hold === undefined || record.hold.until <= now) return undefined;
  const { hold: _, offer: __, ...rest } = record;
  return { record: stale(rest), events: [event(record, now, "alert.resumed", by)] };
}

/** A hold has run out and the alert still waits; undefined when there is none that has. */
export function holdOver(record: AlertRecord, now: Instant): (Change & { readonly hold: Hold }) | undefined {
  const { hold, offer, ...rest } = record;
  if (hold === undefined || hold.until > now) return undefined;
  const inVain = offer === undefined ? {} : { offeredTo: offer.to };
  const over = event(record, now, "alert.holdOver", system, { kind: hold.kind, by: hold.by, ...inVain });
  return { record: stale(rest), events: [over], hold: { ...hold, ...inVain } };
}

/** The last tier has fired and nobody has responded: said once, until somebody does. */
export function unanswered(record: AlertRecord, now: Instant): Change {
  return {
    record: stale({ ...record, unansweredAt: now }),
    events: [event(record, now, "alert.unanswered", system)],
  };
}

/** The alert became a case through us. */
export function promoted(record: AlertRecord, link: CaseLink, now: Instant, by: Actor): Change {
  const { hold: _, unansweredAt: __, offer: ___, ...rest } = record;
  return {
    record: stale({ ...rest, handled: { how: "promoted", at: now, by, case: link } }),
    events: [event(record, now, "alert.promoted", by, { case: link })],
  };
}

/** The alert left the open states in TheHive, or is gone from it. */
export function handledElsewhere(
  record: AlertRecord,
  alert: Alert | undefined,
  now: Instant,
  link?: CaseLink,
): Change {
  const handled: Handled = {
    how: howHandled(alert),
    at: now,
    ...(alert === undefined ? {} : { status: alert.status }),
    ...(link === undefined ? {} : { case: link }),
  };
  const { hold: _, unansweredAt: __, offer: ___, ...rest } = record;
  return {
    record: stale({ ...rest, handled }),
    events: [event(record, now, "alert.handled", system, { ...handled, ...takenUp(alert) })],
  };
}

/** When TheHive says that somebody took it up, which it may tell long after; and as of when its source dates it. */
function takenUp(alert: Alert | undefined): { readonly inProgressAt?: string; readonly datedAt?: string } {
  if (alert?.inProgressAt === undefined) return {};
  const { inProgressAt, datedAt } = alert;
  return { inProgressAt: iso(inProgressAt), ...(datedAt === undefined ? {} : { datedAt: iso(datedAt) }) };
}

/** It waits again. What fired stays fired. */
export function reopened(record: AlertRecord, now: Instant): Change {
  const { handled: _, caseWatch: __, writtenBack: ___, ...rest } = record;
  return {
    record: stale({ ...rest, reopenedAt: now }),
    events: [event(record, now, "alert.reopened", system)],
  };
}

/** Marks the card as no longer showing the truth, if there is one. */
export function stale(record: AlertRecord): AlertRecord {
  return record.card === undefined ? record : { ...record, card: { ...record.card, stale: true } };
}

function howHandled(alert: Alert | undefined): Handled["how"] {
  if (alert === undefined) return "deleted";
  if (alert.caseId !== undefined || alert.stage === "imported") return "imported";
  return alert.stage === "in-progress" ? "in-progress" : "closed";
}

/** A line of the trail about one alert. */
export function event(
  record: AlertRecord,
  now: Instant,
  name: AuditEvent["event"],
  actor: Actor,
  detail?: unknown,
): AuditEvent {
  return {
    at: iso(now),
    event: name,
    actor,
    alertId: record.alertId,
    ...(detail === undefined ? {} : { detail }),
  };
}
