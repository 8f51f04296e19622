import type { types } from "@slack/bolt";
import type { ClosingStatuses } from "../../engine/ports/alert-finisher.ts";
import type { BoardRow, CardFacts } from "../../engine/ports/card-facts.ts";
import { alertTitleLines } from "../blocks/alert-card.ts";
import { type ClosingPlan, closingPreview, countText } from "../blocks/close-many.ts";
import { modal, plainObject } from "../blocks/modal.ts";
import { lines, words } from "../blocks/rich.ts";
import { closeState, finishForms, type ManyState, manyState } from "../ids/finish.ts";
import { type Field, fieldBlock } from "./fields.ts";
import { LONGEST_NOTE } from "./note.ts";
import { selectionChoices, selectionsOf } from "./selection.ts";

/** Asks with which status one alert is to be closed. */
export function closeWindow(facts: CardFacts, statuses: ClosingStatuses): types.ModalView {
  return modal({
    title: `Close alert #${facts.record.number}`,
    callback_id: finishForms.close,
    private_metadata: closeState.encode({ alert: facts.alert.id }),
    submit: plainObject("Close alert"),
    blocks: [lines(...alertTitleLines(facts)), ...closingFields(statuses), ...limitBlocks(statuses)],
  });
}

// What Slack's menu holds.
const MOST_CHOICES = 100;

/** Asks which alerts are to be closed together, and how. */
export function closeManyWindow(rows: readonly BoardRow[], statuses: ClosingStatuses): types.ModalView {
  const selections = selectionsOf(rows);
  const left = selections.length - MOST_CHOICES;
  const which: Field = {
    kind: "one",
    id: "which",
    label: "Which alerts",
    hint: "By source, type or tag, the most frequent first. You see what will be closed before it is.",
    value: "",
    options: selectionChoices(selections),
  };
  return modal({
    title: "Close many alerts",
    callback_id: finishForms.closeMany,
    submit: plainObject("Preview"),
    blocks: [
      lines([words(`${countText(rows.length)} open.`)]),
      fieldBlock(which, 0),
      ...(left > 0 ? [lines([words(`${left} rarer values are left out of the menu.`)])] : []),
      ...closingFields(statuses),
      ...limitBlocks(statuses),
    ],
  });
}

/** Shows what would be closed, for the one confirmation. */
export function previewWindow(plan: ClosingPlan, state: ManyState): types.ModalView {
  return modal({
    title: "Close these alerts?",
    callback_id: finishForms.closeManyConfirm,
    private_metadata: manyState.encode(state),
    submit: plainObject(`Close ${countText(plan.rows.length)}`),
    blocks: closingPreview(plan),
  });
}

function closingFields({ names, keepsNote }: ClosingStatuses): ReturnType<typeof fieldBlock>[] {
  const [only, ...others] = names;
  const status: Field = {
    kind: "one",
    id: "status",
    label: "Close as",
    value: others.length === 0 ? (only ?? "") : "",
    options: names.map((name) => ({ value: name, label: name })),
  };
  const note: Field = {
    kind: "text",
    id: "note",
    label: "Note",
    hint: keepsNote
      ? `Goes into TheHive's summary and the audit trail; up to ${LONGEST_NOTE} characters.`
      : `Goes into the audit trail; up to ${LONGEST_NOTE} characters.`,
    optional: true,
    long: true,
    value: "",
  };
  return [fieldBlock(status, 0), fieldBlock(note, 0)];
}

function limitBlocks({ limits }: ClosingStatuses) {
  return limits.length === 0 ? [] : [lines(...limits.map((limit) => [words(limit)]))];
}
