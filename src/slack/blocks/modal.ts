import type { types } from "@slack/bolt";
import type { Message } from "./fit.ts";
import { lines, words } from "./rich.ts";
import { cut } from "./text.ts";

export type ModalBlock = types.ModalView["blocks"][number];

const MOST_BLOCKS = 100;
const LONGEST_TEXT = 2900;

/** A window. Its title is cut to what Slack takes; blocks beyond that are left out, and it is said. */
export function modal({
  title,
  blocks,
  ...others
}: {
  title: string;
  blocks: readonly ModalBlock[];
} & Partial<
  Pick<types.ModalView, "submit" | "close" | "callback_id" | "private_metadata">
>): types.ModalView {
  const some = blocks.slice(0, MOST_BLOCKS - 1);
  const left = blocks.length - some.length;
  return {
    type: "modal",
    title: plainObject(cut(title, 24)),
    close: plainObject(others.submit === undefined ? "Close" : "Cancel"),
    blocks: left === 0 ? some : [...some, lines([words(`… and ${left} more, left out here.`)])],
    ...others,
  };
}

/** Text in Slack's markup, made of our own words and escaped ones, with something to press beside it. */
export function textSection(text: string, accessory?: types.Button): types.SectionBlock {
  return {
    type: "section",
    text: { type: "mrkdwn", text: cut(text, LONGEST_TEXT) || "–", verbatim: true },
    ...(accessory === undefined ? {} : { accessory }),
  };
}

/** A window that only says something. */
export function messageModal(title: string, { blocks, text }: Message): types.ModalView {
  return modal({ title, blocks: blocks.length > 0 ? blocks : [lines([words(text)])] });
}

/** Stands in a window until there is something to see. */
export function loadingModal(title: string): types.ModalView {
  return modal({ title, blocks: [lines([words("⏳ One moment…")])] });
}

export function plainObject(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}
