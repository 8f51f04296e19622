import type { Duration, Instant } from "../../lib/time.ts";
import type { TimeZone } from "../../lib/zoned.ts";
import type { Severity, TierRef, Via } from "../../sla/model.ts";
import type { CaseStep, DeliveryId } from "../../sla/record.ts";
import type { HiveTrouble } from "../hive-error.ts";
import type { Outcome } from "./outcome.ts";

/** Texts and calls. */
export interface Phones {
  /** Loads what a send takes, so that the next one goes out at once. Never throws. Absent where nothing is to load. */
  ready?(via: "sms" | "call"): Promise<void>;
  /** Sends one text or places one call. Never throws: every failure is an outcome. */
  send(page: Page): Promise<Outcome>;
  /**
   * After a crash or an unknown outcome: looks at the provider for this page, begun at `startedAt`.
   * @param isAnothers whether a text or call is known to be another page's; calls bear no mark to tell them by
   * @param ledSince a call that began before is another copy's, which led until then
   */
  find(
    page: Page,
    startedAt: Instant,
    isAnothers?: (ref: string) => boolean,
    ledSince?: Instant,
  ): Promise<Outcome | "not-found">;
  /** Asks how a sent text or call went on; `sent` while it is still under way. */
  follow(via: "sms" | "call", ref: string): Promise<Outcome>;
  /** Ends a call that rings or is being taken. Never throws: one that has ended already is no failure. */
  hangUp(ref: string): Promise<void>;
  /** Ends a call that nobody has taken yet, and leaves any other alone. Never throws. @returns whether it did */
  cancel(ref: string): Promise<boolean>;
  /** Says something to a caller who pressed a key, by the clock of their zone. Never throws. @returns whether it is being said */
  answer(ref: string, words: PhoneAnswer, zone?: TimeZone): Promise<boolean>;
  /**
   * Texts that came in since an instant, oldest first; the same ones each time. Undefined when nobody can be asked
   * now. Never throws. Absent where the sender cannot be replied to.
   */
  readonly inbox?: (since: Instant) => Promise<readonly Inbound[] | undefined>;
  /** Which methods can be used at all, as set up. */
  readonly methods: ReadonlySet<"sms" | "call">;
}

/** What a phone is told. The adapter words it: facts in, no finished sentences. */
export interface Page {
  readonly id: DeliveryId;
  readonly via: "sms" | "call";
  /** The person's name in the settings. */
  readonly to: string;
  /** E.164. Never logged. */
  readonly phone: string;
  readonly about: PageSubject;
  readonly attempt: number;
  /** By which times are told, where it is known. */
  readonly zone?: TimeZone | undefined;
  /** A text that can be answered says it. */
  readonly code?: string;
}

/** `title`: the attacker's text, as it came; nothing where it may not be told, `withheld` for a reason such as `TLP:RED`. */
export type PageSubject = Readonly<
  | {
      kind: "alert";
      number: number;
      severity: Severity;
      title: string;
      withheld?: string;
      age: Duration;
      tier: TierRef;
      repeat: number;
      highRiskWord?: string;
      /** A deadline has passed. */
      missed: boolean;
      /** TheHive could not be asked immediately before. */
      unconfirmed: boolean;
      next?: PhoneNext;
      /** Slack is in use. */
      slack: boolean;
    }
  | {
      kind: "digest";
      count: number;
      worst: { number: number; severity: Severity; title: string; withheld?: string };
      oldest: Duration;
      /** Each of them is past a deadline; otherwise a high-risk word was found before it in some. */
      missed: boolean;
      /** Short and human: `D7`. */
      reference: string;
      /** TheHive could not be asked immediately before. */
      unconfirmed: boolean;
      /** The earliest of theirs. */
      next?: PhoneNext;
      /** Slack is in use. */
      slack: boolean;
    }
  /** A step of an alert's case was not done by its deadline. */
  | {
      kind: "case";
      step: CaseStep;
      /** Of the alert. */
      number: number;
      /** Absent where TheHive has not told it. */
      caseNumber?: number;
      severity: Severity;
      title: string;
      withheld?: string;
      /** Since the alert became a case. */
      age: Duration;
      /** TheHive could not be asked immediately before. */
      unconfirmed: boolean;
    }
  | { kind: "hive-down"; since: Instant; trouble: HiveTrouble }
  | { kind: "hive-up"; downFor: Duration }
  | { kind: "test"; by: string }
  | PhoneAnswer
>;

/** Whom the engine tells next unless somebody takes it, by the loudest of the ways; `you`: whoever is told now. */
export interface PhoneNext {
  readonly at: Instant;
  readonly via: Via;
  readonly whom: Readonly<{ kind: "you" } | { kind: "person" | "group"; name: string } | { kind: "channel" }>;
}

/** What a phone is told that answered: by text to a reply, in the call itself to a key. */
export type PhoneAnswer = Readonly<
  /** The alerts by number that are the person's now, worst first, and until when. `from`: whoever had one of them. */
  | { kind: "taken"; numbers: readonly number[]; until: Instant; from?: string }
  /** All of them are done with in TheHive. */
  | { kind: "too-late"; numbers: readonly number[] }
  /** It held no code of a text that went to this number in the last 24 h. */
  | { kind: "not-understood" }
  | { kind: "test-passed" }
>;

/** A text that came in. Everything in it is a stranger's, the number too. */
export interface Inbound {
  readonly sid: string;
  /** E.164, as claimed. Never logged. */
  readonly from: string;
  readonly body: string;
  /** Absent while the provider gives none. */
  readonly at?: Instant;
}
