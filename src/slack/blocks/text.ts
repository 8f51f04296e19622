import type { Instant } from "../../lib/time.ts";
import { harmlessText, plainText } from "../../lib/untrusted.ts";
import type { Actor } from "../../sla/model.ts";
import { isUserId } from "../ids/slack.ts";
import { english } from "./words-of.ts";

/**
 * Makes text safe for mrkdwn and for a message's top-level text, where `<` begins a mention or a link.
 * These three and no others: Slack decodes nothing else.
 */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Somebody else's words for a message's top-level text, which phones show and screen readers read. It is
 * mrkdwn, so besides the escapes the signs that format at a word's edge become their look-alikes.
 */
export function theirText(text: string, max: number, empty = english.empty): string {
  return unformatted(harmlessText(text, max), empty);
}

/** Words of our own with names from the settings in them, for top-level text. */
export function verbatimText(text: string, max: number): string {
  return unformatted(plainText(text, max), english.empty);
}

/** A person in top-level text. */
export function personText(actor: Actor, monitor = "the monitor"): string {
  if (isUserId(actor)) return `<@${actor}>`;
  return actor === "system" ? monitor : theirText(actor, 80);
}

/** A person of the settings in top-level text. */
export function namedText({ name, slack }: { name: string; slack?: string | undefined }): string {
  return slack === undefined ? theirText(name, 40) : personText(slack);
}

/** Who reads further than so many names? And each mention is a ping. */
export const MOST_NAMED = 10;

/** Several people in top-level text. */
export function namesText(
  people: readonly { name: string; slack?: string | undefined }[],
  andMore = (count: number) => ` and ${count} more`,
): string {
  const left = people.length - MOST_NAMED;
  return `${people.slice(0, MOST_NAMED).map(namedText).join(", ")}${left > 0 ? andMore(left) : ""}`;
}

/** A time of day in top-level text, in the reader's own time zone. */
export function timeText(at: Instant): string {
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time}|${utcText(at)}>`;
}

/** A moment for where Slack cannot translate it: `2026-03-02 02:00 UTC`. */
export function utcText(at: Instant): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Words of ours as the beginning of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Cuts to at most `max` UTF-16 units and tears no character apart; the cut shows as an ellipsis. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 1) return "";
  let kept = "";
  for (const point of text) {
    if (kept.length + point.length > max - 1) break;
    kept += point;
  }
  return `${kept.trimEnd()}…`;
}

/** The address itself when a browser may open it (http or https, within Slack's length), else undefined. */
export function safeUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return undefined;
  const encoded = href.replace(/[|<>\s]/g, encodeURIComponent);
  return encoded.length <= 3000 ? encoded : undefined;
}

// At a word's edge these open or close bold, italic, strike and code; inside a word they are letters.
const FORMATTING = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])|`/gu;
function unformatted(text: string, empty: string): string {
  return text === "" ? empty : escapeText(text.replace(FORMATTING, lookAlike));
}

const lookAlikes: Readonly<Record<string, string>> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ" };
const lookAlike = (sign: string) => lookAlikes[sign] ?? sign;
