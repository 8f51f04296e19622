import { instant } from "../../../lib/time.ts";
import type { AuditEvent } from "../../../sla/event.ts";
import { fitMessage, type Message } from "../fit.ts";
import { lines, moment, type Piece, strong, words } from "../rich.ts";
import { type NumberOf, sentenceOf } from "./sentences.ts";

/** Audit events, latest first. @param about how the alert is called, or everything */
export function auditMessage(events: readonly AuditEvent[], about: string, numberOf: NumberOf): Message {
  const headline =
    events.length === 0 ? `Nothing is recorded of ${about}` : `What happened to ${about}, latest first`;
  return fitMessage({
    text: headline,
    blocks: [lines([strong(headline)], ...events.map((event) => eventLine(event, numberOf)))],
  });
}

/** One event as one line: when, and what happened. */
export function eventLine(event: AuditEvent, numberOf: NumberOf): readonly Piece[] {
  return [moment(instant(event.at)), words("  "), ...sentenceOf(event, numberOf)];
}
