import type { PageSubject, PhoneNext } from "../../engine/ports/phones.ts";
import type { Lead, PhoneWords, Whom } from "../../words/phone-words.ts";
import { personName, readable } from "./person-name.ts";

/** What follows unless somebody takes it, as a clause. */
export function nextClause({ whom, via }: PhoneNext, when: string, words: PhoneWords): string {
  return words.then(shown(whom, words), via, when);
}

function shown(whom: PhoneNext["whom"], words: PhoneWords): Whom {
  switch (whom.kind) {
    case "person":
      return { kind: "person", name: personName(whom.name, words) };
    case "group":
      return { kind: "group", name: readable(whom.name) };
    default:
      return whom;
  }
}

/** Why people are told of an alert; its word, if it may be told, fit to be read. */
export function leadOf(
  about: Extract<PageSubject, { kind: "alert" }>,
  word: (theirs: string) => string,
): Lead {
  const { repeat, tier, highRiskWord, missed } = about;
  if (repeat > 0) return { kind: "reminder" };
  if (tier === "high-risk")
    return { kind: "high-risk", word: highRiskWord === undefined ? undefined : word(highRiskWord) };
  if (tier === "at-risk" && !missed) return { kind: "at-risk" };
  return { kind: missed ? "missed" : "escalated" };
}
