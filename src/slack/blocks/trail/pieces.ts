import { instant } from "../../../lib/time.ts";
import type { AuditEvent } from "../../../sla/event.ts";
import { moment, type Piece, theirs, words } from "../rich.ts";

/** One event in words. @param alert how the alert it is about is called */
export type Sentence = (event: AuditEvent, alert: Piece) => readonly Piece[];

/** The sentences of one family of events. */
export type Sentences = Readonly<Partial<Record<AuditEvent["event"], Sentence>>>;

export function untilPieces(until: string | undefined): readonly Piece[] {
  return isDate(until) ? [words(" until "), moment(instant(until))] : [];
}

export function because(why: string | undefined): readonly Piece[] {
  return why === undefined || why === "" ? [] : [words(": "), theirs(why, 200)];
}

export function isDate(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}
