import type { Block } from "../block-kit/blocks.ts";
import type { Option } from "../block-kit/composition.ts";
import type { Element } from "../block-kit/elements.ts";
import type { RichTextElement, RichTextPart } from "../block-kit/rich-text.ts";
import { initialValue, optionsOf } from "../people/input-values.ts";
import type { Attachment, InputValue, Message, View } from "../workspace/model.ts";
import { type Piece, pieces } from "./mrkdwn.ts";

/** Tells the name behind a user, channel or group id. */
export type Names = (id: string) => string | undefined;

const nameless: Names = () => undefined;

/** All that a person reads in a message, line by line; controls in square brackets. */
export function plainText(
  message: Pick<Message, "text" | "blocks" | "attachments" | "files">,
  names: Names = nameless,
): string {
  const { text, blocks, attachments, files } = message;
  return lines([
    blocks.length > 0 ? blocksText(blocks, names) : mrkdwnText(text, names),
    ...attachments.map((attachment) => attachmentText(attachment, names)),
    ...files.map(({ title }) => `[file: ${title}]`),
  ]);
}

/** What a notification or a screen reader says: the text beside the blocks. */
export function notificationText({ text }: Pick<Message, "text">, names: Names = nameless): string {
  return mrkdwnText(text, names);
}

/** All that a person reads in a modal or Home tab, with what was typed and the errors under inputs. */
export function viewText({ payload, values, errors }: View, names: Names = nameless): string {
  const title = payload.type === "modal" ? [payload.title.text] : [];
  const buttons =
    payload.type === "modal"
      ? [`[${payload.close?.text ?? "Cancel"}]`, ...(payload.submit ? [`[${payload.submit.text}]`] : [])]
      : [];
  const body = payload.blocks.map((block) => {
    const id = String(block.block_id ?? "");
    const error = errors[id];
    return lines([blockText(block, names, values[id]), error === undefined ? "" : `! ${error}`]);
  });
  return lines([...title, ...body, buttons.join(" ")]);
}

/** All that a person reads in some blocks. */
export function blocksText(blocks: readonly Block[], names: Names = nameless): string {
  return lines(blocks.map((block) => blockText(block, names)));
}

function blockText(block: Block, names: Names, held: Readonly<Record<string, InputValue>> = {}): string {
  const say = (object: { type: string; text: string } | undefined) =>
    object ? objectText(object, names) : "";
  const control = (element: Element) => elementText(element, held[element.action_id ?? ""]);
  switch (block.type) {
    case "header":
    case "alert":
      return say(block.text);
    case "section": {
      const { accessory } = block;
      const beside =
        accessory === undefined ? "" : accessory.type === "image" ? imageText(accessory) : control(accessory);
      return lines([say(block.text), ...(block.fields ?? []).map(say), beside]);
    }
    case "context":
      return words(
        block.elements.map((element) => (element.type === "image" ? imageText(element) : say(element))),
      );
    case "actions":
    case "context_actions":
      return words(block.elements.map(control));
    case "divider":
      return "---";
    case "image":
      return lines([say(block.title), imageText(block)]);
    case "input":
      return lines([`${say(block.label)}: ${control(block.element)}`, say(block.hint)]);
    case "rich_text":
      return richText(block.elements, names);
    case "markdown":
      return block.text;
    case "table":
    case "data_table":
      return lines(block.rows.map((row) => row.map((cell) => cellText(cell, names)).join(" | ")));
    case "container":
      return lines([
        block.rich_text_title ? richText(block.rich_text_title.elements, names) : say(block.title),
        say(block.subtitle),
        ...block.child_blocks.map((child) => blockText(child, names, held)),
      ]);
    case "card":
      return lines([
        say(block.title),
        say(block.subtitle),
        say(block.body),
        words((block.actions ?? []).map(control)),
      ]);
    case "carousel":
      return lines(block.elements.map((card) => blockText(card, names, held)));
    case "task_card":
    case "plan":
      return block.title;
    case "video":
      return lines([say(block.title), say(block.description)]);
    case "file":
    case "data_visualization":
      return "";
  }
}

function attachmentText(attachment: Attachment, names: Names): string {
  const say = (text: string | undefined) => (text === undefined ? "" : mrkdwnText(text, names));
  const { pretext, title, text, fields, footer, blocks } = attachment;
  return lines([
    say(pretext),
    say(title),
    say(text),
    ...(fields ?? []).map((field) => words([say(field.title), say(field.value)])),
    blocks ? blocksText(blocks, names) : "",
    say(footer),
  ]);
}

function objectText(object: { type: string; text: string }, names: Names): string {
  return object.type === "mrkdwn" ? mrkdwnText(object.text, names) : object.text;
}

/** What a person reads in mrkdwn: live forms by their names, formatting signs gone. */
function mrkdwnText(text: string, names: Names): string {
  return pieces(text)
    .map((piece) => pieceText(piece, names))
    .join("");
}

function pieceText(piece: Piece, names: Names): string {
  switch (piece.kind) {
    case "text":
      return unformatted(piece.text);
    case "user":
    case "usergroup":
      return `@${names(piece.id) ?? piece.label?.replace(/^@/, "") ?? piece.id}`;
    case "channel":
      return `#${names(piece.id) ?? piece.label ?? piece.id}`;
    case "broadcast":
      return `@${piece.range}`;
    case "date":
      return piece.fallback;
    case "link":
      return piece.label ?? piece.url;
  }
}

function unformatted(text: string): string {
  return text
    .replace(/(^|[\s(])\*([^*\n]+)\*(?=$|[\s.,:;!?)])/g, "$1$2")
    .replace(/(^|[\s(])_([^_\n]+)_(?=$|[\s.,:;!?)])/g, "$1$2")
    .replace(/(^|[\s(])~([^~\n]+)~(?=$|[\s.,:;!?)])/g, "$1$2")
    .replace(/`([^`\n]+)`/g, "$1");
}

function richText(parts: readonly RichTextPart[], names: Names): string {
  return lines(parts.map((part) => richPart(part, names)));
}

function richPart(part: RichTextPart, names: Names): string {
  const run = (elements: readonly RichTextElement[]) =>
    elements.map((element) => richElement(element, names)).join("");
  switch (part.type) {
    case "rich_text_section":
    case "rich_text_preformatted":
      return run(part.elements);
    case "rich_text_quote":
      return `> ${run(part.elements)}`;
    case "rich_text_list": {
      const sign = (index: number) => (part.style === "ordered" ? `${index + 1}.` : "•");
      return lines(part.elements.map((item, index) => `${sign(index)} ${run(item.elements)}`));
    }
  }
}

function richElement(element: RichTextElement, names: Names): string {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return element.text ?? element.url;
    case "user":
      return `@${names(element.user_id) ?? element.user_id}`;
    case "usergroup":
      return `@${names(element.usergroup_id) ?? element.usergroup_id}`;
    case "channel":
      return `#${names(element.channel_id) ?? element.channel_id}`;
    case "team":
      return element.team_id;
    case "broadcast":
      return `@${element.range}`;
    case "emoji":
      return `:${element.name}:`;
    case "date":
      return element.fallback ?? new Date(element.timestamp * 1000).toISOString();
    case "color":
      return element.value;
  }
}

function cellText(
  cell: { type: "rich_text"; elements: readonly RichTextPart[] } | { type: string; text: string },
  names: Names,
): string {
  return "elements" in cell ? richText(cell.elements, names) : cell.text;
}

function elementText(element: Element, held = initialValue(element)): string {
  switch (element.type) {
    case "button":
    case "workflow_button":
    case "icon_button":
      return `[${element.text.text}]`;
    case "feedback_buttons":
      return `[${element.positive_button.text.text}] [${element.negative_button.text.text}]`;
    case "overflow":
      return `[⋯ ${optionTexts(optionsOf(element))}]`;
    case "radio_buttons":
    case "checkboxes":
      return choicesText(optionsOf(element), held);
    default: {
      const value = held ? heldText(held) : "";
      const placeholder = "placeholder" in element ? (element.placeholder?.text ?? "") : "";
      return `[${value || placeholder}]`;
    }
  }
}

function choicesText(options: readonly Option[], held: InputValue | undefined): string {
  const chosen = new Set(
    [...(held?.selected_options ?? []), ...(held?.selected_option ? [held.selected_option] : [])].map(
      ({ value }) => value,
    ),
  );
  return options.map(({ text, value }) => `(${chosen.has(value) ? "x" : " "}) ${text.text}`).join(" ");
}

function heldText(held: InputValue): string {
  if (held.selected_option) return held.selected_option.text.text;
  if (held.selected_options) return optionTexts(held.selected_options);
  const { type: _, ...rest } = held;
  return Object.values(rest)
    .flatMap((value) => (value === null ? [] : Array.isArray(value) ? value.map(String) : [String(value)]))
    .join(", ");
}

function optionTexts(options: readonly Option[]): string {
  return options.map(({ text }) => text.text).join(" | ");
}

function imageText({ alt_text }: { alt_text: string }): string {
  return `[image: ${alt_text}]`;
}

function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

function words(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}
