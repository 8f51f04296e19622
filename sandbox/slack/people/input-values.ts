import type { Block } from "../block-kit/blocks.ts";
import type { Option } from "../block-kit/composition.ts";
import type { Element } from "../block-kit/elements.ts";
import { eachElement } from "../block-kit/walk.ts";
import type { InputValue, ViewValues } from "../workspace/model.ts";

/** What a view's inputs hold before anybody touched them. */
export function initialValues(blocks: readonly Block[]): ViewValues {
  const values: Record<string, Record<string, InputValue>> = {};
  for (const { element, block } of eachElement(blocks)) {
    const value = initialValue(element);
    if (!value) continue;
    const blockId = String(block.block_id ?? "");
    values[blockId] = { ...values[blockId], [element.action_id ?? ""]: value };
  }
  return values;
}

/** What one element holds at first; undefined for elements without a state (buttons, overflow menus). */
export function initialValue(element: Element): InputValue | undefined {
  const { type } = element;
  switch (type) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return { type, value: element.initial_value ?? null };
    case "rich_text_input":
      return { type, rich_text_value: element.initial_value ?? null };
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { type, selected_option: element.initial_option ?? null };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { type, selected_options: element.initial_options ?? [] };
    case "users_select":
      return { type, selected_user: element.initial_user ?? null };
    case "multi_users_select":
      return { type, selected_users: element.initial_users ?? [] };
    case "conversations_select":
      return { type, selected_conversation: element.initial_conversation ?? null };
    case "multi_conversations_select":
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case "channels_select":
      return { type, selected_channel: element.initial_channel ?? null };
    case "multi_channels_select":
      return { type, selected_channels: element.initial_channels ?? [] };
    case "datepicker":
      return { type, selected_date: element.initial_date ?? null };
    case "timepicker":
      return { type, selected_time: element.initial_time ?? null };
    case "datetimepicker":
      return { type, selected_date_time: element.initial_date_time ?? null };
    default:
      return undefined;
  }
}

/** What a person gives to an input: text, the option's words or value, several of them, or nothing. */
export type Entry = string | number | readonly string[] | null;

/**
 * What an element holds after a person typed or chose `entry`.
 *
 * @param extra options that an external source offered
 * @throws Error when the element does not offer what was chosen
 */
export function enteredValue(element: Element, entry: Entry, extra: readonly Option[] = []): InputValue {
  const { type } = element;
  const one = entry === null ? null : String(entry);
  const many = entry === null ? [] : typeof entry === "object" ? entry : [String(entry)];
  const offered = [...optionsOf(element), ...extra];
  switch (type) {
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
      return { type, value: one === "" ? null : one };
    case "rich_text_input":
      return { type, rich_text_value: one === null ? null : richText(one) };
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return { type, selected_option: one === null ? null : pick(offered, one) };
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return { type, selected_options: many.map((wanted) => pick(offered, wanted)) };
    case "users_select":
      return { type, selected_user: one };
    case "multi_users_select":
      return { type, selected_users: many };
    case "conversations_select":
      return { type, selected_conversation: one };
    case "multi_conversations_select":
      return { type, selected_conversations: many };
    case "channels_select":
      return { type, selected_channel: one };
    case "multi_channels_select":
      return { type, selected_channels: many };
    case "datepicker":
      return { type, selected_date: one };
    case "timepicker":
      return { type, selected_time: one };
    case "datetimepicker":
      return { type, selected_date_time: one === null ? null : Number(one) };
    default:
      throw new Error(`Nothing can be entered into a ${type}`);
  }
}

/** The options an element offers by itself. */
export function optionsOf(element: Element): readonly Option[] {
  if (element.type === "overflow") {
    return element.options.map((option) => ({ ...option, value: option.value ?? "" }));
  }
  const options = "options" in element ? (element.options ?? []) : [];
  const grouped = "option_groups" in element ? (element.option_groups ?? []) : [];
  return [...options, ...grouped.flatMap((group) => group.options)];
}

/**
 * The option with these words or this value.
 *
 * @throws Error that names what is offered instead
 */
export function pick(options: readonly Option[], wanted: string): Option {
  const found =
    options.find(({ text }) => text.text === wanted) ??
    options.find(({ value }) => value === wanted) ??
    options.find(({ text }) => text.text.toLowerCase().includes(wanted.toLowerCase()));
  if (found) return found;
  throw new Error(
    `No option "${wanted}"; offered: ${options.map(({ text }) => text.text).join(", ") || "none"}`,
  );
}

/** Whether an input is still untouched and empty. */
export function isEmpty({ type: _, ...held }: InputValue): boolean {
  return Object.values(held).every((value) => value === null || (Array.isArray(value) && value.length === 0));
}

function richText(text: string): NonNullable<InputValue["rich_text_value"]> {
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  };
}
