import type { Closing, ClosingWish } from "../../engine/finish/finisher.ts";
import { HiveError } from "../../engine/hive-error.ts";
import { type Clock, type Duration, seconds } from "../../lib/time.ts";
import type { Alert, AlertId } from "../../sla/model.ts";

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

// A request that was cut off may still be at work; each look waits for it a little longer.
const LOOKS_IN_DOUBT = [0, 1, 2, 4].map(seconds);
const LOOKS_WHEN_REFUSED = [0].map(seconds);
const ATTEMPTS = 2;

/** Closes an alert, once: it looks before it asks, and again before it asks a second time. @throws HiveError */
export async function closeOnce(id: AlertId, { status }: ClosingWish, desk: ClosingDesk): Promise<Closing> {
  const before = await present(id, desk);
  if (isDone(before)) return { kind: "already", alert: before };
  let doubt: HiveError | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS && !desk.signal.aborted; attempt++) {
    const refusal = await askOnce(before, desk);
    if (refusal === undefined) return { kind: "closed", alert: { ...before, stage: "closed", status } };
    const isRefused = refusal.code === "refused";
    // Refused at the first try, so it was somebody else who closed it.
    const kind = doubt === undefined && isRefused ? "already" : "closed";
    doubt = refusal;
    const found = await lookWhetherDone(id, isRefused ? LOOKS_WHEN_REFUSED : LOOKS_IN_DOUBT, desk);
    if (found !== undefined) return { kind: found.status === status ? kind : "already", alert: found };
    if (isRefused) throw refusal;
  }
  throw unconfirmed(id, doubt);
}

/** Undefined when it went well. @throws HiveError when there is no point in looking */
async function askOnce(alert: Alert, desk: ClosingDesk): Promise<HiveError | undefined> {
  try {
    await desk.ask(alert);
    return undefined;
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

/** @throws HiveError when it could not be seen that it is still open: then nothing may be asked again */
async function lookWhetherDone(
  id: AlertId,
  looks: readonly Duration[],
  desk: ClosingDesk,
): Promise<Alert | undefined> {
  let blind: HiveError | undefined;
  for (const pause of looks) {
    if (pause > 0) await desk.clock.sleep(pause, desk.signal);
    try {
      const alert = await present(id, desk);
      if (isDone(alert)) return alert;
      blind = undefined;
    } catch (error) {
      if (!(error instanceof HiveError) || error.code === "not-found") throw error;
      blind = error;
    }
  }
  if (blind !== undefined) throw unconfirmed(id, blind);
  return undefined;
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
