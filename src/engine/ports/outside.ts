import type { Instant } from "../../lib/time.ts";
import type { CertificateEnd, Finding, Standing } from "../../oncall/readiness.ts";

/** What only others can tell of how ready everything is. */
export interface Outside {
  /** How Slack knows a user. Absent where Slack is off. @throws Error with plain words, when it cannot be asked */
  readonly standing?: ((slack: string) => Promise<Standing>) | undefined;
  /** Until when the certificates hold by which others are trusted. Never throws: who does not answer is among them. */
  certificates(): Promise<readonly CertificateEnd[]>;
}

/** How ready everything is for the time from `at` until `until`. */
export interface Readiness {
  readonly at: Instant;
  readonly until: Instant;
  readonly findings: readonly Finding[];
}
