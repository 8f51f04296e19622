import { mask } from "./mask.ts";

const HIDDEN = "[hidden]";

// Shapes that give a secret away wherever it turns up: Slack's tokens, and keys inside a header or a URL. None of
// them looks back: that costs the square of a text's length.
const SLACK_TOKENS = /\bx(?:ox[a-z]|app)-[\w-]{4,}/gi;
const HEADERS = /\b(Bearer|Basic)(\s+)([\w+/=.~-]+)/gi;
const URL_PASSWORDS = /(:\/\/[^\s/@:"]*:)[^\s/@"]+@/g;

// E.164, also in the spoken forms people write; a date or a time of day never starts with a plus.
const PHONES = /\+\d(?:[\s().-]?\d){6,16}/g;

// A secret shorter than this would blank ordinary words out of every line.
const SHORTEST_SECRET = 6;
// "Basic needs" are no key.
const SHORTEST_KEY = 8;

/** Hides phone numbers and tokens inside any text, by their shape. */
export function maskText(text: string): string {
  return text
    .replace(SLACK_TOKENS, HIDDEN)
    .replace(HEADERS, (all, scheme: string, space: string, key: string) =>
      key.length < SHORTEST_KEY ? all : scheme + space + HIDDEN,
    )
    .replace(URL_PASSWORDS, `$1${HIDDEN}@`)
    .replace(PHONES, (number) => mask(number));
}

/**
 * Makes a function that hides these very secrets, and anything that looks like a token or a phone number,
 * in any text. What JSON or a URL escapes is found in its escaped form too.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  const forms = new Set(
    known.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
  );
  // Longest first: a secret may be part of another.
  const ordered = [...forms].sort((a, b) => b.length - a.length);
  return (text) => maskText(ordered.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text));
}
