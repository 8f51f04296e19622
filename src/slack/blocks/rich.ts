import type { types } from "@slack/bolt";
import type { Instant } from "../../lib/time.ts";
import { harmlessText, plainText } from "../../lib/untrusted.ts";
import type { Actor } from "../../sla/model.ts";
import { isChannelId, isUserId } from "../ids/slack.ts";
import { MOST_NAMED, safeUrl, utcText } from "./text.ts";
import { english } from "./words-of.ts";

/** A piece of a line of rich text. */
export type Piece = types.RichTextElement;

/** A date as Slack writes it in the reader's own time zone and language. */
export const dateFormats = english.dates;

/** Words of our own. */
export function words(text: string): Piece {
  return { type: "text", text };
}

/** Words of our own that stand out. */
export function strong(text: string): Piece {
  return { type: "text", text, style: { bold: true } };
}

interface Shown {
  readonly bold?: boolean;
  /** In place of nothing; English unless given. */
  readonly empty?: string;
}

/**
 * Words that somebody else wrote. They stay data: a text element mentions nobody, links nowhere and is not
 * formatted, whatever it holds.
 */
export function theirs(text: string, max: number, { bold, empty = english.empty }: Shown = {}): Piece {
  const shown = harmlessText(text, max);
  return { type: "text", text: shown === "" ? empty : shown, ...(bold === true ? { style: { bold } } : {}) };
}

/** Words of our own with names from the settings in them, shown as they are: `sla.high.tiers[1]`. */
export function verbatim(text: string, max: number): Piece {
  return { type: "text", text: plainText(text, max) || english.empty };
}

/** A moment in the reader's own time zone. */
export function moment(
  at: Instant,
  format: keyof typeof dateFormats = "day",
  formats: Readonly<Record<keyof typeof dateFormats, string>> = dateFormats,
): Piece {
  return {
    type: "date",
    timestamp: Math.floor(at / 1000),
    format: formats[format],
    fallback: utcText(at),
  };
}

/** A person by Slack id, which Slack shows by name; the monitor itself in words. */
export function person(actor: Actor, monitor = "the monitor"): Piece {
  if (isUserId(actor)) return { type: "user", user_id: actor };
  return actor === "system" ? words(monitor) : theirs(actor, 80);
}

/** A person of the settings: mentioned where the Slack id is known, else by name. */
export function named({ name, slack }: { name: string; slack?: string | undefined }): Piece {
  return slack === undefined ? theirs(name, 60, { bold: true }) : person(slack);
}

/** Several of them, with a comma between. */
export function namedAll(
  people: readonly { name: string; slack?: string | undefined }[],
  andMore = (count: number) => ` and ${count} more`,
): Piece[] {
  const left = people.length - MOST_NAMED;
  return [
    ...people.slice(0, MOST_NAMED).flatMap((one, i) => (i === 0 ? [named(one)] : [words(", "), named(one)])),
    ...(left > 0 ? [words(andMore(left))] : []),
  ];
}

/** A channel by id or by name. */
export function channel(name: string): Piece {
  if (isChannelId(name) && !name.startsWith("D")) return { type: "channel", channel_id: name };
  return theirs(name.startsWith("#") ? name : `#${name}`, 80);
}

/** A link, or the words alone when the address is none that a browser should open. */
export function link(url: string | undefined, label: string): Piece {
  const safe = safeUrl(url);
  return safe === undefined ? words(label) : { type: "link", url: safe, text: label };
}

/** Lines of text, one below the other, as one block. Empty lines are left out. */
export function lines(...rows: readonly (readonly Piece[])[]): types.RichTextBlock {
  const elements = rows
    .filter((row) => row.length > 0)
    .flatMap((row, i) => (i === 0 ? row : [words("\n"), ...row]));
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

/** A line of the form "Label  value". */
export function labelled(label: string, ...value: readonly Piece[]): readonly Piece[] {
  return [strong(label), words("  "), ...value];
}
