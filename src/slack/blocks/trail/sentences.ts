import type { AuditEvent } from "../../../sla/event.ts";
import { type Piece, words } from "../rich.ts";
import { sentence } from "../text.ts";
import { byPhone } from "./by-phone.ts";
import { read, Seen } from "./details.ts";
import { ofDuty } from "./duty.ts";
import { ofFate } from "./fate.ts";
import { ofTheMonitor } from "./monitor.ts";
import { ofPeople } from "./people.ts";
import type { Sentence } from "./pieces.ts";
import { ofTelling } from "./telling.ts";

/** What people call an alert; undefined for one that was forgotten. */
export type NumberOf = (alertId: string) => number | undefined;

/** One event as a sentence. Every event has one: the compiler insists. */
export function sentenceOf(event: AuditEvent, numberOf: NumberOf): readonly Piece[] {
  const [first, ...more] = sentences[event.event](event, aboutAlert(event, numberOf));
  return first === undefined ? [] : [first === stranger ? words(sentence(STRANGER)) : first, ...more];
}

const sentences: Readonly<Record<AuditEvent["event"], Sentence>> = {
  ...ofTheMonitor,
  ...ofTelling,
  ...ofPeople,
  ...byPhone,
  ...ofFate,
  ...ofDuty,
};

const STRANGER = "an alert that is long gone";
const stranger = words(STRANGER);

function aboutAlert({ alertId, detail }: AuditEvent, numberOf: NumberOf): Piece {
  const number = (alertId === undefined ? undefined : numberOf(alertId)) ?? read(Seen, detail).number;
  return number === undefined ? stranger : words(`#${number}`);
}
