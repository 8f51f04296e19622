import type { types } from "@slack/bolt";
import type { AlertDetails } from "../../engine/finish/finisher.ts";
import type { CardFacts } from "../../engine/ports.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { plainAnswer } from "../blocks/answers.ts";
import { detailsBlocks } from "../blocks/details.ts";
import { type ModalBlock, messageModal, modal, plainObject } from "../blocks/modal.ts";
import { cut, safeUrl, theirText } from "../blocks/text.ts";
import { actions, alertPress } from "../ids.ts";
import type { Counter } from "../listeners/counter.ts";
import { finishActions, templatePress } from "./finish-ids.ts";

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

export function detailsTitle(number: number): string {
  return `Alert #${number}`;
}

/** The window, with what can be done about the alert while it is open. */
export function detailsView(
  details: AlertDetails,
  facts: CardFacts,
  history: readonly AuditEvent[],
  templates: readonly string[],
): types.ModalView {
  const { number } = facts.record;
  return modal({
    title: detailsTitle(number),
    blocks: [...detailsBlocks(details, number, history), ...ways(facts, templates)],
  });
}

function ways({ alert, record, alertUrl }: CardFacts, templates: readonly string[]): ModalBlock[] {
  const url = safeUrl(alertUrl);
  const elements = [
    ...(record.handled === undefined ? [closeButton(alert.id), ...templateMenu(alert.id, templates)] : []),
    ...(url === undefined ? [] : [openButton(url)]),
  ];
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

function closeButton(alert: CardFacts["alert"]["id"]): types.Button {
  return {
    type: "button",
    action_id: finishActions.close,
    text: plainObject("Close…"),
    value: alertPress.encode({ alert }),
  };
}

function openButton(url: string): types.Button {
  return { type: "button", action_id: actions.openInTheHive, text: plainObject("Open in TheHive"), url };
}

/** Only where there is something to choose. A name that Slack's menu does not hold is left out. */
function templateMenu(a: CardFacts["alert"]["id"], templates: readonly string[]): types.StaticSelect[] {
  const options = templates
    .map((t) => ({ text: plainObject(cut(t, 75)), value: templatePress.encode({ a, t }) }))
    .filter(({ value }) => value.length <= 75)
    .slice(0, 100);
  if (options.length < 2) return [];
  const placeholder = plainObject("Promote with template…");
  return [{ type: "static_select", action_id: finishActions.promoteWith, placeholder, options }];
}
