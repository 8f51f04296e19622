import { createHash } from "node:crypto";
import type { Page } from "../../engine/ports/phones.ts";

// Without vowels and look-alikes: no mark spells a word, and nobody misreads one.
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ2346789";
const LENGTH = 4;

/**
 * The short mark that ends a page's text, such as `(K7Q2)`; one that can be answered is known by its code, which stands
 * between blanks in every language. Twilio takes no idempotency key: this is how a text is recognised in its list
 * after a crash.
 */
export function markOf({ id, code }: Pick<Page, "id" | "code">): string {
  if (code !== undefined) return ` ${code} `;
  const digest = createHash("sha256").update(id).digest();
  let mark = "";
  for (const byte of digest.subarray(0, LENGTH)) mark += ALPHABET[byte % ALPHABET.length];
  return `(${mark})`;
}
