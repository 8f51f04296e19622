import type { PageSubject, PhoneNext } from "../../engine/ports/phones.ts";
import type { PhoneWords, Whom } from "../../words/phone-words.ts";
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

/** Why people are told of an alert, its word being fit to be read. */
export function leadOf(about: Extract<PageSubject, { kind: "alert" }>, word: (theirs: string) => string) {
  if (about.repeat > 0) return { kind: "reminder" } as const;
  if (about.highRiskWord !== undefined) return { kind: "high-risk", word: word(about.highRiskWord) } as const;
  return { kind: about.missed ? "missed" : "escalated" } as const;
}
