import { expect } from "vitest";
import { Block } from "../../sandbox/slack/block-kit/blocks.ts";
import { validateBlocks, validateView } from "../../sandbox/slack/block-kit/validate.ts";
import { blocksText, notificationText } from "../../sandbox/slack/reading/plain-text.ts";
import type { Message } from "../../src/slack/blocks/fit.ts";

const folder = new URL("../golden/slack/", import.meta.url).pathname;

/** Compares what a person reads of a message with its file; and Slack must take it. */
export async function expectGoldenText(name: string, message: Message): Promise<void> {
  expect(validateBlocks(message.blocks, "message")).toEqual([]);
  const read = `Lock screen:\n${notificationText(message)}\n\nMessage:\n${readable(message.blocks)}\n`;
  await expect(read).toMatchFileSnapshot(`${folder}${name}.txt`);
}

/** The same, and every field of it. */
export async function expectGolden(name: string, message: Message): Promise<void> {
  await expectGoldenText(name, message);
  await expect(`${JSON.stringify(message, null, 2)}\n`).toMatchFileSnapshot(`${folder}${name}.json`);
}

/** The same for blocks of App Home. */
export async function expectGoldenHome(name: string, blocks: Message["blocks"]): Promise<void> {
  expect(validateView({ type: "home", blocks })).toEqual([]);
  await expect(`${readable(blocks)}\n`).toMatchFileSnapshot(`${folder}${name}.txt`);
  await expect(`${JSON.stringify(blocks, null, 2)}\n`).toMatchFileSnapshot(`${folder}${name}.json`);
}

function readable(blocks: Message["blocks"]): string {
  return blocksText(blocks.map((block) => Block.parse(block)));
}
