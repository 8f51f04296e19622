import { HiveError } from "../engine/hive-error.ts";
import { type Clock, type Duration, seconds } from "../lib/time.ts";

/** A request that was cut off may still be at work; each look waits for it a little longer. */
export const LOOKS_IN_DOUBT = [0, 1, 2, 4].map(seconds);
/** How often what changes something is asked for at most. */
export const ATTEMPTS = 2;

/** The answer, or why nobody knows whether it was done. @throws HiveError when there is no point in looking */
export async function answerOrDoubt<Answer>(ask: () => Promise<Answer>): Promise<Answer | HiveError> {
  try {
    return await ask();
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

interface Looks<Found> {
  /** How long to wait before each. */
  readonly pauses: readonly Duration[];
  readonly look: () => Promise<Found | undefined>;
  readonly unconfirmed: (cause: HiveError) => HiveError;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Looks until it is found.
 * @throws HiveError when it could not be seen that it is not there: then nothing may be asked again
 */
export async function lookAgain<Found>(looks: Looks<Found>): Promise<Found | undefined> {
  let blind: HiveError | undefined;
  for (const pause of looks.pauses) {
    if (pause > 0) await looks.clock.sleep(pause, looks.signal);
    try {
      const found = await looks.look();
      if (found !== undefined) return found;
      blind = undefined;
    } catch (error) {
      if (!(error instanceof HiveError) || error.code === "not-found") throw error;
      blind = error;
    }
  }
  if (blind !== undefined) throw looks.unconfirmed(blind);
  return undefined;
}
