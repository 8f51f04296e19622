import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { moment, type Piece, strong, words } from "./rich.ts";
import { nextText } from "./standing.ts";
import { timeText } from "./text.ts";

type Ahead = Pick<CardFacts, "next" | "tierCount">;

const unless = "Unless somebody takes it";
/** What is said where nothing follows: after a hold, and after the last tier, whose calls may still go round. */
const ends = {
  hold: "Nothing more will be sent by phone",
  tier: "This is the last tier: nothing follows it",
};
type After = keyof typeof ends;

/** What happens next, for a message that is never redrawn: true at the moment at which it is said, and said as such. */
export function thenLine({ next, tierCount }: Ahead, after: After): readonly Piece[] {
  if (next === undefined) return [strong(ends[after])];
  return [words(`${unless}: ${nextText(next, tierCount)}, `), moment(next.at)];
}

/** The same for a lock screen. */
export function thenText({ next, tierCount }: Ahead, after: After): string {
  if (next === undefined) return `${ends[after]}.`;
  return `${unless}: ${nextText(next, tierCount)}, ${timeText(next.at)}.`;
}
