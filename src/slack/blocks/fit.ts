import type { types } from "@slack/bolt";
import { unreachable } from "../../lib/unreachable.ts";
import { cut, safeUrl } from "./text.ts";

/** The blocks we use; every one of them can be made to fit. */
export type Block =
  | types.RichTextBlock
  | types.ActionsBlock
  | types.ContextBlock
  | types.HeaderBlock
  | types.DividerBlock;

/** What is sent: the text alone must say it all, phones and screen readers show nothing else. */
export interface Message {
  readonly text: string;
  readonly blocks: Block[];
}

// Slack's limits, by a margin where it is unclear what it counts.
const limits = {
  messageBlocks: 50,
  homeBlocks: 100,
  /** Of all blocks of a message together. */
  totalText: 12_000,
  /** chat.update takes 4000. */
  topText: 3_900,
  text: 2_900,
  header: 150,
  button: 75,
  option: 75,
  optionValue: 75,
  buttonValue: 2_000,
  contextElements: 10,
  actionsElements: 25,
} as const;

/** Makes a message that Slack takes, whatever its parts hold: cuts and leaves out, never throws. */
export function fitMessage({ text, blocks }: Message): Message {
  return {
    text: cutEscaped(text) || "(no text)",
    blocks: fitBlocks(blocks, limits.messageBlocks, limits.totalText),
  };
}

/** The same for App Home, which takes more. */
export function fitHome(blocks: readonly Block[]): Block[] {
  return fitBlocks(blocks, limits.homeBlocks, 10 * limits.totalText);
}

type Cut = (text: string, max: number) => string;

function fitBlocks(blocks: readonly Block[], most: number, total: number): Block[] {
  let left = total;
  const spend: Cut = (text, max) => {
    const kept = cut(text, Math.max(0, Math.min(max, left)));
    left -= kept.length;
    return kept;
  };
  const kept = fewer(blocks, most);
  // What can be pressed is fitted first: the words around it may be cut for it, never the other way round.
  const pressable = new Map(kept.filter(hasButtons).map((block) => [block, fitBlock(block, spend)]));
  return kept.flatMap((block) => pressable.get(block) ?? fitBlock(block, spend));
}

function hasButtons(block: Block): boolean {
  return block.type === "actions";
}

function fewer(blocks: readonly Block[], most: number): readonly Block[] {
  if (blocks.length <= most) return blocks;
  const end = blocks.slice(-1).filter(hasButtons);
  const start = blocks.slice(0, most - end.length - 1);
  const note = `… and ${blocks.length - start.length - end.length} more, left out here.`;
  return [
    ...start,
    { type: "context", elements: [{ type: "plain_text", text: note, emoji: false }] },
    ...end,
  ];
}

/** @returns no block when nothing of it is left */
function fitBlock(block: Block, spend: Cut): Block[] {
  switch (block.type) {
    case "rich_text": {
      const elements = block.elements.map((part) => fitPart(part, spend));
      const some = elements.some((part) => part.elements.length > 0);
      return some ? [{ ...block, elements }] : [];
    }
    case "actions": {
      const elements = block.elements.flatMap((element) => fitElement(element, spend));
      return elements.length === 0 ? [] : [{ ...block, elements: elements.slice(0, limits.actionsElements) }];
    }
    case "context": {
      const elements = block.elements.flatMap((element) => fitContext(element, spend));
      return elements.length === 0 ? [] : [{ ...block, elements: elements.slice(0, limits.contextElements) }];
    }
    case "header": {
      const [text] = fitText(block.text, limits.header, spend);
      return text === undefined ? [] : [{ ...block, text }];
    }
    case "divider":
      return [block];
    default:
      return unreachable(block);
  }
}

function fitContext(element: types.ContextBlockElement, spend: Cut): types.ContextBlockElement[] {
  return element.type === "image" ? [element] : fitText(element, limits.text, spend);
}

function fitElement<Element extends types.ActionsBlockElement>(element: Element, spend: Cut): Element[] {
  if (element.type === "button") {
    const [text] = fitText(element.text, limits.button, spend);
    // A value or an address that is cut would act on something else: better no button.
    if (text === undefined || (element.value ?? "").length > limits.buttonValue) return [];
    return element.url !== undefined && safeUrl(element.url) === undefined ? [] : [{ ...element, text }];
  }
  if (element.type === "overflow") {
    const options = fitOptions(element.options, spend);
    return options.length === 0 ? [] : [{ ...element, options: options.slice(0, 5) }];
  }
  if (element.type === "static_select" && element.options !== undefined) {
    const options = fitOptions(element.options, spend);
    return options.length === 0 ? [] : [{ ...element, options: options.slice(0, 100) }];
  }
  return [element];
}

function fitOptions<Option extends types.Option>(options: readonly Option[], spend: Cut): Option[] {
  return options
    .filter(({ value }) => (value ?? "").length <= limits.optionValue)
    .flatMap((option) => {
      const text = spend(option.text.text, limits.option);
      return text === "" ? [] : [{ ...option, text: { ...option.text, text } }];
    });
}

function fitText<Text extends { text: string }>(object: Text, max: number, spend: Cut): Text[] {
  const text = spend(object.text, max);
  return text === "" ? [] : [{ ...object, text }];
}

type Part = types.RichTextBlock["elements"][number];

function fitPart(part: Part, spend: Cut): Part {
  if (part.type === "rich_text_list") {
    const elements = part.elements.map((item) => ({ ...item, elements: fitPieces(item.elements, spend) }));
    return { ...part, elements: elements.filter((item) => item.elements.length > 0) };
  }
  if (part.type === "rich_text_preformatted") return { ...part, elements: fitPieces(part.elements, spend) };
  return { ...part, elements: fitPieces(part.elements, spend) };
}

function fitPieces<Piece extends types.RichTextElement>(pieces: readonly Piece[], spend: Cut): Piece[] {
  return pieces.flatMap((piece) => {
    if (!("text" in piece) || piece.text === undefined) return [piece];
    const text = spend(piece.text, limits.text);
    return text === "" ? [] : [{ ...piece, text }];
  });
}

/** Cuts top-level text without leaving half an entity or half a `<…>` behind. */
function cutEscaped(text: string): string {
  if (text.length <= limits.topText) return text;
  const kept = cut(text, limits.topText).slice(0, -1);
  return `${kept.replace(/(&[a-z]{0,8}|<[^<>]*)$/, "")}…`;
}
