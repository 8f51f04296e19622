import type { types } from "@slack/bolt";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { formatDuration } from "../../lib/duration-text.ts";
import { actions, alertPress, ignoreChoices, type MenuDeed, menuDeeds, menuPress } from "../ids/alerts.ts";
import type { Standing } from "./standing.ts";
import { safeUrl } from "./text.ts";

/** What can be done about an open alert, the likeliest first. */
export function alertButtons(facts: CardFacts, standing: Standing): types.ActionsBlock {
  const { alert, ignoreFor } = facts;
  const held = standing.state === "held" ? standing.hold.kind : undefined;
  return {
    type: "actions",
    elements: [
      { ...alertButton(facts, actions.promote, "Promote to case"), style: "primary" },
      held === undefined
        ? alertButton(facts, actions.ignore, `Ignore ${formatDuration(ignoreFor)}`)
        : alertButton(facts, actions.resume, "Resume now"),
      held === "acknowledged"
        ? alertButton(facts, actions.take, "Take over")
        : alertButton(facts, actions.acknowledge, "I'm on it"),
      ...openButton(facts),
      alertButton(facts, actions.details, "Details"),
      alertButton(facts, actions.close, "Close…"),
      {
        type: "overflow",
        action_id: actions.menu,
        options: [
          ...ignoreChoices.map((ignore) => ({
            text: plain(ignoreLabel[ignore]),
            value: menuPress.encode({ a: alert.id, ignore }),
          })),
          ...menuDeeds.map((deed) => ({
            text: plain(deedLabel[deed]),
            value: menuPress.encode({ a: alert.id, do: deed }),
          })),
        ],
      },
    ],
  };
}

/**
 * Under a reply, which is never redrawn: what is true whatever became of the alert since. *Card* shows how it stands
 * to whoever presses.
 */
export function replyButtons(facts: CardFacts): types.ActionsBlock {
  return {
    type: "actions",
    elements: [
      { ...alertButton(facts, actions.acknowledge, "I'm on it"), style: "primary" },
      alertButton(facts, actions.promote, "Promote to case"),
      alertButton(facts, actions.showAlert, "Card"),
    ],
  };
}

const ignoreLabel: Readonly<Record<(typeof ignoreChoices)[number], string>> = {
  "1h": "Ignore 1 h",
  "4h": "Ignore 4 h",
  nine: "Ignore until 09:00",
};

const deedLabel: Readonly<Record<MenuDeed, string>> = {
  hand: "Hand to…",
  escalate: "Escalate now",
};

function alertButton({ alert, record }: CardFacts, action: string, label: string): types.Button {
  return {
    type: "button",
    action_id: action,
    text: plain(label),
    value: alertPress.encode({ alert: alert.id }),
    // Read aloud in a channel of many cards, the label alone would not say which alert it is for.
    accessibility_label: `${label}, alert #${record.number}`,
  };
}

function openButton(facts: CardFacts): readonly types.Button[] {
  const url = safeUrl(facts.alertUrl);
  return url === undefined ? [] : [{ ...alertButton(facts, actions.openInTheHive, "Open in TheHive"), url }];
}

function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}
