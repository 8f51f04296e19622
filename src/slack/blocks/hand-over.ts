import type { types } from "@slack/bolt";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import type { ThreadReply } from "../../engine/ports/chat.ts";
import type { Notice } from "../../engine/ports/notice.ts";
import type { Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { HandOver } from "../../sla/hand-over.ts";
import type { Actor } from "../../sla/model.ts";
import type { CardWords } from "../../words/card-words.ts";
import { actions, alertPress } from "../ids/alerts.ts";
import { filled, filledStrong, filledText } from "./filled.ts";
import { fitMessage, type Message } from "./fit.ts";
import { plainObject } from "./modal.ts";
import { lines, moment, type Piece, person, strong, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { personText, timeText } from "./text.ts";
import { titlePiece, titleText } from "./title.ts";
import { wordsOf } from "./words-of.ts";

/** Says in an alert's thread who has it now, or is to have it. Never redrawn: it tells what was done and until when. */
export function handOverReply({ facts, step }: Extract<ThreadReply, { kind: "hand-over" }>): Message {
  const say = wordsOf(facts);
  const said = worded(step, say);
  const text = said.map(([sentence, slots]) => filledText(sentence, textsOf(slots, say))).join(" ");
  const pieces = said.flatMap(([sentence, slots], i) => [
    ...(i === 0 ? [] : [words(" ")]),
    ...filled(sentence, piecesOf(slots, say)),
  ]);
  return fitMessage({
    text: `${nameText(facts)}: ${text}`,
    blocks: [lines(namePieces(facts), pieces), ...(step.kind === "offered" ? [offerButtons(facts)] : [])],
  });
}

/** Asks the person an alert is offered to, where they alone see it. */
export function offerNotice({ facts, offer }: Extract<Notice, { kind: "offer" }>): Message {
  const say = wordsOf(facts);
  const { line } = say;
  const slots = { by: { who: offer.by }, until: { at: offer.until } };
  const [texts, pieces] = [textsOf(slots, say), piecesOf(slots, say)];
  return fitMessage({
    text: `${filledText(line.handsYou, texts)}: ${nameText(facts)}. ${filledText(line.acceptBy, texts)}`,
    blocks: [
      lines(filledStrong(line.handsYou, pieces), namePieces(facts), filled(line.acceptBy, pieces)),
      offerButtons(facts),
    ],
  });
}

/** What goes into the slots of a sentence: people and moments; `day`: of which it matters on what day it is. */
type Slots = Readonly<
  Record<string, { readonly who: Actor } | { readonly at: Instant; readonly day?: true }>
>;

function worded(step: HandOver, { line }: CardWords): readonly (readonly [sentence: string, slots: Slots])[] {
  switch (step.kind) {
    case "taken": {
      const { by, from, until } = step;
      return [[line.tookOver, { by: { who: by }, from: { who: from }, until: { at: until, day: true } }]];
    }
    case "offered": {
      const { by, to, until } = step.offer;
      return [[line.handsTo, { by: { who: by }, to: { who: to }, until: { at: until } }]];
    }
    case "declined": {
      const { by, offer, heldUntil } = step;
      return [
        [line.declined, { by: { who: by }, giver: { who: offer.by } }],
        heldUntil === undefined ? [line.nobodyHasIt, {}] : [line.staysUntil, { until: { at: heldUntil } }],
      ];
    }
    case "lapsed": {
      const { to, by } = step.offer;
      return [
        [line.lapsed, { to: { who: to }, giver: { who: by } }],
        [line.nobodyHasIt, {}],
      ];
    }
    default:
      return unreachable(step);
  }
}

function textsOf(slots: Slots, { monitor }: CardWords): Record<string, string> {
  return Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [
      name,
      "who" in slot ? personText(slot.who, monitor) : timeText(slot.at),
    ]),
  );
}

function piecesOf(slots: Slots, { monitor, dates }: CardWords): Record<string, Piece> {
  return Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [
      name,
      "who" in slot ? person(slot.who, monitor) : moment(slot.at, slot.day === true ? "day" : "time", dates),
    ]),
  );
}

function offerButtons(facts: CardFacts): types.ActionsBlock {
  const { alert, record } = facts;
  const say = wordsOf(facts).button;
  const button = (action: string, label: string): types.Button => ({
    type: "button",
    action_id: action,
    text: plainObject(label),
    value: alertPress.encode({ alert: alert.id }),
    accessibility_label: say.ofAlert(label, record.number),
  });
  return {
    type: "actions",
    elements: [
      { ...button(actions.accept, say.accept), style: "primary" },
      button(actions.decline, say.decline),
    ],
  };
}

function nameText(facts: CardFacts): string {
  const { alert, record } = facts;
  return `${severityLabel(alert.severity, wordsOf(facts))} #${record.number} ${titleText(facts, 150)}`;
}

function namePieces(facts: CardFacts): readonly Piece[] {
  const { alert, record } = facts;
  return [
    strong(`${severityLabel(alert.severity, wordsOf(facts))}  #${record.number}  `),
    titlePiece(facts, 200),
  ];
}
