import { instant } from "../../lib/time.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { fitMessage, type Message } from "./fit.ts";
import { lines, moment, type Piece, person, strong, theirs, verbatim, words } from "./rich.ts";

/** Audit events, latest first. @param about how the alert is called, or everything */
export function auditMessage(events: readonly AuditEvent[], about: string): Message {
  const headline = events.length === 0 ? `No audit events of ${about}` : `Latest audit events of ${about}`;
  return fitMessage({
    text: headline,
    blocks: [lines([strong(headline)], ...events.map(eventLine))],
  });
}

/** One event as one line: when, what, whom it concerned, who did it. */
export function eventLine({
  at,
  event,
  actor,
  alertId,
  tier,
  via,
  to,
  detail,
}: AuditEvent): readonly Piece[] {
  const about = [
    alertId,
    tier === undefined ? undefined : `tier ${tier}`,
    via,
    to,
    detail === undefined ? undefined : JSON.stringify(detail),
  ].filter((part) => part !== undefined);
  return [
    moment(instant(at)),
    words("  "),
    verbatim(event, 60),
    ...(actor === "system" ? [] : [words(" by "), person(actor)]),
    ...(about.length === 0 ? [] : [words("  "), theirs(about.join("  "), 240)]),
  ];
}
