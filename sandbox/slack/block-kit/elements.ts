import { z } from "zod";
import {
  ButtonStyle,
  Confirm,
  Id,
  ImageElement,
  Option,
  OptionGroup,
  OverflowOption,
  plainText,
  SelectOption,
  Url,
} from "./composition.ts";
import { limits } from "./limits.ts";
import { RichText } from "./rich-text.ts";

const action = { action_id: Id.optional() };
const confirm = { confirm: Confirm.optional() };
const focus = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(limits.placeholder).optional() };
const dispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(["on_enter_pressed", "on_character_entered"]))
        .min(1)
        .optional(),
    })
    .optional(),
};
const menu = { ...action, ...confirm, ...focus, ...placeholder };
const many = { ...menu, max_selected_items: z.number().int().min(1).optional() };
const options = {
  options: z.array(SelectOption).min(1).max(limits.selectOptions).optional(),
  option_groups: z.array(OptionGroup).min(1).max(limits.optionGroups).optional(),
};
const filter = {
  filter: z
    .strictObject({
      include: z
        .array(z.enum(["im", "mpim", "private", "public"]))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
};
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date of the form YYYY-MM-DD");
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of the form HH:mm");

/** A button; with `url` it also opens an address, and still reports back. */
export const Button = z.strictObject({
  type: z.literal("button"),
  text: plainText(limits.button.text),
  value: z.string().max(limits.button.value).optional(),
  url: Url.optional(),
  style: ButtonStyle.optional(),
  accessibility_label: z.string().max(limits.button.accessibilityLabel).optional(),
  ...action,
  ...confirm,
});

const WorkflowButton = z.strictObject({
  type: z.literal("workflow_button"),
  text: plainText(limits.button.text),
  workflow: z.object({ trigger: z.object({ url: Url }) }),
  style: ButtonStyle.optional(),
  accessibility_label: z.string().max(limits.button.accessibilityLabel).optional(),
  ...action,
});

const Overflow = z.strictObject({
  type: z.literal("overflow"),
  options: z.array(OverflowOption).min(1).max(limits.overflowOptions),
  ...action,
  ...confirm,
});

const Checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  options: z.array(Option).min(1).max(limits.checkboxOptions),
  initial_options: z.array(Option).min(1).optional(),
  ...action,
  ...confirm,
  ...focus,
});

const RadioButtons = z.strictObject({
  type: z.literal("radio_buttons"),
  options: z.array(Option).min(1).max(limits.radioOptions),
  initial_option: Option.optional(),
  ...action,
  ...confirm,
  ...focus,
});

const Datepicker = z.strictObject({ type: z.literal("datepicker"), initial_date: date.optional(), ...menu });
const Timepicker = z.strictObject({
  type: z.literal("timepicker"),
  initial_time: time.optional(),
  timezone: z.string().optional(),
  ...menu,
});
const DateTimePicker = z.strictObject({
  type: z.literal("datetimepicker"),
  initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
  ...action,
  ...confirm,
  ...focus,
});

const selects = [
  z.strictObject({
    type: z.literal("static_select"),
    ...options,
    initial_option: SelectOption.optional(),
    ...menu,
  }),
  z.strictObject({
    type: z.literal("external_select"),
    initial_option: SelectOption.optional(),
    min_query_length: z.number().int().min(0).optional(),
    ...menu,
  }),
  z.strictObject({ type: z.literal("users_select"), initial_user: z.string().optional(), ...menu }),
  z.strictObject({
    type: z.literal("conversations_select"),
    initial_conversation: z.string().optional(),
    default_to_current_conversation: z.boolean().optional(),
    response_url_enabled: z.boolean().optional(),
    ...filter,
    ...menu,
  }),
  z.strictObject({
    type: z.literal("channels_select"),
    initial_channel: z.string().optional(),
    response_url_enabled: z.boolean().optional(),
    ...menu,
  }),
  z.strictObject({
    type: z.literal("multi_static_select"),
    ...options,
    initial_options: z.array(SelectOption).min(1).optional(),
    ...many,
  }),
  z.strictObject({
    type: z.literal("multi_external_select"),
    initial_options: z.array(SelectOption).min(1).optional(),
    min_query_length: z.number().int().min(0).optional(),
    ...many,
  }),
  z.strictObject({
    type: z.literal("multi_users_select"),
    initial_users: z.array(z.string()).optional(),
    ...many,
  }),
  z.strictObject({
    type: z.literal("multi_conversations_select"),
    initial_conversations: z.array(z.string()).optional(),
    default_to_current_conversation: z.boolean().optional(),
    ...filter,
    ...many,
  }),
  z.strictObject({
    type: z.literal("multi_channels_select"),
    initial_channels: z.array(z.string()).optional(),
    ...many,
  }),
] as const;

const written = { ...action, ...focus, ...placeholder, ...dispatch };
const length = z.number().int().min(0).max(limits.inputLength);
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, "must be a number");

const PlainTextInput = z.strictObject({
  type: z.literal("plain_text_input"),
  initial_value: z.string().max(limits.inputLength).optional(),
  multiline: z.boolean().optional(),
  min_length: length.optional(),
  max_length: length.min(1).optional(),
  ...written,
});
const writtenInputs = [
  PlainTextInput,
  z.strictObject({ type: z.literal("email_text_input"), initial_value: z.string().optional(), ...written }),
  z.strictObject({ type: z.literal("url_text_input"), initial_value: z.string().optional(), ...written }),
  z.strictObject({
    type: z.literal("number_input"),
    is_decimal_allowed: z.boolean(),
    initial_value: decimal.optional(),
    min_value: decimal.optional(),
    max_value: decimal.optional(),
    ...written,
  }),
] as const;
const RichTextInput = z.strictObject({
  type: z.literal("rich_text_input"),
  initial_value: RichText.optional(),
  min_lines: z.number().int().optional(),
  max_lines: z.number().int().optional(),
  ...written,
});
const FileInput = z.strictObject({
  type: z.literal("file_input"),
  filetypes: z.array(z.string()).optional(),
  max_files: z.number().int().min(limits.files.min).max(limits.files.max).optional(),
  ...action,
});

const choices = [Checkboxes, RadioButtons, Datepicker, Timepicker, ...selects] as const;

/** What a section may carry at its right. */
export const Accessory = z.discriminatedUnion("type", [
  Button,
  WorkflowButton,
  Overflow,
  ImageElement,
  ...choices,
]);

/** What stands in an actions block. */
export const ActionsElement = z.discriminatedUnion("type", [
  Button,
  WorkflowButton,
  Overflow,
  DateTimePicker,
  RichTextInput,
  ...choices,
]);

/** What an input block asks with. */
export const InputElement = z.discriminatedUnion("type", [
  DateTimePicker,
  RichTextInput,
  FileInput,
  ...writtenInputs,
  ...choices,
]);

const feedback = z.strictObject({
  text: plainText(limits.button.text),
  value: z.string().max(limits.button.value),
  accessibility_label: z.string().max(limits.button.accessibilityLabel).optional(),
});

/** What stands in a context_actions block. */
export const ContextActionsElement = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("feedback_buttons"),
    positive_button: feedback,
    negative_button: feedback,
    ...action,
  }),
  z.strictObject({
    type: z.literal("icon_button"),
    icon: z.string(),
    text: plainText(limits.button.text),
    value: z.string().max(limits.button.value).optional(),
    accessibility_label: z.string().max(limits.button.accessibilityLabel).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
    ...action,
    ...confirm,
  }),
]);

/** Every element that a person can touch. */
export type Element =
  | Exclude<z.infer<typeof Accessory>, { type: "image" }>
  | z.infer<typeof ActionsElement>
  | z.infer<typeof InputElement>
  | z.infer<typeof ContextActionsElement>;
