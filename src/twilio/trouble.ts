import type { Outcome, Scope } from "../engine/ports/outcome.ts";
import type { Duration } from "../lib/time.ts";

/** What one kind of failure means for a page. */
export interface Trouble {
  readonly scope: Scope;
  /** Worth another try after so long. */
  readonly again?: Duration;
  /** What happened and what to do. `who` is a name, never a number. */
  readonly why: (who: string) => string;
}

/** This person cannot be reached this way. */
export function person(why: Trouble["why"]): Trouble {
  return { scope: "person", why };
}

/** Nobody can be texted, or nobody called; the other way may well work. */
export function way(text: string): Trouble {
  return { scope: "way", why: () => text };
}

/** Nobody can be reached through Twilio at all until somebody changes the set-up. */
export function setup(text: string): Trouble {
  return { scope: "setup", why: () => text };
}

/** It may work in a while. */
export function later(again: Duration, text: string): Trouble {
  return { scope: "person", again, why: () => text };
}

/** The outcome of a page that met this trouble. */
export function failedBy({ scope, again, why }: Trouble, who: string): Extract<Outcome, { state: "failed" }> {
  return { state: "failed", scope, detail: why(who), ...(again === undefined ? {} : { again }) };
}

/** Where a number from Twilio can be looked up; `code` is one of Twilio's own or an HTTP status. */
export function named(code: number | undefined): string {
  if (code === undefined) return "";
  return code < 1000 ? ` (HTTP ${code})` : ` (error ${code}, see twilio.com/docs/api/errors/${code})`;
}

/** How a person is called where their name is not known. */
export const SOMEBODY = "this person";
