import type { CardFacts } from "../../engine/ports/card-facts.ts";
import type { CardWords } from "../../words/card-words.ts";
import { catalogues } from "../../words/catalogue.ts";

/** The words of a card and its replies. */
export function wordsOf({ language }: Pick<CardFacts, "language">): CardWords {
  return catalogues[language].card;
}

/** Those of everything that is said in English only. */
export const english: CardWords = catalogues.en.card;
