import { z } from "zod";
import {
  hasOneSource,
  Id,
  ImageElement,
  imageSource,
  mrkdwn,
  oneSource,
  plainText,
  TextObject,
  textObject,
  Url,
} from "./composition.ts";
import { Accessory, ActionsElement, Button, ContextActionsElement, InputElement } from "./elements.ts";
import { limits } from "./limits.ts";
import { RichText } from "./rich-text.ts";

const id = { block_id: Id.optional() };

const Section = z
  .strictObject({
    type: z.literal("section"),
    text: TextObject.optional(),
    fields: z.array(textObject(limits.sectionField)).min(1).max(limits.sectionFields).optional(),
    accessory: Accessory.optional(),
    expand: z.boolean().optional(),
    ...id,
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    error: "missing required field: text or fields",
  });

const Header = z.strictObject({ type: z.literal("header"), text: plainText(limits.header), ...id });

const Context = z.strictObject({
  type: z.literal("context"),
  elements: z
    .array(z.discriminatedUnion("type", [plainText(limits.text), mrkdwn(limits.text), ImageElement]))
    .min(1)
    .max(limits.contextElements),
  ...id,
});

const Actions = z.strictObject({
  type: z.literal("actions"),
  elements: z.array(ActionsElement).min(1).max(limits.actionsElements),
  ...id,
});

const ContextActions = z.strictObject({
  type: z.literal("context_actions"),
  elements: z.array(ContextActionsElement).min(1).max(limits.contextActionsElements),
  ...id,
});

const Image = z
  .strictObject({
    type: z.literal("image"),
    alt_text: z.string().min(1).max(limits.altText),
    title: plainText(limits.imageTitle).optional(),
    ...imageSource,
    ...id,
  })
  .refine(hasOneSource, oneSource);

const Input = z.strictObject({
  type: z.literal("input"),
  label: plainText(limits.inputLabel),
  hint: plainText(limits.inputHint).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: InputElement,
  ...id,
});

const Cell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }),
  z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: z.string().min(1) }),
  RichText,
]);

const Table = z.strictObject({
  type: z.literal("table"),
  rows: z.array(z.array(Cell).max(limits.table.cells)).min(1).max(limits.table.rows),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(["left", "center", "right"]).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(limits.table.cells)
    .optional(),
  ...id,
});

const DataTable = z.strictObject({
  type: z.literal("data_table"),
  caption: z.string().min(1),
  rows: z
    .array(z.array(Cell).min(1).max(limits.dataTable.columns))
    .min(limits.dataTable.minRows)
    .max(limits.dataTable.rows),
  page_size: z.number().int().min(1).max(limits.dataTable.pageSize).optional(),
  row_header_column_index: z.number().int().min(0).optional(),
  ...id,
});

const Card = z
  .strictObject({
    type: z.literal("card"),
    hero_image: ImageElement.optional(),
    icon: ImageElement.optional(),
    title: mrkdwn(limits.card.title).optional(),
    subtitle: mrkdwn(limits.card.title).optional(),
    body: mrkdwn(limits.card.body).optional(),
    actions: z.array(Button).optional(),
    ...id,
  })
  .refine(
    (card) => [card.hero_image, card.title, card.actions, card.body].some((part) => part !== undefined),
    {
      error: "missing required field: hero_image, title, actions or body",
    },
  );

const TaskCard = z.strictObject({
  type: z.literal("task_card"),
  task_id: z.string(),
  title: z.string(),
  status: z.enum(["pending", "in_progress", "complete", "error"]),
  details: RichText.optional(),
  output: RichText.optional(),
  sources: z.array(z.strictObject({ type: z.literal("url"), url: Url, text: z.string() })).optional(),
  ...id,
});

const Video = z.strictObject({
  type: z.literal("video"),
  video_url: Url,
  thumbnail_url: Url,
  alt_text: z.string().min(1),
  title: plainText(200),
  title_url: Url.optional(),
  author_name: z.string().max(50).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: Url.optional(),
  description: plainText(200).optional(),
  ...id,
});

const File = z.strictObject({
  type: z.literal("file"),
  source: z.literal("remote"),
  external_id: z.string(),
  ...id,
});
const Divider = z.strictObject({ type: z.literal("divider"), ...id });

const containable = [
  Actions,
  Context,
  Divider,
  File,
  Header,
  Image,
  Input,
  RichText,
  Section,
  Table,
  Video,
] as const;

const Container = z
  .strictObject({
    type: z.literal("container"),
    title: plainText(limits.container.title).optional(),
    rich_text_title: RichText.optional(),
    subtitle: textObject(limits.container.title).optional(),
    child_blocks: z
      .array(z.discriminatedUnion("type", [...containable]))
      .min(1)
      .max(limits.container.blocks),
    width: z.enum(["narrow", "standard", "wide", "full"]).optional(),
    icon: ImageElement.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
    ...id,
  })
  .refine(({ title, rich_text_title }) => title !== undefined || rich_text_title !== undefined, {
    error: "missing required field: title or rich_text_title",
  });

/** One block of a message, a modal or a Home tab, with the limits of its own parts. */
export const Block = z.discriminatedUnion("type", [
  ...containable,
  Container,
  Card,
  ContextActions,
  DataTable,
  TaskCard,
  z.strictObject({
    type: z.literal("alert"),
    text: TextObject,
    level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
    ...id,
  }),
  z.strictObject({ type: z.literal("carousel"), elements: z.array(Card).min(1).max(limits.carousel), ...id }),
  z.strictObject({ type: z.literal("markdown"), text: z.string().min(1).max(limits.markdown), ...id }),
  z.strictObject({ type: z.literal("plan"), title: z.string(), tasks: z.array(TaskCard).optional(), ...id }),
  // Its parts are not documented well enough to check.
  z.looseObject({ type: z.literal("data_visualization"), ...id }),
]);
export type Block = z.infer<typeof Block>;
