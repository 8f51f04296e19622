import type { Watched } from "../work/watchlist.ts";
import { type CardSources, judged } from "./card-facts.ts";
import { type NextAct, nextAct } from "./next-act.ts";

/** Of which of these alerts people are told first, if of any; the earlier in the list where two are told at once. */
export function soonest(
  sources: CardSources,
  entries: Iterable<Watched>,
): { readonly act: NextAct; readonly entry: Watched } | undefined {
  let first: { readonly act: NextAct; readonly entry: Watched } | undefined;
  for (const entry of entries) {
    const act = nextAct(judged(sources, entry));
    if (act !== undefined && (first === undefined || act.at < first.act.at)) first = { act, entry };
  }
  return first;
}
