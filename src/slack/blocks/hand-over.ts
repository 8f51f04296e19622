import type { types } from "@slack/bolt";
import type { CardFacts } from "../../engine/ports/card-facts.ts";
import type { ThreadReply } from "../../engine/ports/chat.ts";
import type { Notice } from "../../engine/ports/notice.ts";
import { unreachable } from "../../lib/unreachable.ts";
import type { HandOver } from "../../sla/hand-over.ts";
import { actions, alertPress } from "../ids/alerts.ts";
import { fitMessage, type Message } from "./fit.ts";
import { plainObject } from "./modal.ts";
import { lines, moment, type Piece, person, strong, theirs, words } from "./rich.ts";
import { severityLabel } from "./severity.ts";
import { personText, theirText, timeText } from "./text.ts";

/** Says in an alert's thread who has it now, or is to have it. Never redrawn: it tells what was done and until when. */
export function handOverReply({ facts, step }: Extract<ThreadReply, { kind: "hand-over" }>): Message {
  const { text, pieces } = worded(step);
  return fitMessage({
    text: `${nameText(facts)}: ${text}`,
    blocks: [lines(namePieces(facts), pieces), ...(step.kind === "offered" ? [offerButtons(facts)] : [])],
  });
}

/** Asks the person an alert is offered to, where they alone see it. */
export function offerNotice({ facts, offer }: Extract<Notice, { kind: "offer" }>): Message {
  const { by, until } = offer;
  return fitMessage({
    text: `${personText(by)} hands you ${nameText(facts)}. Please accept by ${timeText(until)}, or its clock goes on.`,
    blocks: [
      lines([person(by), strong(" hands you this alert")], namePieces(facts), [
        words("Please accept by "),
        moment(until, "time"),
        words(", or its clock goes on."),
      ]),
      offerButtons(facts),
    ],
  });
}

function worded(step: HandOver): { text: string; pieces: readonly Piece[] } {
  switch (step.kind) {
    case "taken":
      return {
        text: `${personText(step.by)} took it over from ${personText(step.from)}, until ${timeText(step.until)}.`,
        pieces: [
          person(step.by),
          words(" took it over from "),
          person(step.from),
          words(", until "),
          moment(step.until),
          words("."),
        ],
      };
    case "offered": {
      const { by, to, until } = step.offer;
      return {
        text: `${personText(by)} hands it to ${personText(to)}, who has until ${timeText(until)} to accept; otherwise its clock goes on.`,
        pieces: [
          person(by),
          words(" hands it to "),
          person(to),
          words(", who has until "),
          moment(until, "time"),
          words(" to accept. Otherwise its clock goes on."),
        ],
      };
    }
    case "declined": {
      const { by, offer, heldUntil } = step;
      const left = heldUntil === undefined ? [words("Nobody has it.")] : [words("It stays in hand until ")];
      return {
        text: `${personText(by)} cannot take it, ${personText(offer.by)}. ${heldUntil === undefined ? "Nobody has it." : `It stays in hand until ${timeText(heldUntil)}, then its clock goes on.`}`,
        pieces: [
          person(by),
          words(" cannot take it, "),
          person(offer.by),
          words(". "),
          ...left,
          ...(heldUntil === undefined ? [] : [moment(heldUntil, "time"), words(", then its clock goes on.")]),
        ],
      };
    }
    case "lapsed": {
      const { to, by } = step.offer;
      return {
        text: `${personText(to)} did not accept it, ${personText(by)}. Nobody has it.`,
        pieces: [person(to), words(" did not accept it, "), person(by), words(". Nobody has it.")],
      };
    }
    default:
      return unreachable(step);
  }
}

function offerButtons({ alert, record }: CardFacts): types.ActionsBlock {
  const button = (action: string, label: string): types.Button => ({
    type: "button",
    action_id: action,
    text: plainObject(label),
    value: alertPress.encode({ alert: alert.id }),
    accessibility_label: `${label}, alert #${record.number}`,
  });
  return {
    type: "actions",
    elements: [
      { ...button(actions.accept, "Accept"), style: "primary" },
      button(actions.decline, "I cannot"),
    ],
  };
}

function nameText({ alert, record }: CardFacts): string {
  return `${severityLabel(alert.severity)} #${record.number} ${theirText(alert.title, 150)}`;
}

function namePieces({ alert, record }: CardFacts): readonly Piece[] {
  return [
    strong(`${severityLabel(alert.severity)}  #${record.number}  `),
    theirs(alert.title, 200, { bold: true }),
  ];
}
