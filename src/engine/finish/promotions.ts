import type { Actor, AlertId } from "../../sla/model.ts";
import { promoted } from "../../sla/respond.ts";
import type { Answer } from "../desk.ts";
import type { CaseWishes, Promotion } from "../ports/alert-finisher.ts";
import type { AlertSource } from "../ports/alert-source.ts";
import { intoCase } from "./into-case.ts";
import type { NoteEndOptions } from "./note-end.ts";

/** Turns alerts into cases, each once, however many people press at the same moment. */
export interface Promotions {
  promote(id: AlertId, by: Actor, wishes?: CaseWishes): Promise<Answer>;
}

export interface PromotionsOptions extends NoteEndOptions {
  readonly source: Pick<AlertSource, "promote">;
}

export function promotions(options: PromotionsOptions): Promotions {
  // Not in the alert's turn: a deadline must not wait for a slow TheHive.
  const running = new Map<AlertId, Promise<Promotion>>();

  function ask(id: AlertId, wishes: CaseWishes | undefined): Promise<Promotion> {
    const asked = running.get(id);
    if (asked !== undefined) return asked;
    const promotion = options.source.promote(id, wishes).finally(() => running.delete(id));
    running.set(id, promotion);
    return promotion;
  }

  return {
    promote: (id, by, wishes) =>
      intoCase(
        id,
        {
          ask: () => ask(id, wishes),
          isOurs: ({ how }) => how === "promoted",
          ours: (record, link, now) => promoted(record, link, now, by),
        },
        options,
      ),
  };
}
