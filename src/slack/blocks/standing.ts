import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { between } from "../../lib/time.ts";
import { isTier, type TierRef } from "../../sla/model.ts";
import type { Firing, Handled, Hold } from "../../sla/record.ts";
import type { CardWords } from "../../words/card-words.ts";
import { english } from "./words-of.ts";

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
  // A tier says more than the high-risk rule or the warning that fired before it.
  const firing = record.firings.findLast(({ tier }) => isTier(tier)) ?? record.firings.at(-1);
  if (firing === undefined) return { state: "waiting" };
  // Changed settings may have brought a further tier: then something will be sent.
  const isOver = record.unansweredAt !== undefined && next === undefined;
  return { state: isOver ? "unanswered" : "fired", firing };
}

/** `tier 2 of 3`, or the rule or warning by name. */
export function tierText(tier: TierRef, tierCount: number, { rung }: CardWords = english): string {
  if (tier === "high-risk") return rung.highRisk;
  if (tier === "at-risk") return rung.warning;
  return rung.tier(tier, tier <= tierCount ? tierCount : undefined);
}

type Fired = Pick<Firing, "tier" | "repeat"> & Partial<Pick<Firing, "at" | "deadline">>;

/** What a firing means to the reader: `SLA missed, at tier 2 of 3`, `high-risk word found`. */
export function firingText({ tier, repeat, at, deadline }: Fired, tierCount: number, say: CardWords): string {
  const { rung } = say;
  if (tier === "high-risk") return rung.wordFound;
  if (tier === "at-risk") return rung.atRisk;
  const which = tierText(tier, tierCount, say);
  if (at !== undefined && deadline !== undefined && at < deadline) return rung.escalated(which);
  return `${rung.missed(which)}${repeat === 0 ? "" : rung.reminder(repeat)}`;
}

/** What comes next: `tier 2 of 3`, `tier 3 of 3 again`, `high-risk rule`. */
export function nextText(
  { tier, repeat }: Pick<Firing, "tier" | "repeat">,
  tierCount: number,
  say: CardWords,
): string {
  const which = tierText(tier, tierCount, say);
  return repeat === 0 ? which : say.rung.again(which);
}

/** How it was handled, without the person: `Promoted to a case`, `Closed in TheHive (FalsePositive)`. */
export function handledText(
  { how, status }: Pick<Handled, "how" | "status">,
  say: CardWords = english,
): string {
  const isStatus = how === "closed" || how === "in-progress";
  return `${say.how[how]}${isStatus ? inBrackets(status) : ""}`;
}

/** How long the alert has been waiting, or had been when it was handled. */
export function waitedFor({ alert, record, now }: CardFacts, say: CardWords): string {
  return say.age(between(alert.createdAt, record.handled?.at ?? now));
}

/** Whether TheHive could not be asked just before people were told the last time. */
export function isUnconfirmed({ record }: CardFacts): boolean {
  return record.handled === undefined && record.firings.at(-1)?.unconfirmed === true;
}

function inBrackets(status: string | undefined): string {
  return status === undefined ? "" : ` (${status})`;
}
