import { type Instant, iso } from "../lib/time.ts";
import type { Decision } from "./evaluate.ts";
import type { AuditEvent } from "./event.ts";
import { type Actor, type Alert, isTier, system } from "./model.ts";
import type { AlertRecord } from "./record.ts";
import { type Change, stale } from "./respond.ts";

/**
 * The record after a firing. Whom it reaches is written with it, in one piece, before anything is sent.
 * @param unconfirmed TheHive could not be asked immediately before
 * @param by whoever did not wait for the deadline
 */
export function fire(
  record: AlertRecord,
  alert: Alert,
  decision: Decision & { kind: "fire" },
  unconfirmed: boolean,
  now: Instant,
  by?: Actor,
): Change {
  const { tier, repeat, deadline, highRisk } = decision;
  const { hold: _, unansweredAt: __, offer: ___, ...rest } = record;
  const person = by === undefined ? {} : { by };
  return {
    record: stale({
      ...rest,
      tiersDone: isTier(tier) ? Math.max(record.tiersDone, tier) : record.tiersDone,
      firings: [
        ...record.firings,
        { tier, repeat, at: now, deadline, severity: alert.severity, unconfirmed, ...person },
      ],
      ...(highRisk === undefined ? {} : { highRisk: { ...highRisk, at: now } }),
    }),
    events: events(record, decision, unconfirmed, now, by),
  };
}

function events(
  record: AlertRecord,
  decision: Decision & { kind: "fire" },
  unconfirmed: boolean,
  now: Instant,
  by: Actor = system,
): AuditEvent[] {
  const base = { at: iso(now), actor: by, alertId: record.alertId };
  const skipped = decision.skipped.map((tier) => ({ ...base, event: "tier.skipped" as const, tier }));
  const detail = {
    ...(decision.repeat > 0 ? { repeat: decision.repeat } : {}),
    ...(unconfirmed ? { unconfirmed } : {}),
    // Nobody's failure: the time had not run out.
    ...(decision.deadline > now ? { deadline: iso(decision.deadline) } : {}),
  };
  const withDetail = Object.keys(detail).length > 0 ? { detail } : {};
  if (decision.tier === "high-risk") {
    const { word, where } = decision.highRisk ?? { word: "", where: "" };
    return [{ ...base, event: "highRisk.fired", tier: "high-risk", detail: { word, where, ...detail } }];
  }
  if (decision.tier === "at-risk")
    return [{ ...base, event: "alert.atRisk", tier: "at-risk", ...withDetail }];
  return [...skipped, { ...base, event: "tier.fired", tier: decision.tier, ...withDetail }];
}
