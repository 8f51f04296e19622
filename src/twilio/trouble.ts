import type { Outcome, Scope } from "../engine/ports/outcome.ts";
import type { Duration } from "../lib/time.ts";
import type { ReasonName } from "../sla/reason.ts";
import { explained } from "../words/reason-text.ts";

/** What one kind of failure means for a page. */
export interface Trouble {
  readonly scope: Scope;
  /** Worth another try after so long. */
  readonly again?: Duration;
  /** What happened and what to do. */
  readonly why: ReasonName;
}

/** This person cannot be reached this way. */
export function person(why: ReasonName): Trouble {
  return { scope: "person", why };
}

/** Nobody can be texted, or nobody called; the other way may well work. */
export function way(why: ReasonName): Trouble {
  return { scope: "way", why };
}

/** Nobody can be reached through Twilio at all until somebody changes the set-up. */
export function setup(why: ReasonName): Trouble {
  return { scope: "setup", why };
}

/** It may work in a while. */
export function later(again: Duration, why: ReasonName): Trouble {
  return { scope: "person", again, why };
}

/** The outcome of a page that met this trouble. @param who a name, never a number; undefined where it is not known */
export function failedBy(
  { scope, again, why }: Trouble,
  who: string | undefined,
  note?: string,
): Extract<Outcome, { state: "failed" }> {
  const told = explained({ name: why, who, note });
  return { state: "failed", scope, ...told, ...(again === undefined ? {} : { again }) };
}

/** Where a number from Twilio can be looked up; `code` is one of Twilio's own or an HTTP status. */
export function named(code: number | undefined): string {
  if (code === undefined) return "";
  return code < 1000 ? ` (HTTP ${code})` : ` (twilio.com/docs/api/errors/${code})`;
}
