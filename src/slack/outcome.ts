import type { Outcome } from "../engine/ports.ts";
import { seconds } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import type { SlackError } from "./errors.ts";

// The engine backs off further by itself; this is only the first step.
const SOON = seconds(5);

/**
 * What a failed call means for what was to be said.
 *
 * @param repeatable doing it twice does no harm, so there is nothing to look up before it is done again
 */
export function outcomeOf(error: SlackError, repeatable: boolean): Outcome {
  const detail = error.message;
  switch (error.code) {
    case "setup":
      return { state: "failed", detail, scope: "setup" };
    case "destination":
    case "gone":
    case "ours":
    case "passed":
      return { state: "failed", detail, scope: "person" };
    case "rate":
    case "unreached":
      return { state: "failed", detail, scope: "person", again: error.retryAfter ?? SOON };
    case "unknown":
      return repeatable
        ? { state: "failed", detail, scope: "person", again: SOON }
        : { state: "unknown", detail };
    default:
      return unreachable(error.code);
  }
}
