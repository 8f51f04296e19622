import type { CardFacts, Told } from "../../engine/ports/card-facts.ts";
import type { DeliveryState } from "../../sla/record.ts";
import { wordsOf } from "./words-of.ts";

/**
 * What to say when everybody whom the latest firing was to reach by phone was tried and nobody took it; undefined
 * while somebody may still, and when it was called off.
 */
export function triedInVain(facts: CardFacts): string | undefined {
  const { record, told } = facts;
  const { inVain } = wordsOf(facts);
  const latest = record.firings.at(-1);
  const tried = told.filter(
    ({ tier, repeat, via }) => tier === latest?.tier && repeat === latest.repeat && via !== "slack",
  );
  if (tried.length === 0 || tried.some(({ state }) => isOpen(state) || state === "dropped")) return undefined;
  const calls = tried.filter(({ via }) => via === "call");
  if (calls.some(isAnswered)) return undefined;
  const rang = calls.some(({ state }) => state === "unanswered");
  // A text that arrived has told somebody; nobody knows whether it was read.
  if (tried.some(isAnswered)) return rang ? inVain.called : undefined;
  return rang ? inVain.tried : inVain.unreachable;
}

function isOpen(state: DeliveryState): boolean {
  return state === "pending" || state === "sending";
}

function isAnswered({ state }: Told): boolean {
  return state === "delivered" || state === "sent";
}
