import { HiveError } from "../engine/hive-error.ts";
import type { Promotion } from "../engine/ports.ts";
import { type Clock, type Duration, seconds } from "../lib/time.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import type { CaseLink } from "../sla/record.ts";
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

// A request that was cut off may still be at work; each look waits for it a little longer.
const LOOKS_IN_DOUBT = [0, 1, 2, 4].map(seconds);
// A refusal is final; at most somebody else's case is just being made.
const LOOKS_WHEN_REFUSED = [0, 1].map(seconds);
const ATTEMPTS = 2;

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
    const answer = await askOnce(id, desk);
    if (!(answer instanceof HiveError)) return { case: desk.link(answer), alreadyImported: false };
    // Refused at the first try, so a case that is there now is somebody else's.
    const alreadyImported = doubt === undefined && answer.code === "refused";
    doubt = answer;
    const looks = answer.code === "refused" ? LOOKS_WHEN_REFUSED : LOOKS_IN_DOUBT;
    const found = await lookForCase(id, looks, desk);
    if (found !== undefined) return { case: await desk.linkTo(found), alreadyImported };
    // What TheHive said no to, without a case to show for it, gets no better by asking again.
    if (answer.code === "refused") throw answer;
  }
  throw unconfirmed(id, doubt);
}

/** The case, or why nobody knows whether there is one. @throws HiveError when there surely is none */
async function askOnce(id: AlertId, desk: PromotionDesk): Promise<CaseRow | HiveError> {
  try {
    return await desk.ask(id);
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    switch (error.code) {
      case "unauthorized":
      case "forbidden":
      case "not-found":
        throw error;
      case "refused":
      case "unreachable":
      case "nonsense":
        return error;
    }
  }
}

async function lookForCase(
  id: AlertId,
  looks: readonly Duration[],
  desk: PromotionDesk,
): Promise<string | undefined> {
  let blind: HiveError | undefined;
  for (const pause of looks) {
    if (pause > 0) await desk.clock.sleep(pause, desk.signal);
    try {
      const found = await caseIdOf(id, desk);
      if (found !== undefined) return found;
      blind = undefined;
    } catch (error) {
      if (!(error instanceof HiveError) || error.code === "not-found") throw error;
      blind = error;
    }
  }
  // Without having seen that there is no case, nothing may be asked again.
  if (blind !== undefined) throw unconfirmed(id, blind);
  return undefined;
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
