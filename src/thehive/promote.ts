import { HiveError } from "../engine/hive-error.ts";
import type { Promotion } from "../engine/ports/alert-finisher.ts";
import { type Clock, seconds } from "../lib/time.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import type { CaseLink } from "../sla/record.ts";
import { ATTEMPTS, answerOrDoubt, LOOKS_IN_DOUBT, lookAgain } from "./doubt.ts";
import type { CaseRow } from "./wire.ts";

/** What promoting needs of TheHive. */
export interface PromotionDesk {
  /** Undefined when there is no such alert. */
  read(id: AlertId): Promise<Alert | undefined>;
  /** Asks for the case once. @throws HiveError */
  ask(id: AlertId): Promise<CaseRow>;
  link(found: CaseRow): CaseLink;
  /** The link to a case of which only the id is known. Never fails. */
  linkTo(caseId: string): Promise<CaseLink>;
  readonly clock: Clock;
  /** Nobody waits any longer: nothing more is asked. */
  readonly signal: AbortSignal;
}

// A refusal is final; at most somebody else's case is just being made.
const LOOKS_WHEN_REFUSED = [0, 1].map(seconds);

/**
 * Makes the case of an alert, once. An answer that leaves doubt is never simply asked again: TheHive may have made
 * the case all the same, and a second request might make a second one. So it looks first, several times.
 *
 * @throws HiveError
 */
export async function promote(id: AlertId, desk: PromotionDesk): Promise<Promotion> {
  const before = await caseIdOf(id, desk);
  if (before !== undefined) return { case: await desk.linkTo(before), alreadyImported: true };

  let doubt: HiveError | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS && !desk.signal.aborted; attempt++) {
    const answer = await answerOrDoubt(() => desk.ask(id));
    if (!(answer instanceof HiveError)) return { case: desk.link(answer), alreadyImported: false };
    // Refused at the first try, so a case that is there now is somebody else's.
    const alreadyImported = doubt === undefined && answer.code === "refused";
    doubt = answer;
    const found = await lookAgain({
      pauses: answer.code === "refused" ? LOOKS_WHEN_REFUSED : LOOKS_IN_DOUBT,
      look: () => caseIdOf(id, desk),
      unconfirmed: (cause) => unconfirmed(id, cause),
      clock: desk.clock,
      signal: desk.signal,
    });
    if (found !== undefined) return { case: await desk.linkTo(found), alreadyImported };
    // What TheHive said no to, without a case to show for it, gets no better by asking again.
    if (answer.code === "refused") throw answer;
  }
  throw unconfirmed(id, doubt);
}

async function caseIdOf(id: AlertId, desk: PromotionDesk): Promise<string | undefined> {
  const alert = await desk.read(id);
  if (alert === undefined) {
    throw new HiveError(
      "not-found",
      `TheHive has no alert ${id} any more: it was deleted, there is nothing to promote`,
    );
  }
  return alert.caseId;
}

/** Nobody knows whether there is a case. */
export function unconfirmed(id: AlertId, cause: HiveError | undefined): HiveError {
  const why = cause === undefined ? "" : `: ${cause.message}`;
  return new HiveError(
    "unreachable",
    `TheHive did not confirm a case for alert ${id}${why}. Look at the alert in TheHive, and promote it again if it has no case`,
    { cause },
  );
}
