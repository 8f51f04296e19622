import type { types } from "@slack/bolt";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import { actions, alertPress, ignoreChoices, menuDeeds, menuPress } from "../ids/alerts.ts";
import type { Standing } from "./standing.ts";
import { safeUrl } from "./text.ts";
import { wordsOf } from "./words-of.ts";

/** What can be done about an open alert, the likeliest first. */
export function alertButtons(facts: CardFacts, standing: Standing): types.ActionsBlock {
  const { alert, ignoreFor } = facts;
  const { button, age } = wordsOf(facts);
  const held = standing.state === "held" ? standing.hold.kind : undefined;
  return {
    type: "actions",
    elements: [
      { ...alertButton(facts, actions.promote, button.promote), style: "primary" },
      held === undefined
        ? alertButton(facts, actions.ignore, button.ignoreFor(age(ignoreFor)))
        : alertButton(facts, actions.resume, button.resume),
      held === "acknowledged"
        ? alertButton(facts, actions.take, button.takeOver)
        : alertButton(facts, actions.acknowledge, button.onIt),
      ...openButton(facts),
      alertButton(facts, actions.details, button.details),
      alertButton(facts, actions.close, button.close),
      {
        type: "overflow",
        action_id: actions.menu,
        options: [
          ...ignoreChoices.map((ignore) => ({
            text: plain(button[ignoreLabel[ignore]]),
            value: menuPress.encode({ a: alert.id, ignore }),
          })),
          ...menuDeeds.map((deed) => ({
            text: plain(button[deed]),
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
  const { button } = wordsOf(facts);
  return {
    type: "actions",
    elements: [
      { ...alertButton(facts, actions.acknowledge, button.onIt), style: "primary" },
      alertButton(facts, actions.promote, button.promote),
      alertButton(facts, actions.showAlert, button.card),
    ],
  };
}

const ignoreLabel = { "1h": "ignore1h", "4h": "ignore4h", nine: "ignoreNine" } as const satisfies Readonly<
  Record<(typeof ignoreChoices)[number], string>
>;

function alertButton(facts: CardFacts, action: string, label: string): types.Button {
  const { alert, record } = facts;
  return {
    type: "button",
    action_id: action,
    text: plain(label),
    value: alertPress.encode({ alert: alert.id }),
    // Read aloud in a channel of many cards, the label alone would not say which alert it is for.
    accessibility_label: wordsOf(facts).button.ofAlert(label, record.number),
  };
}

function openButton(facts: CardFacts): readonly types.Button[] {
  const url = safeUrl(facts.alertUrl);
  return url === undefined
    ? []
    : [{ ...alertButton(facts, actions.openInTheHive, wordsOf(facts).button.openInTheHive), url }];
}

function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}
