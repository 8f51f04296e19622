import type { Outcome } from "../../engine/ports/outcome.ts";
import { minutes, seconds } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { SlackError } from "./errors.ts";

// The engine backs off further by itself; this is only the first step.
const SOON = seconds(5);
// What a person has to change first, in the channel or in us.
const LATER = minutes(1);

/** What a failed call means for what was to be said. */
export function postOutcome(error: SlackError): Outcome {
  switch (error.code) {
    case "setup":
      return { state: "failed", ...error.because, scope: "setup" };
    case "destination":
    case "gone":
    case "ours":
    case "passed":
      return { state: "failed", ...error.because, scope: isAboutAll(error) ? "way" : "person" };
    case "rate":
    case "unreached":
      return { state: "failed", ...error.because, scope: "person", again: error.retryAfter ?? SOON };
    case "unknown":
      return { state: "unknown", ...error.because };
    default:
      return unreachable(error.code);
  }
}

/**
 * What a failed redraw means for the card. Only a message that is gone fails for good; one in a channel that cannot
 * be used now is drawn when it can be again. Drawing twice does no harm, so nothing has to be looked up before.
 */
export function redrawOutcome(error: SlackError): Outcome {
  switch (error.code) {
    case "setup":
      return { state: "failed", ...error.because, scope: "setup" };
    case "gone":
      return { state: "failed", ...error.because, scope: "person" };
    case "destination":
    case "ours":
    case "passed":
      return { state: "failed", ...error.because, scope: "person", again: LATER };
    case "rate":
    case "unreached":
    case "unknown":
      return { state: "failed", ...error.because, scope: "person", again: error.retryAfter ?? SOON };
    default:
      return unreachable(error.code);
  }
}

/** No one person can be written to, while channels can. */
function isAboutAll({ slackCode }: SlackError): boolean {
  return slackCode === "messages_tab_disabled";
}
