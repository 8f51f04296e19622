import { paced } from "../../lib/paced.ts";
import type { FirstAct } from "../desk.ts";
import { type CardSources, judged } from "./card-facts.ts";
import { nextAct } from "./next-act.ts";

/** Looks at each of them in turn, and keeps nothing: a board of thousands is drawn for those who look at it. */
export async function firstAct(sources: CardSources): Promise<FirstAct | undefined> {
  const { watch } = sources;
  let first: FirstAct | undefined;
  await paced(watch.open(), (id) => {
    const entry = watch.get(id);
    if (entry === undefined) return;
    const next = nextAct(judged(sources, entry));
    if (next !== undefined && (first === undefined || next.at < first.at))
      first = { at: next.at, number: entry.record.number };
  });
  return first;
}
