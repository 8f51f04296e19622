import { caseDeadlines, caseIdOf } from "../../sla/case-deadlines.ts";
import type { CaseFacts } from "../ports/card-facts.ts";
import type { Watched, Watchlist } from "../work/watchlist.ts";
import type { CardSources } from "./card-facts.ts";

/** Of several alerts in one case its deadlines are those of the first that became it: people are told of a case once. */
export function leadsCase(watch: Pick<Watchlist, "ofCase">, { record }: Watched): boolean {
  const caseId = caseIdOf(record);
  if (caseId === undefined) return false;
  const since = record.handled?.at ?? 0;
  return [...watch.ofCase(caseId)].every(({ record: { handled, number } }) => {
    const other = handled?.at ?? 0;
    return other > since || (other === since && number >= record.number);
  });
}

/** What is promised of the alert's case and still ahead, and what was not kept; nothing of what was done. */
export function caseStanding(
  { watch, settings }: Pick<CardSources, "watch" | "settings">,
  entry: Watched,
): readonly CaseFacts[] {
  const { caseWatch } = entry.record;
  const deadlines = caseDeadlines(entry, settings());
  if (deadlines.length === 0 || caseWatch?.over !== undefined || !leadsCase(watch, entry)) return [];
  return deadlines.flatMap(({ step, at }): CaseFacts[] => {
    const mark = caseWatch?.marks.find((one) => one.step === step);
    if (mark === undefined) return [{ step, at, late: false }];
    return mark.how === "told" && mark.doneAt === undefined ? [{ step, at: mark.deadline, late: true }] : [];
  });
}
