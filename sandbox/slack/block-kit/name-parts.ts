import type { Block } from "./blocks.ts";
import { eachBlock, eachElement } from "./walk.ts";

/**
 * Gives every block and element without an id one, as Slack does when it stores them.
 * The ids tell only the place, so that stored payloads compare from run to run.
 */
export function nameParts(blocks: readonly Block[]): Block[] {
  const named = structuredClone([...blocks]);
  for (const { block, path } of eachBlock(named)) block.block_id ||= `auto-${path.join("-")}`;
  for (const { element, path } of eachElement(named)) element.action_id ||= `auto-${path.join("-")}`;
  return named;
}
