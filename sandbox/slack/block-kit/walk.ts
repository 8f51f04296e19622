import type { Block } from "./blocks.ts";
import type { Element } from "./elements.ts";

/** Something a person can touch, and the block it stands in. */
export interface Placed {
  readonly element: Element;
  readonly block: Block;
  /** Steps from the list of blocks to the element. */
  readonly path: readonly (string | number)[];
}

/** A block and the steps to it, children of containers included. */
export interface PlacedBlock {
  readonly block: Block;
  readonly path: readonly (string | number)[];
}

/** All blocks, outer before inner. */
export function* eachBlock(blocks: readonly Block[]): Generator<PlacedBlock> {
  for (const [index, block] of blocks.entries()) {
    yield { block, path: [index] };
    if (block.type !== "container") continue;
    for (const [child, inner] of block.child_blocks.entries()) {
      yield { block: inner, path: [index, "child_blocks", child] };
    }
  }
}

/** All elements a person can touch, in reading order. */
export function* eachElement(blocks: readonly Block[]): Generator<Placed> {
  for (const { block, path } of eachBlock(blocks)) {
    for (const [step, element] of elementsIn(block)) yield { element, block, path: [...path, ...step] };
  }
}

function elementsIn(block: Block): [(string | number)[], Element][] {
  switch (block.type) {
    case "section":
      if (block.accessory === undefined || block.accessory.type === "image") return [];
      return [[["accessory"], block.accessory]];
    case "actions":
    case "context_actions":
      return block.elements.map((element, index) => [["elements", index], element]);
    case "input":
      return [[["element"], block.element]];
    case "card":
      return (block.actions ?? []).map((button, index) => [["actions", index], button]);
    case "carousel":
      return block.elements.flatMap((card, at) =>
        (card.actions ?? []).map((button, index): [(string | number)[], Element] => [
          ["elements", at, "actions", index],
          button,
        ]),
      );
    default:
      return [];
  }
}
