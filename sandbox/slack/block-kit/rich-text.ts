import { z } from "zod";
import { Id, Url } from "./composition.ts";
import { limits } from "./limits.ts";

const Style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  underline: z.boolean().optional(),
  highlight: z.boolean().optional(),
  client_highlight: z.boolean().optional(),
  unlink: z.boolean().optional(),
  code: z.boolean().optional(),
});
const style = { style: Style.optional() };

const Text = z.strictObject({ type: z.literal("text"), text: z.string().min(1), ...style });
const Link = z.strictObject({
  type: z.literal("link"),
  url: Url,
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  ...style,
});

/** The words of rich text. Only these element types mention or link; the string of `text` is data. */
export const RichTextElement = z.discriminatedUnion("type", [
  Text,
  Link,
  z.strictObject({
    type: z.literal("user"),
    user_id: z.string().regex(/^[UW]\w+$/, "invalid user id"),
    ...style,
  }),
  z.strictObject({
    type: z.literal("usergroup"),
    usergroup_id: z.string().regex(/^S\w+$/, "invalid usergroup id"),
    ...style,
  }),
  z.strictObject({
    type: z.literal("channel"),
    channel_id: z.string().regex(/^[CGD]\w+$/, "invalid channel id"),
    ...style,
  }),
  z.strictObject({ type: z.literal("team"), team_id: z.string(), ...style }),
  z.strictObject({ type: z.literal("broadcast"), range: z.enum(["here", "channel", "everyone"]), ...style }),
  z.strictObject({
    type: z.literal("emoji"),
    name: z.string().min(1),
    unicode: z.string().optional(),
    url: z.string().optional(),
    skin_tone: z.number().int().optional(),
    ...style,
  }),
  z.strictObject({
    type: z.literal("date"),
    timestamp: z.number().int(),
    format: z.string().regex(/\{\w+\}/, "must contain a date token"),
    url: Url.optional(),
    fallback: z.string().optional(),
    ...style,
  }),
  z.strictObject({
    type: z.literal("color"),
    value: z.string().regex(/^#[0-9a-fA-F]{6}$/, "invalid color"),
    ...style,
  }),
]);
export type RichTextElement = z.infer<typeof RichTextElement>;

const border = { border: z.union([z.literal(0), z.literal(1)]).optional() };
const Section = z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(RichTextElement) });

/** The paragraphs of rich text. */
export const RichTextPart = z.discriminatedUnion("type", [
  Section,
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    indent: z.number().int().min(0).max(limits.listIndent).optional(),
    offset: z.number().int().min(0).optional(),
    elements: z.array(Section),
    ...border,
  }),
  z.strictObject({ type: z.literal("rich_text_quote"), elements: z.array(RichTextElement), ...border }),
  z.strictObject({
    type: z.literal("rich_text_preformatted"),
    elements: z.array(z.discriminatedUnion("type", [Text, Link])),
    language: z.string().optional(),
    ...border,
  }),
]);
export type RichTextPart = z.infer<typeof RichTextPart>;

/** Formatted text as structure. */
export const RichText = z.strictObject({
  type: z.literal("rich_text"),
  block_id: Id.optional(),
  elements: z.array(RichTextPart),
});
