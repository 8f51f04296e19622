import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { filledText } from "./filled.ts";
import { type Piece, theirs } from "./rich.ts";
import { theirText } from "./text.ts";
import { wordsOf } from "./words-of.ts";

type Titled = Pick<CardFacts, "alert" | "withheld" | "language">;

/** An alert's title on a card and below it, or where it stands when it may not be told here. */
export function titlePiece(facts: Titled, max: number): Piece {
  return theirs(titleOf(facts), max, { bold: true, empty: wordsOf(facts).empty });
}

/** The same in top-level text. */
export function titleText(facts: Titled, max: number): string {
  return theirText(titleOf(facts), max, wordsOf(facts).empty);
}

function titleOf({ alert, withheld, language }: Titled): string {
  if (withheld?.title !== true) return alert.title;
  return filledText(wordsOf({ language }).line.titleWithheld, { why: withheld.why });
}
