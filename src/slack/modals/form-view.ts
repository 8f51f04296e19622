import type { types } from "@slack/bolt";
import type { Message } from "../blocks/fit.ts";
import { type ModalBlock, modal, plainObject } from "../blocks/modal.ts";
import { type FormState, formState, type forms } from "../ids/windows.ts";
import { type Field, fieldBlock } from "./fields.ts";

/** A form in a window: what is to be said first, the fields, and what else can be done. */
export function formView({
  form,
  title,
  state,
  fields,
  note,
  after = [],
}: {
  form: (typeof forms)[keyof typeof forms];
  title: string;
  state: FormState;
  fields: readonly Field[];
  note?: Message | undefined;
  after?: readonly ModalBlock[];
}): types.ModalView {
  return modal({
    title,
    callback_id: form,
    private_metadata: formState.encode(state),
    submit: plainObject("Save"),
    blocks: [...(note?.blocks ?? []), ...fields.map((field) => fieldBlock(field, state.revision)), ...after],
  });
}

/** A button at the end of a form that undoes something; asks first. */
export function undoButton(action: string, value: string, label: string, question: string): ModalBlock {
  return {
    type: "actions",
    elements: [
      {
        type: "button",
        action_id: action,
        text: plainObject(label),
        style: "danger",
        value,
        confirm: {
          title: plainObject("Are you sure?"),
          text: plainObject(question.slice(0, 300)),
          confirm: plainObject("Yes"),
          deny: plainObject("No"),
        },
      },
    ],
  };
}
