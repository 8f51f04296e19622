import { HiveError } from "../../engine/hive-error.ts";
import type { Closing, ClosingWish } from "../../engine/ports/alert-finisher.ts";
import { type Clock, seconds } from "../../lib/time.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import { ATTEMPTS, answerOrDoubt, LOOKS_IN_DOUBT, lookAgain } from "../doubt.ts";

/** What closing needs of TheHive. */
export interface ClosingDesk {
  /** Undefined when there is no such alert. */
  read(id: AlertId): Promise<Alert | undefined>;
  /** Asks for it once. @throws HiveError */
  ask(alert: Alert): Promise<void>;
  readonly clock: Clock;
  /** Nobody waits any longer: nothing more is asked. */
  readonly signal: AbortSignal;
}

const LOOKS_WHEN_REFUSED = [0].map(seconds);

/** Closes an alert, once: it looks before it asks, and again before it asks a second time. @throws HiveError */
export async function closeOnce(id: AlertId, { status }: ClosingWish, desk: ClosingDesk): Promise<Closing> {
  const before = await present(id, desk);
  if (isDone(before)) return { kind: "already", alert: before };
  let doubt: HiveError | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS && !desk.signal.aborted; attempt++) {
    const refusal = await answerOrDoubt(() => desk.ask(before));
    if (!(refusal instanceof HiveError))
      return { kind: "closed", alert: { ...before, stage: "closed", status } };
    const isRefused = refusal.code === "refused";
    // Refused at the first try, so it was somebody else who closed it.
    const kind = doubt === undefined && isRefused ? "already" : "closed";
    doubt = refusal;
    const found = await lookAgain({
      pauses: isRefused ? LOOKS_WHEN_REFUSED : LOOKS_IN_DOUBT,
      look: () => doneOne(id, desk),
      unconfirmed: (cause) => unconfirmed(id, cause),
      clock: desk.clock,
      signal: desk.signal,
    });
    if (found !== undefined) return { kind: found.status === status ? kind : "already", alert: found };
    if (isRefused) throw refusal;
  }
  throw unconfirmed(id, doubt);
}

async function doneOne(id: AlertId, desk: ClosingDesk): Promise<Alert | undefined> {
  const alert = await present(id, desk);
  return isDone(alert) ? alert : undefined;
}

async function present(id: AlertId, desk: ClosingDesk): Promise<Alert> {
  const alert = await desk.read(id);
  if (alert !== undefined) return alert;
  throw new HiveError(
    "not-found",
    `TheHive has no alert ${id} any more: it was deleted, there is nothing to close`,
  );
}

function isDone({ stage, caseId }: Alert): boolean {
  return stage === "closed" || stage === "imported" || caseId !== undefined;
}

/** Nobody knows whether it is closed. */
export function unconfirmed(id: AlertId, cause: HiveError | undefined): HiveError {
  const why = cause === undefined ? "" : `: ${cause.message}`;
  return new HiveError("unreachable", `TheHive did not confirm that alert ${id} is closed${why}`, { cause });
}
