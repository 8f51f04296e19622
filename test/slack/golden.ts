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
  await expect(`${compact(JSON.parse(JSON.stringify(blocks)))}\n`).toMatchFileSnapshot(
    `${folder}${name}.json`,
  );
}

/** JSON in which whatever fits is one line: App Home is too long otherwise for anybody to read in a diff. */
function compact(value: unknown, indent = ""): string {
  const flat = JSON.stringify(value);
  if (typeof value !== "object" || value === null || indent.length + flat.length <= 110) return flat;
  const inner = `${indent}  `;
  const [open, close, parts] = Array.isArray(value)
    ? ["[", "]", value.map((one) => compact(one, inner))]
    : ["{", "}", Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${compact(one, inner)}`)];
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}\n${indent}${close}`;
}

function readable(blocks: Message["blocks"]): string {
  return blocksText(blocks.map((block) => Block.parse(block)));
}
