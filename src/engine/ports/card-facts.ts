import type { Duration, Instant } from "../../lib/time.ts";
import type { Alert, TierRef, Via } from "../../sla/model.ts";
import type { Reason } from "../../sla/reason.ts";
import type { AlertRecord, CaseStep, DeliveryState } from "../../sla/record.ts";
import type { Language } from "../../words/language.ts";

/** All a card shows: drawn whole from this at each change. */
export interface CardFacts {
  readonly alert: Alert;
  readonly record: AlertRecord;
  /** Who was told and how that went, in the order in which they were tried. */
  readonly told: readonly Told[];
  /** Whom the latest firing concerns: who was on duty at that moment. */
  readonly duty: readonly Named[];
  readonly now: Instant;
  readonly alertUrl?: string;
  /** Why the alert is not told in full here, such as `TLP:RED`, and whether its title is among what is held back. */
  readonly withheld?: { readonly why: string; readonly title: boolean };
  /** What the engine tells next, and when; a `repeat` above 0 is the last tier again. */
  readonly next?: { readonly tier: TierRef; readonly repeat: number; readonly at: Instant };
  /** The deadline of the latest fired tier. The high-risk rule has none. */
  readonly breachedAt?: Instant;
  /** What is promised of the case it became, as far as it is not done. */
  readonly caseSteps: readonly CaseFacts[];
  /** Tiers of the policy in force. */
  readonly tierCount: number;
  readonly ignoreFor: Duration;
  readonly acknowledgeFor: Duration;
  /** In which it is worded. */
  readonly language: Language;
}

/** A step of a case and its deadline. `late`: people were told that it was not kept. */
export interface CaseFacts {
  readonly step: CaseStep;
  readonly at: Instant;
  readonly late: boolean;
}

/** One open alert on the board. */
export interface BoardRow {
  readonly alert: Alert;
  readonly record: AlertRecord;
  /** Who was told, in the order in which they were tried. */
  readonly told: readonly Told[];
  readonly url?: string;
  /** `breached`: a deadline has passed and nobody holds it. `quiet`: nobody was told of it, and nobody will be. */
  readonly state: "waiting" | "breached" | "ignored" | "acknowledged" | "quiet";
  /** What the engine tells next, and when, if anything. */
  readonly next?: { readonly tier: TierRef; readonly repeat: number; readonly at: Instant };
  /** Its first deadline, past or not; absent where none is in sight. */
  readonly due?: Instant;
}

/**
 * One try to tell one person or channel of an alert, as it stands now.
 *
 * `pending`: written down, not yet tried. `sending`: handed to the provider, answer unknown. `sent`: the provider
 * took it; a call rings. `delivered`: it arrived, or the call was answered. `unanswered`: the phone rang in vain.
 * `failed`: it never will. `dropped`: no longer wanted; `detail` says why.
 */
export interface Told {
  readonly tier: TierRef;
  /** Counts repeats of the last tier; 0 is the tier itself. */
  readonly repeat: number;
  readonly via: Via;
  readonly group?: string | undefined;
  /** A person's name in the settings, or the Slack channel. */
  readonly to: string;
  /** The person's Slack id, where it is known. */
  readonly slack?: string | undefined;
  readonly attempt: number;
  readonly state: DeliveryState;
  readonly at: Instant;
  /** Held back until then: by `limits`, a pause, or between two tries. */
  readonly notBefore?: Instant | undefined;
  /** Why it is held back: too many in too short a time for this person. */
  readonly limited?: boolean | undefined;
  /** What people are told about the outcome: plain words, no secrets, no numbers. */
  readonly detail?: string | undefined;
  /** The same for those who read another language. */
  readonly reason?: Reason | undefined;
  /** The digest by which it was told together with others, such as `D7`. */
  readonly digest?: string | undefined;
}

/** A person of the settings, and the Slack id by which to mention them where it is known. */
export interface Named {
  readonly name: string;
  readonly slack?: string;
}
