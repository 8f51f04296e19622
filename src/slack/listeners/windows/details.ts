import type { types } from "@slack/bolt";
import type { CardFacts } from "../../../engine/ports/card-facts.ts";
import { plainAnswer } from "../../blocks/answers.ts";
import { messageModal } from "../../blocks/modal.ts";
import { theirText } from "../../blocks/text.ts";
import { detailsTitle, detailsView } from "../../modals/details-window.ts";
import type { Counter } from "../counter.ts";

const EVENTS_SHOWN = 10;

/** Reads all there is to know of an alert and shows it. */
export async function detailsWindow({ desk, log }: Counter, facts: CardFacts): Promise<types.ModalView> {
  const { number } = facts.record;
  const [found, history, templates] = await Promise.all([
    desk.details(facts.alert.id),
    desk.audit(facts.alert.id, EVENTS_SHOWN).catch((error: unknown) => {
      log.warn({ err: error }, "the audit trail cannot be read");
      return [];
    }),
    desk.caseTemplates(),
  ]);
  const title = detailsTitle(number);
  switch (found.kind) {
    case "found":
      return detailsView(found.details, facts, history, templates);
    case "gone":
      return messageModal(
        title,
        plainAnswer(`TheHive has no alert #${number} any more: it was deleted there.`),
      );
    case "failed":
      return messageModal(title, plainAnswer(`Nothing can be shown now: ${theirText(found.detail, 500)}`));
  }
}
