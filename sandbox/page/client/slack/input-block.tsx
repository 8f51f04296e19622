import type { Block } from "../../../slack/block-kit/blocks.ts";
import { Field } from "./field.tsx";
import { entryOf, useSurface } from "./surface.ts";

/** A labelled input of a form, with its hint and what is wrong with it. */
export function InputBlock({ block }: { readonly block: Extract<Block, { type: "input" }> }) {
  const surface = useSurface();
  const { element, label, hint, optional, dispatch_action: reports } = block;
  const blockId = block.block_id ?? "";
  const touch = { actionId: element.action_id ?? "", blockId };
  const error = surface.error(blockId);
  const id = `input-${blockId}`;
  const isGroup = ["checkboxes", "radio_buttons"].includes(element.type) || element.type.startsWith("multi_");
  const notes = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(" ");
  const entered = surface.draft(blockId);
  return (
    <div class="input-block" data-error={error !== undefined}>
      {isGroup ? (
        <span class="label" id={`${id}-label`}>
          {label.text}
        </span>
      ) : (
        <label for={id}>{label.text}</label>
      )}
      {optional && <span class="muted"> (optional)</span>}
      <Field
        element={element}
        id={id}
        label={label.text}
        notes={notes}
        isWrong={error !== undefined}
        entry={entered === undefined ? entryOf(surface.held(touch)) : entered}
        onEntry={(entry) => {
          surface.setDraft(blockId, entry);
          if (reports) surface.choose(touch, entry);
        }}
      />
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint.text}
        </p>
      )}
    </div>
  );
}
