import type { Logger } from "pino";
import { after, type Clock, type Instant, seconds } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import type { CaseState } from "../../sla/case-watch.ts";
import type { AlertSource } from "../ports/alert-source.ts";

/** How long people wait for TheHive to say how a case stands: told within 10 s whatever happens. */
const READ_WITHIN = seconds(9);
/** For so long a look counts. */
const STILL_TRUE = seconds(15);

/** The case as TheHive has it now; undefined when it is gone; `unconfirmed` when TheHive did not tell. */
export type ReadCase = CaseState | undefined | "unconfirmed";

/** Asks TheHive how a case stands, immediately before anybody is told. */
export interface CaseReading {
  ask(caseId: string): Promise<ReadCase>;
  /** Whether it was asked in the last seconds, whatever the answer. */
  isRecent(caseId: string): boolean;
}

export function caseReading({
  clock,
  log,
  source,
}: {
  clock: Clock;
  log: Logger;
  source: Pick<AlertSource, "readCase">;
}): CaseReading {
  const asked = new Map<string, Instant>();

  function isRecent(caseId: string): boolean {
    const at = asked.get(caseId);
    return at !== undefined && after(at, STILL_TRUE) > clock.now();
  }

  return {
    async ask(caseId) {
      for (const id of asked.keys()) if (!isRecent(id)) asked.delete(id);
      asked.set(caseId, clock.now());
      try {
        return await within(clock, READ_WITHIN, (signal) => source.readCase(caseId, signal));
      } catch (error) {
        log.warn({ caseId, err: error }, "could not confirm how a case stands");
        return "unconfirmed";
      }
    },
    isRecent,
  };
}
