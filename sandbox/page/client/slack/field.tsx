import type { Element } from "../../../slack/block-kit/elements.ts";
import type { Entry } from "../../wire.ts";
import { usePiece } from "../shell.tsx";
import { Many, One, Radios } from "./choices.tsx";
import { dateTimeText, optionsOf } from "./options-of.ts";

/** An input element of any kind, held by an entry. */
export interface FieldProps {
  readonly element: Element;
  readonly id: string;
  readonly label: string;
  /** Ids of hint and error. */
  readonly notes?: string;
  readonly isWrong?: boolean;
  readonly entry: Entry;
  readonly onEntry: (entry: Entry) => void;
}

export function Field(props: FieldProps) {
  const { element, entry, onEntry } = props;
  const people = usePiece("people") ?? [];
  const channels = usePiece("slack")?.channels ?? [];
  const everybody = people.map(({ slack, fullName }) => ({ value: slack, label: fullName }));
  const places = channels.map(({ id, name }) => ({ value: id, label: `#${name}` }));
  switch (element.type) {
    case "static_select":
      return <One {...props} options={optionsOf(element)} />;
    case "users_select":
      return <One {...props} options={everybody} />;
    case "conversations_select":
    case "channels_select":
      return <One {...props} options={places} />;
    case "radio_buttons":
      return <Radios {...props} options={optionsOf(element)} />;
    case "checkboxes":
    case "multi_static_select":
      return <Many {...props} options={optionsOf(element)} />;
    case "multi_users_select":
      return <Many {...props} options={everybody} />;
    case "multi_conversations_select":
    case "multi_channels_select":
      return <Many {...props} options={places} />;
    case "datetimepicker":
      return (
        <Written
          {...props}
          type="datetime-local"
          entry={typeof entry === "number" ? dateTimeText(entry) : ""}
          onEntry={(text) =>
            onEntry(text === null || text === "" ? null : new Date(String(text)).getTime() / 1000)
          }
        />
      );
    case "datepicker":
      return <Written {...props} type="date" />;
    case "timepicker":
      return <Written {...props} type="time" />;
    case "number_input":
      return <Written {...props} type="text" mode="decimal" />;
    case "email_text_input":
      return <Written {...props} type="email" />;
    case "url_text_input":
      return <Written {...props} type="url" />;
    case "plain_text_input":
      return element.multiline ? <Long {...props} /> : <Written {...props} type="text" />;
    case "rich_text_input":
      return <Long {...props} />;
    default:
      return <Written {...props} type="text" />;
  }
}

function common({ id, notes, isWrong = false, label }: FieldProps) {
  // Inside a block the visible label names the input; elsewhere there is only this.
  const named = id.startsWith("input-") ? {} : { "aria-label": label };
  return { id, "aria-invalid": isWrong, ...(notes ? { "aria-describedby": notes } : {}), ...named };
}

function placeholderOf(element: Element): { placeholder?: string } {
  return "placeholder" in element && element.placeholder !== undefined
    ? { placeholder: element.placeholder.text }
    : {};
}

function Written(
  props: FieldProps & {
    readonly type: "text" | "date" | "time" | "datetime-local" | "email" | "url";
    readonly mode?: "decimal";
  },
) {
  const { element, entry, onEntry, type, mode } = props;
  return (
    <input
      {...common(props)}
      {...placeholderOf(element)}
      // The typings know each type of input only by itself.
      ref={(input) => {
        if (input !== null) input.type = type;
      }}
      {...(mode === undefined ? {} : { inputMode: mode })}
      value={entry === null ? "" : String(entry)}
      onInput={(event) => onEntry(event.currentTarget.value === "" ? null : event.currentTarget.value)}
    />
  );
}

function Long(props: FieldProps) {
  const { element, entry, onEntry } = props;
  return (
    <textarea
      {...common(props)}
      {...placeholderOf(element)}
      rows={3}
      value={entry === null ? "" : String(entry)}
      onInput={(event) => onEntry(event.currentTarget.value === "" ? null : event.currentTarget.value)}
    />
  );
}
