import { z } from "zod";
import { limits } from "./limits.ts";

/** A plain text object of at most `max` characters. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

/** A mrkdwn text object of at most `max` characters. */
export function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

/** Either kind of text object, at most `max` characters. */
export function textObject(max: number) {
  return z.discriminatedUnion("type", [plainText(max), mrkdwn(max)]);
}

/** A text object as found anywhere in a payload. */
export const TextObject = textObject(limits.text);
export type TextObject = z.infer<typeof TextObject>;

/** The names by which actions and blocks find their way back to the app. */
export const Id = z.string().max(limits.id);

/** An address a person may be led to. */
export const Url = z
  .string()
  .max(limits.url)
  .regex(/^(https?:\/\/|mailto:|slack:\/\/)\S+$/, "must be a valid URL");

const Style = z.enum(["primary", "danger"]);

/** The question asked before an action goes out. */
export const Confirm = z.strictObject({
  title: plainText(limits.confirm.title).optional(),
  text: textObject(limits.confirm.text),
  confirm: plainText(limits.confirm.button).optional(),
  deny: plainText(limits.confirm.button).optional(),
  style: Style.optional(),
});

/** An option of a select menu: plain text only. */
export const SelectOption = z.strictObject({
  text: plainText(limits.option.text),
  value: z.string().max(limits.option.value),
  description: plainText(limits.option.description).optional(),
});
export type Option = z.infer<typeof Option>;

/** An option of radio buttons and check boxes, which may be formatted. */
export const Option = z.strictObject({
  text: textObject(limits.option.text),
  value: z.string().max(limits.option.value),
  description: textObject(limits.option.description).optional(),
});

/** An option of an overflow menu, which may lead to an address. */
export const OverflowOption = z.strictObject({
  text: plainText(limits.option.text),
  value: z.string().max(limits.option.value).optional(),
  description: plainText(limits.option.description).optional(),
  url: Url.optional(),
});

/** Options under a heading. */
export const OptionGroup = z.strictObject({
  label: plainText(limits.groupLabel),
  options: z.array(SelectOption).min(1).max(limits.selectOptions),
});

const SlackFile = z.strictObject({ id: z.string().optional(), url: z.string().optional() });

/** What an image shows: an address or a file in Slack, never both. */
export const imageSource = {
  image_url: Url.optional(),
  slack_file: SlackFile.refine(({ id, url }) => (id === undefined) !== (url === undefined), {
    error: "must provide exactly one of id or url",
  }).optional(),
};

/** Refuses an image with no source or with two. */
export function hasOneSource(image: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image.image_url === undefined) !== (image.slack_file === undefined);
}

/** What `hasOneSource` says when it refuses. */
export const oneSource = { error: "must provide exactly one of image_url or slack_file" };

/** A small picture inside another block. */
export const ImageElement = z
  .strictObject({
    type: z.literal("image"),
    alt_text: z.string().min(1).max(limits.altText),
    image_width: z.number().optional(),
    image_height: z.number().optional(),
    ...imageSource,
  })
  .refine(hasOneSource, oneSource);

/** Button colours. */
export const ButtonStyle = Style;
