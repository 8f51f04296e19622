import type { Block } from "../block-kit/blocks.ts";
import type { Element } from "../block-kit/elements.ts";
import { eachElement, type Placed } from "../block-kit/walk.ts";
import type { Message } from "../workspace/model.ts";

/**
 * Which control a person touches: by its words or `action_id` when given as a string,
 * otherwise by every property that is given.
 */
export type Control = string | { text?: string; actionId?: string; blockId?: string; value?: string };

/** The blocks of a message in which something can be touched, those of attachments included. */
export function blocksOf(message: Message): Block[] {
  return [...message.blocks, ...message.attachments.flatMap(({ blocks }) => blocks ?? [])];
}

/**
 * Finds a control.
 *
 * @throws Error that names the controls there are
 */
export function findControl(blocks: readonly Block[], wanted: Control): Placed {
  const all = [...eachElement(blocks)];
  const exact = all.find((placed) => matches(placed, wanted, (words, part) => words === part));
  const found = exact ?? all.find((placed) => matches(placed, wanted, (words, part) => words.includes(part)));
  if (found) return found;
  const shown = all.map(({ element }) => wordsOf(element) || element.action_id).join(", ");
  throw new Error(`No control ${JSON.stringify(wanted)}; there are: ${shown || "none"}`);
}

/** The words on a control: a button's label, a menu's placeholder, an input's label. */
function wordsOf(element: Element, block?: Block): string {
  if (block?.type === "input") return block.label.text;
  if ("text" in element) return element.text.text;
  return "placeholder" in element ? (element.placeholder?.text ?? "") : "";
}

type Compare = (words: string, part: string) => boolean;

function matches({ element, block }: Placed, wanted: Control, compare: Compare): boolean {
  const words = wordsOf(element, block);
  if (typeof wanted === "string") {
    return compare(words, wanted) || element.action_id === wanted || block.block_id === wanted;
  }
  const { text, actionId, blockId, value } = wanted;
  return (
    (text === undefined || compare(words, text)) &&
    (actionId === undefined || element.action_id === actionId) &&
    (blockId === undefined || block.block_id === blockId) &&
    (value === undefined || ("value" in element && element.value === value))
  );
}
