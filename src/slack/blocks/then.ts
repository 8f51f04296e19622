import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { filled, filledText } from "./filled.ts";
import { moment, type Piece, strong } from "./rich.ts";
import { nextText } from "./standing.ts";
import { timeText } from "./text.ts";
import { wordsOf } from "./words-of.ts";

type Ahead = Pick<CardFacts, "next" | "tierCount" | "language">;

/** After a hold, and after the last tier, whose calls may still go round: what is said where nothing follows. */
const ends = { hold: "endAfterHold", tier: "endAfterTier" } as const;
type After = keyof typeof ends;

/** What happens next, for a message that is never redrawn: true at the moment at which it is said, and said as such. */
export function thenLine(facts: Ahead, after: After): readonly Piece[] {
  const { next, tierCount } = facts;
  const say = wordsOf(facts);
  if (next === undefined) return [strong(say.line[ends[after]])];
  const rung = nextText(next, tierCount, say);
  return filled(say.line.unless, { rung, at: moment(next.at, "day", say.dates) });
}

/** The same for a lock screen. */
export function thenText(facts: Ahead, after: After): string {
  const { next, tierCount } = facts;
  const say = wordsOf(facts);
  if (next === undefined) return `${say.line[ends[after]]}.`;
  return `${filledText(say.line.unless, { rung: nextText(next, tierCount, say), at: timeText(next.at) })}.`;
}
