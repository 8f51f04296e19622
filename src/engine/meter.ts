import type { Duration } from "../lib/time.ts";
import type { Via } from "../sla/model.ts";
import type { DiskPart } from "./ports/store.ts";

/**
 * How a telling may go on, each with its possible reasons: few constant words, never a name.
 *
 * `postponed`: it will be tried again; `unknown` is looked for at the provider first, `rate` is our own limit.
 * `failed`: for good; for `nobody` there was nobody on call who can be told that way. The rest is as in `Told`.
 */
export const reasons = {
  sent: ["none"],
  delivered: ["none"],
  unanswered: ["none"],
  postponed: ["person", "way", "setup", "unknown", "rate"],
  failed: ["person", "way", "setup", "nobody"],
  dropped: [
    "handled",
    "held",
    "paused",
    "superseded",
    "disabled",
    "elsewhere",
    "outdated",
    "forgotten",
    "bundled",
  ],
} as const;

type Reasons = typeof reasons;

/** What a telling came to, and why. */
export type Went = Readonly<
  { [Outcome in keyof Reasons]: { outcome: Outcome; reason: Reasons[Outcome][number] } }[keyof Reasons]
>;

/** Counts what happens, for whoever measures. Nothing depends on it, and no call may throw. */
export interface Meter {
  /** A telling went on. */
  told(via: Via, went: Went): void;
  /** Something was handed to a provider for the first time. @param late behind the moment at which it was due */
  sent(via: Via, late: Duration): void;
  /** TheHive was asked for its open alerts. */
  polled(ok: boolean, took: Duration): void;
  /** A write failed, or was not answered in time. */
  unwritten(what: DiskPart): void;
}

/** Nobody measures. */
export const noMeter: Meter = { told() {}, sent() {}, polled() {}, unwritten() {} };
