import type { Actor, AlertId } from "../../sla/model.ts";
import { handledElsewhere, promoted } from "../../sla/respond.ts";
import type { Answer } from "../desk.ts";
import { HiveError } from "../hive-error.ts";
import type { CaseWishes, Promotion } from "../ports/alert-finisher.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import type { CardFacts } from "../ports/card-facts.ts";
import { type CardSources, cardFacts } from "../show/card-facts.ts";
import type { Cards } from "../show/cards.ts";
import type { Timetable } from "../work/timetable.ts";

/** Turns alerts into cases, each once, however many people press at the same moment. */
export interface Promotions {
  promote(id: AlertId, by: Actor, wishes?: CaseWishes): Promise<Answer>;
}

export interface PromotionsOptions {
  readonly source: Pick<AlertSource, "promote">;
  readonly sources: CardSources;
  readonly timetable: Timetable;
  readonly cards: Cards;
}

export function promotions({ source, sources, timetable, cards }: PromotionsOptions): Promotions {
  const { watch, clock } = sources;
  // Not in the alert's turn: a deadline must not wait for a slow TheHive.
  const running = new Map<AlertId, Promise<Promotion>>();

  function facts(id: AlertId): CardFacts | undefined {
    const entry = watch.get(id);
    return entry === undefined ? undefined : cardFacts(sources, entry);
  }

  function ask(id: AlertId, wishes: CaseWishes | undefined): Promise<Promotion> {
    const asked = running.get(id);
    if (asked !== undefined) return asked;
    const promotion = source.promote(id, wishes).finally(() => running.delete(id));
    running.set(id, promotion);
    return promotion;
  }

  async function settle(id: AlertId, promotion: Promotion, by: Actor): Promise<void> {
    const entry = watch.get(id);
    if (entry === undefined || entry.record.handled?.how === "promoted") return;
    // A poll may have seen the case before our own answer came: it is ours all the same.
    if (promotion.alreadyImported && entry.record.handled?.case !== undefined) return;
    const imported = { ...entry.alert, caseId: promotion.case.id };
    const change = promotion.alreadyImported
      ? handledElsewhere(entry.record, imported, clock.now(), promotion.case)
      : promoted(entry.record, promotion.case, clock.now(), by);
    timetable.cancel(`alert ${id}`);
    await watch.commit(id, change);
    cards.refresh(id);
  }

  return {
    async promote(id, by, wishes) {
      const before = watch.get(id)?.record.handled;
      const shown = facts(id);
      if (shown === undefined)
        return { kind: "refused", why: "unknown-alert", detail: "this alert is not known any more" };
      if (before?.case !== undefined)
        return { kind: "refused", why: "already-a-case", facts: shown, case: before.case };
      try {
        const promotion = await ask(id, wishes);
        await settle(id, promotion, by);
        const after = facts(id) ?? shown;
        return promotion.alreadyImported
          ? { kind: "refused", why: "already-a-case", facts: after, case: promotion.case }
          : { kind: "done", response: "promote", facts: after, case: promotion.case };
      } catch (error) {
        if (!(error instanceof HiveError)) throw error;
        return { kind: "refused", why: "failed", facts: facts(id) ?? shown, detail: error.message };
      }
    },
  };
}
