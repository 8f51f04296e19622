import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { ageText } from "../../lib/duration-text.ts";
import { between } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { TierRef } from "../../sla/model.ts";
import type { Firing, Handled, Hold } from "../../sla/record.ts";

/** How an alert stands, as far as a card shows it. */
export type Standing = Readonly<
  | { state: "handled"; handled: Handled }
  | { state: "held"; hold: Hold }
  | { state: "fired"; firing: Firing }
  /** The last tier fired, nobody has responded, and nothing more will be sent by phone. */
  | { state: "unanswered"; firing: Firing }
  | { state: "waiting" }
>;

/** What the card is about right now: handled comes before held, held before what fired. */
export function standingOf({ record, now, next }: CardFacts): Standing {
  if (record.handled !== undefined) return { state: "handled", handled: record.handled };
  if (record.hold !== undefined && record.hold.until > now) return { state: "held", hold: record.hold };
  // A tier says more than the high-risk rule that fired before it.
  const firing = record.firings.findLast(({ tier }) => tier !== "high-risk") ?? record.firings.at(-1);
  if (firing === undefined) return { state: "waiting" };
  // Changed settings may have brought a further tier: then something will be sent.
  const isOver = record.unansweredAt !== undefined && next === undefined;
  return { state: isOver ? "unanswered" : "fired", firing };
}

/** What is said when the last tier has fired and nobody has responded. */
export const nobodyText = "nobody has answered, nothing more will be sent by phone";

/** `tier 2 of 3`, or the rule by name. */
export function tierText(tier: TierRef, tierCount: number): string {
  if (tier === "high-risk") return "high-risk rule";
  return tier <= tierCount ? `tier ${tier} of ${tierCount}` : `tier ${tier}`;
}

/** What a firing means to the reader: `SLA missed, at tier 2 of 3`, `high-risk word found`. */
export function firingText({ tier, repeat }: Pick<Firing, "tier" | "repeat">, tierCount: number): string {
  if (tier === "high-risk") return "high-risk word found";
  const again = repeat === 0 ? "" : `, reminder ${repeat}`;
  return `SLA missed, at ${tierText(tier, tierCount)}${again}`;
}

/** What comes next: `tier 2 of 3`, `tier 3 of 3 again`, `high-risk rule`. */
export function nextText({ tier, repeat }: Pick<Firing, "tier" | "repeat">, tierCount: number): string {
  return `${tierText(tier, tierCount)}${repeat === 0 ? "" : " again"}`;
}

/** How it was handled, without the person: `Promoted to a case`, `Closed in TheHive (FalsePositive)`. */
export function handledText({ how, status }: Pick<Handled, "how" | "status">): string {
  switch (how) {
    case "promoted":
      return "Promoted to a case";
    case "merged":
      return "Merged into a case";
    case "imported":
      return "Already a case in TheHive";
    case "closed":
      return `Closed in TheHive${inBrackets(status)}`;
    case "in-progress":
      return `Taken up in TheHive${inBrackets(status)}`;
    case "deleted":
      return "Deleted in TheHive";
    default:
      return unreachable(how);
  }
}

/** How long the alert has been waiting, or had been when it was handled. */
export function waitedFor({ alert, record, now }: CardFacts): string {
  return ageText(between(alert.createdAt, record.handled?.at ?? now));
}

/** Whether TheHive could not be asked just before people were told the last time. */
export function isUnconfirmed({ record }: CardFacts): boolean {
  return record.handled === undefined && record.firings.at(-1)?.unconfirmed === true;
}

function inBrackets(status: string | undefined): string {
  return status === undefined ? "" : ` (${status})`;
}
