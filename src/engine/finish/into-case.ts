import type { Instant } from "../../lib/time.ts";
import type { AlertId } from "../../sla/model.ts";
import type { AlertRecord, CaseLink, Handled } from "../../sla/record.ts";
import { type Change, handledElsewhere } from "../../sla/respond.ts";
import type { Answer } from "../desk.ts";
import { HiveError } from "../hive-error.ts";
import type { Promotion } from "../ports/alert-finisher.ts";
import type { CardFacts } from "../ports/card-facts.ts";
import { factsOf } from "../show/card-facts.ts";
import type { Watched } from "../work/watchlist.ts";
import { type NoteEndOptions, noteEnd } from "./note-end.ts";

/** One way of an alert into a case. */
export interface IntoCase {
  /** @throws HiveError */
  readonly ask: () => Promise<Promotion>;
  /** Whether the record tells already that it was us. */
  readonly isOurs: (handled: Handled) => boolean;
  /** The record when it was us. */
  readonly ours: (record: AlertRecord, link: CaseLink, now: Instant) => Change;
}

/** An alert that was forgotten since. */
export const forgotten = {
  kind: "refused",
  why: "unknown-alert",
  detail: "this alert is not known any more",
} as const;

/** Puts an alert into a case, unless it is in one already, and tells how that went. */
export async function intoCase(id: AlertId, way: IntoCase, options: NoteEndOptions): Promise<Answer> {
  const { sources } = options;
  const shown = factsOf(sources, id);
  if (shown === undefined) return forgotten;
  const before = shown.record.handled?.case;
  if (before !== undefined) return alreadyIn(before, shown);
  try {
    const promotion = await way.ask();
    await note(id, promotion, way, options);
    const facts = factsOf(sources, id) ?? shown;
    if (promotion.alreadyImported) return alreadyIn(promotion.case, facts);
    return { kind: "done", response: "promote", facts, case: promotion.case };
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    return { kind: "refused", why: "failed", facts: factsOf(sources, id) ?? shown, detail: error.message };
  }
}

function alreadyIn(link: CaseLink, facts: CardFacts): Answer {
  return { kind: "refused", why: "already-a-case", facts, case: link };
}

/** A poll may have seen the case before our own answer came: it is ours all the same. */
function note(
  id: AlertId,
  { case: link, alreadyImported }: Promotion,
  { isOurs, ours }: IntoCase,
  options: NoteEndOptions,
): Promise<void> {
  const now = options.sources.clock.now();
  const ended = ({ alert, record }: Watched) => {
    const { handled } = record;
    if (handled !== undefined && isOurs(handled)) return undefined;
    if (alreadyImported && handled?.case !== undefined) return undefined;
    return alreadyImported
      ? handledElsewhere(record, { ...alert, caseId: link.id }, now, link)
      : ours(record, link, now);
  };
  return noteEnd(id, ended, options);
}
