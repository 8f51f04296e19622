import type { types } from "@slack/bolt";
import type { AlertDetails } from "../../engine/ports/alert-finisher.ts";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { detailsBlocks } from "../blocks/details.ts";
import { type ModalBlock, modal, plainObject } from "../blocks/modal.ts";
import { cut, safeUrl } from "../blocks/text.ts";
import { actions, alertPress } from "../ids/alerts.ts";
import { finishActions, templatePress } from "../ids/finish.ts";

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
