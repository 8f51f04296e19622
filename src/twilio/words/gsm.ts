import { lookAlikes } from "./look-alikes.ts";

/** What one SMS holds: beyond this it is sent, and charged, in parts. */
export const ONE_SMS = 160;

// GSM 03.38. Line feed and carriage return belong to it too, but no text of ours has any.
const BASIC = new Set(
  "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ" +
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
// Sent as an escape and a second character.
const EXTENDED = new Set("^{}\\[~]|€");

/** Length of a GSM text as an SMS counts it. */
export function septets(text: string): number {
  let count = 0;
  for (const character of text) count += EXTENDED.has(character) ? 2 : 1;
  return count;
}

/**
 * Rewrites a text in the alphabet of plain SMS: one stray character outside it would halve what fits.
 * Accents, quotes, dashes, Cyrillic and Greek are replaced by what looks or sounds alike, each run of the rest by `?`.
 */
export function toGsm(text: string): string {
  let result = "";
  for (const character of text.normalize("NFKC")) result += gsmFor(character);
  return result
    .replace(/\?{2,}/g, "?")
    .replace(/ +/g, " ")
    .trim();
}

/** Cuts a GSM text so that it, with `...` if anything was lost, takes no more than `max` septets. */
export function cutGsm(text: string, max: number): string {
  if (septets(text) <= max) return text;
  let kept = "";
  let used = "...".length;
  for (const character of text) {
    used += septets(character);
    if (used > max) break;
    kept += character;
  }
  return `${kept.trimEnd()}...`;
}

function gsmFor(character: string): string {
  if (BASIC.has(character) || EXTENDED.has(character)) return character;
  const alike = lookAlikes.get(character);
  if (alike !== undefined) return alike;
  const [base = "", ...marks] = character.normalize("NFD");
  if (marks.length > 0) return gsmFor(base);
  // A mark without a letter of its own adds nothing that could be read.
  return /\p{M}/u.test(character) ? "" : "?";
}
