import type { Element } from "../../../slack/block-kit/elements.ts";
import type { Touch } from "../../wire.ts";
import { Menu } from "../menu.tsx";
import { Signs } from "../signs.tsx";
import { Field } from "./field.tsx";
import { OutLink } from "./out-link.tsx";
import { entryOf, useSurface } from "./surface.ts";

/** Something that acts at once: a button, a menu, a select outside of a form. */
export function Control({ element, blockId }: { readonly element: Element; readonly blockId: string }) {
  const surface = useSurface();
  const touch: Touch = { actionId: element.action_id ?? "", blockId };
  switch (element.type) {
    case "button":
      return <Button button={element} touch={touch} />;
    case "overflow":
      return (
        <Menu
          label="More actions"
          items={element.options.map(({ text, value, url }) => ({
            label: text.text,
            url,
            act: () => surface.choose(touch, value ?? text.text),
          }))}
        />
      );
    case "workflow_button":
    case "icon_button":
    case "feedback_buttons":
      return <span class="muted">({element.type})</span>;
    default: {
      const placeholder = "placeholder" in element ? element.placeholder?.text : undefined;
      return (
        <span class="inline-field">
          <Field
            element={element}
            id={`${blockId}-${touch.actionId}`}
            label={placeholder ?? "Choose"}
            entry={entryOf(surface.held(touch))}
            onEntry={(entry) => surface.choose(touch, entry)}
          />
        </span>
      );
    }
  }
}

function Button({
  button,
  touch,
}: {
  readonly button: Extract<Element, { type: "button" }>;
  readonly touch: Touch;
}) {
  const surface = useSurface();
  const { text, url, style, accessibility_label: said, confirm: question } = button;
  if (url !== undefined)
    return (
      <span class="slack-button" onClickCapture={() => surface.press(touch)}>
        <OutLink url={url}>{text.text}</OutLink>
      </span>
    );
  return (
    <button
      type="button"
      class={`slack-button ${style ?? ""}`}
      aria-label={said}
      data-act={touch.actionId}
      onClick={() => {
        if (question === undefined || confirm(question.text.text)) surface.press(touch);
      }}
    >
      <Signs text={text.text} />
    </button>
  );
}
