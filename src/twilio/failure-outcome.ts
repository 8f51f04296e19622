import type { Outcome } from "../engine/ports/outcome.ts";
import { minutes, seconds } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import type { Because, Reason } from "../sla/reason.ts";
import { explained } from "../words/reason-text.ts";
import { credentialsRefused, notAllowed, notThere, refusals, tooMany } from "./error-codes.ts";
import { failedBy, named, person, setup, type Trouble } from "./trouble.ts";
import type { Failure } from "./twilio-error.ts";

type Via = "sms" | "call";
type Refused = Extract<Failure, { kind: "refused" }>;

/** What a failed request to text or call somebody means: again, another person, another way, nobody, or look first. */
export function sendOutcome(via: Via, failure: Failure, who: string): Outcome {
  switch (failure.kind) {
    case "refused":
      return refusedOutcome(via, failure, who);
    case "unusable":
      return { state: "failed", scope: "setup", ...whyOf(failure) };
    case "redirected":
      return { state: "failed", scope: "setup", ...whyOf(failure), again: minutes(1) };
    case "not-sent":
      return { state: "failed", scope: "setup", ...whyOf(failure), again: seconds(15) };
    case "unreadable":
    case "lost":
    case "late":
    case "unexpected":
      return { state: "unknown", ...whyOf(failure) };
    default:
      return unreachable(failure);
  }
}

function refusedOutcome(via: Via, failure: Refused, who: string): Outcome {
  const { status, code, retryAfter } = failure;
  // A timeout on the way or an error of theirs: the text may be out already.
  if (status >= 500 || status === 408) return { state: "unknown", ...whyOf(failure) };
  const known = troubleOf(status, code);
  if (known === undefined)
    return failedBy(person(via === "sms" ? "text refused" : "call refused"), who, named(code ?? status));
  if (known.again === undefined || retryAfter === undefined) return failedBy(known, who);
  return failedBy({ ...known, again: retryAfter }, who);
}

function troubleOf(status: number, code: number | undefined): Trouble | undefined {
  // One code for a wrong secret and for a key that lacks a right.
  if (status === 403 && code === 20003) return notAllowed;
  return (code === undefined ? undefined : refusals.get(code)) ?? byStatus(status);
}

function byStatus(status: number): Trouble | undefined {
  switch (status) {
    case 401:
      return credentialsRefused;
    case 403:
      return notAllowed;
    case 404:
      return notThere;
    case 407:
      return setup("proxy credentials");
    case 429:
      return tooMany;
    default:
      return undefined;
  }
}

/** Why a request failed, with what to do about it; of nobody in particular. */
export function whyOf(failure: Failure): Because {
  const reason = reasonOf(failure);
  if (failure.kind !== "not-sent" || failure.proxy === undefined) return explained(reason);
  return { reason, detail: `Twilio cannot be reached: ${failure.proxy}` };
}

function reasonOf(failure: Failure): Reason {
  switch (failure.kind) {
    case "refused": {
      const { status, code } = failure;
      const known = troubleOf(status, code)?.why;
      return known === undefined ? { name: "Twilio's error", note: named(code ?? status) } : { name: known };
    }
    case "redirected":
      return { name: "Twilio redirects" };
    case "unreadable":
      return { name: "Twilio unreadable" };
    case "not-sent":
      return { name: "Twilio unreachable", note: ` (${failure.code})` };
    case "lost":
      return { name: "Twilio broke off", note: ` (${failure.code})` };
    case "late":
      return { name: "Twilio silent" };
    case "unusable":
      return { name: "Twilio client unusable" };
    case "unexpected":
      return { name: "unexpected" };
    default:
      return unreachable(failure);
  }
}
