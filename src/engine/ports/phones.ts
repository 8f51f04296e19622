import type { Duration, Instant } from "../../lib/time.ts";
import type { Severity, TierRef } from "../../sla/model.ts";
import type { DeliveryId } from "../../sla/record.ts";
import type { Outcome } from "./outcome.ts";

/** Texts and calls. */
export interface Phones {
  /** Sends one text or places one call. Never throws: every failure is an outcome. */
  send(page: Page): Promise<Outcome>;
  /**
   * After a crash or an unknown outcome: looks at the provider for this page, begun at `startedAt`.
   * @param isAnothers whether a text or call is known to be another page's; calls bear no mark to tell them by
   */
  find(page: Page, startedAt: Instant, isAnothers?: (ref: string) => boolean): Promise<Outcome | "not-found">;
  /** Asks how a sent text or call went on; `sent` while it is still under way. */
  follow(via: "sms" | "call", ref: string): Promise<Outcome>;
  /** Ends a call that rings or is being taken. Never throws: one that has ended already is no failure. */
  hangUp(ref: string): Promise<void>;
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
}

export type PageSubject = Readonly<
  | {
      kind: "alert";
      number: number;
      severity: Severity;
      /** The attacker's text, as it came. */
      title: string;
      age: Duration;
      tier: TierRef;
      repeat: number;
      highRiskWord?: string;
      /** TheHive could not be asked immediately before. */
      unconfirmed: boolean;
    }
  | {
      kind: "digest";
      count: number;
      worst: { number: number; severity: Severity; title: string };
      oldest: Duration;
      /** Each of them is past a deadline; otherwise a high-risk word was found before it in some. */
      missed: boolean;
      /** Short and human: `D7`. */
      reference: string;
      /** TheHive could not be asked immediately before. */
      unconfirmed: boolean;
    }
  | { kind: "hive-down"; since: Instant; why: string }
  | { kind: "hive-up"; downFor: Duration }
  | { kind: "test"; by: string }
>;
