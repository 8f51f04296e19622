import type { Outcome } from "../engine/ports/outcome.ts";
import { minutes, seconds } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import { credentialsRefused, notAllowed, notThere, refusals, tooMany } from "./error-codes.ts";
import { failedBy, named, person, SOMEBODY, setup, type Trouble } from "./trouble.ts";
import type { Failure } from "./twilio-error.ts";

type Via = "sms" | "call";
type Refused = Extract<Failure, { kind: "refused" }>;

/** What a failed request to text or call somebody means: again, another person, another way, nobody, or look first. */
export function sendOutcome(via: Via, failure: Failure, who: string): Outcome {
  switch (failure.kind) {
    case "refused":
      return refusedOutcome(via, failure, who);
    case "unusable":
      return failedBy(setup(explain(failure)), who);
    case "redirected":
      return failedBy({ ...setup(explain(failure)), again: minutes(1) }, who);
    case "not-sent":
      return failedBy({ ...setup(explain(failure)), again: seconds(15) }, who);
    case "unreadable":
    case "lost":
    case "late":
    case "unexpected":
      return { state: "unknown", detail: explain(failure) };
    default:
      return unreachable(failure);
  }
}

function refusedOutcome(via: Via, failure: Refused, who: string): Outcome {
  const { status, code, retryAfter } = failure;
  // A timeout on the way or an error of theirs: the text may be out already.
  if (status >= 500 || status === 408) return { state: "unknown", detail: explain(failure) };
  const trouble = troubleOf(status, code) ?? person(() => refusedText(via, who, code ?? status));
  if (trouble.again === undefined || retryAfter === undefined) return failedBy(trouble, who);
  return failedBy({ ...trouble, again: retryAfter }, who);
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
      return setup("The proxy wants other credentials: check HTTPS_PROXY");
    case 429:
      return tooMany;
    default:
      return undefined;
  }
}

/** A failed request in plain words, with what to do about it. */
export function explain(failure: Failure): string {
  switch (failure.kind) {
    case "refused":
      return unlessKnown(failure, (number) => `Twilio answered with an error${named(number)}`);
    case "redirected":
      return "Twilio's address answers with a redirect: check TWILIO_API_URL, and that no sign-in page is in between";
    case "unreadable":
      return "Twilio's answer could not be read: a proxy or a sign-in page may be in between";
    case "not-sent":
      if (failure.proxy !== undefined) return `Twilio cannot be reached: ${failure.proxy}`;
      return `Twilio cannot be reached (${failure.code}): check the network, HTTPS_PROXY and TWILIO_API_URL`;
    case "lost":
      return `The connection to Twilio broke (${failure.code})`;
    case "late":
      return "Twilio did not answer in time";
    case "unusable":
      return "The Twilio client cannot be set up: TWILIO_ACCOUNT_SID must start with AC";
    case "unexpected":
      return "Something unexpected went wrong while talking to Twilio: see the log";
    default:
      return unreachable(failure);
  }
}

function unlessKnown({ status, code }: Refused, words: (number: number) => string): string {
  return troubleOf(status, code)?.why(SOMEBODY) ?? words(code ?? status);
}

function refusedText(via: Via, who: string, code: number): string {
  return `Twilio refused the ${via === "sms" ? "text" : "call"} to ${who}${named(code)}`;
}
