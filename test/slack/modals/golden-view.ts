import type { types } from "@slack/bolt";
import { expect } from "vitest";
import { Block } from "../../../sandbox/slack/block-kit/blocks.ts";
import { validateView } from "../../../sandbox/slack/block-kit/validate.ts";
import { blocksText } from "../../../sandbox/slack/reading/plain-text.ts";

const folder = new URL("../../golden/slack/modals/", import.meta.url).pathname;

/** Compares a window with its file, and with what a person reads of it; and Slack must take it. */
export async function expectGoldenModal(name: string, view: types.ModalView): Promise<void> {
  expect(validateView(view)).toEqual([]);
  const read = blocksText(view.blocks.map((block) => Block.parse(block)));
  const title = [view.title.text, view.submit?.text, view.close?.text].filter(Boolean).join(" | ");
  await expect(`${title}\n\n${read}\n`).toMatchFileSnapshot(`${folder}${name}.txt`);
  await expect(`${JSON.stringify(view, null, 2)}\n`).toMatchFileSnapshot(`${folder}${name}.json`);
}
