import { merged } from "../../sla/finish.ts";
import type { AlertId } from "../../sla/model.ts";
import { handledElsewhere } from "../../sla/respond.ts";
import type { Answer, Person } from "../desk.ts";
import { HiveError } from "../hive-error.ts";
import type { Promotion } from "../ports/alert-finisher.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { CardFacts } from "../ports/card-facts.ts";
import { type CardSources, cardFacts } from "../show/card-facts.ts";
import type { Cards } from "../show/cards.ts";
import type { Jobs } from "../work/jobs.ts";
import { lanes } from "../work/lanes.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Finishing } from "./finishing.ts";

export interface MergesOptions {
  readonly source: Pick<AlertSource, "mergeInto">;
  readonly sources: CardSources;
  readonly timetable: Timetable;
  readonly cards: Cards;
  readonly jobs: Jobs;
}

/** Puts alerts into cases that exist, each once. */
export function merges(options: MergesOptions): Finishing["merge"] {
  const { source, sources, jobs } = options;
  const perAlert = lanes();

  async function merge(id: AlertId, caseName: string, { actor }: Person): Promise<Answer> {
    const shown = factsOf(id, sources);
    if (shown === undefined)
      return { kind: "refused", why: "unknown-alert", detail: "this alert is not known any more" };
    const before = shown.record.handled;
    if (before?.case !== undefined)
      return { kind: "refused", why: "already-a-case", facts: shown, case: before.case };
    try {
      const promotion = await source.mergeInto(id, caseName);
      await settle(id, promotion, actor, options);
      const facts = factsOf(id, sources) ?? shown;
      return promotion.alreadyImported
        ? { kind: "refused", why: "already-a-case", facts, case: promotion.case }
        : { kind: "done", response: "promote", facts, case: promotion.case };
    } catch (error) {
      if (!(error instanceof HiveError)) throw error;
      return { kind: "refused", why: "failed", facts: factsOf(id, sources) ?? shown, detail: error.message };
    }
  }

  return (id, caseName, person) => {
    const answer = perAlert.inLane(id, () => merge(id, caseName, person));
    jobs.start(`merge of ${id}`, () => answer.catch(() => {}));
    return answer;
  };
}

async function settle(
  id: AlertId,
  { case: link, alreadyImported }: Promotion,
  by: Person["actor"],
  { sources: { watch, clock }, timetable, cards }: MergesOptions,
): Promise<void> {
  const entry = watch.get(id);
  if (entry === undefined || entry.record.handled?.by !== undefined) return;
  if (alreadyImported && entry.record.handled?.case !== undefined) return;
  timetable.cancel(`alert ${id}`);
  const change = alreadyImported
    ? handledElsewhere(entry.record, { ...entry.alert, caseId: link.id }, clock.now(), link)
    : merged(entry.record, link, clock.now(), by);
  await watch.commit(id, change);
  cards.refresh(id);
}

function factsOf(id: AlertId, sources: CardSources): CardFacts | undefined {
  const entry = sources.watch.get(id);
  return entry === undefined ? undefined : cardFacts(sources, entry);
}
