import type { Duration } from "../lib/time.ts";
import type { Severity, Via } from "../sla/model.ts";
import type { DeliveryState, Handled } from "../sla/record.ts";

/** A tier by its number of so many, the high-risk rule, or the warning before the first tier. */
interface RungWords {
  readonly tier: (number: number, of: number | undefined) => string;
  readonly highRisk: string;
  /** The rung before the first deadline, and what it says of the alert. */
  readonly warning: string;
  readonly atRisk: string;
  readonly again: (rung: string) => string;
  readonly missed: (rung: string) => string;
  /** Fired before its deadline, because somebody asked for it. */
  readonly escalated: (rung: string) => string;
  readonly reminder: (number: number) => string;
  readonly wordFound: string;
  readonly thisWordFound: (word: string) => string;
}

/** Sentences with something in them. */
type LineName =
  | "highRisk"
  | "handledBy"
  | "ignored"
  | "onIt"
  | "next"
  | "unconfirmedCard"
  | "unconfirmedReply"
  | "unless"
  | "endAfterHold"
  | "endAfterTier"
  | "stillOpen"
  | "wasIgnored"
  | "wasOnIt"
  | "offeredInVain"
  | "tookOver"
  | "handsTo"
  | "declined"
  | "nobodyHasIt"
  | "staysUntil"
  | "lapsed"
  | "handsYou"
  | "acceptBy"
  | "highRiskInTitle"
  | "withheld"
  | "titleWithheld"
  | "remark"
  | "remarkNobody"
  | "standsStill"
  | "caseAssignBy"
  | "caseCloseBy"
  | "caseNotAssigned"
  | "caseNotClosed"
  | "unconfirmedCase"
  | GlanceName;

/** Those of the one line that a lock screen shows. */
type GlanceName =
  | "glanceIgnored"
  | "glanceHandled"
  | "glanceHandledBy"
  | "glanceCase"
  | "glanceWaiting"
  | "glanceSince"
  | "glanceWord"
  | "glanceSource"
  | "glanceNext"
  | "glanceTold"
  | "glanceFor"
  | "glanceTelling";

type ButtonName =
  | "promote"
  | "resume"
  | "takeOver"
  | "onIt"
  | "openInTheHive"
  | "openAlert"
  | "details"
  | "close"
  | "ignore1h"
  | "ignore4h"
  | "ignoreNine"
  | "hand"
  | "escalate"
  | "card"
  | "accept"
  | "decline";

/**
 * What a card and its replies say, but for what strangers wrote. `{…}` is where somebody's name, a moment or a title
 * goes: the same ones in every language, in an order of its own.
 */
export interface CardWords {
  readonly severity: Readonly<Record<Severity, string>>;
  /** How Slack is to write a date, by its own placeholders. */
  readonly dates: Readonly<Record<"time" | "day" | "dayAndAgo", string>>;
  readonly age: (age: Duration) => string;
  readonly monitor: string;
  /** In place of a stranger's words that hold nothing to read. */
  readonly empty: string;
  readonly andMore: (count: number) => string;
  readonly headline: Readonly<
    Record<"gone" | "handled" | "ignored" | "inHand" | "waiting" | "nobody", string>
  > & { readonly was: (severity: Severity) => string };
  readonly rung: RungWords;
  readonly how: Readonly<Record<Handled["how"], string>>;
  readonly label: Readonly<
    Record<
      | "highRisk"
      | "source"
      | "type"
      | "tags"
      | "told"
      | "for"
      | "telling"
      | "next"
      | "waitingSince"
      | "deadlineWas"
      | "waited"
      | "case"
      | "unconfirmed"
      | "sharing",
      string
    >
  >;
  readonly observables: (count: number) => string;
  readonly line: Readonly<Record<LineName, string>>;
  readonly way: Readonly<Record<Via, string>>;
  readonly told: {
    readonly before: (count: number) => string;
    readonly state: Readonly<Record<DeliveryState, string>>;
    /** Without a reason that is known. */
    readonly notThrough: string;
    readonly ringing: string;
    readonly answered: string;
    readonly inDigest: (reference: string) => string;
    readonly heldBack: (via: Via) => string;
    readonly attempt: (number: number) => string;
    /** A moment follows. */
    readonly until: string;
  };
  readonly inVain: Readonly<Record<"called" | "tried" | "unreachable", string>>;
  readonly button: Readonly<Record<ButtonName, string>> & {
    readonly ignoreFor: (length: string) => string;
    /** For who does not see which card a button is on. */
    readonly ofAlert: (label: string, number: number) => string;
  };
}
