import { createHash } from "node:crypto";
import type { DeliveryId } from "../../sla/record.ts";

// Without vowels and look-alikes: no mark spells a word, and nobody misreads one.
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ2346789";
const LENGTH = 4;

/**
 * The short mark that ends a page's text, such as `(K7Q2)`. Twilio takes no idempotency key: this is how
 * a text is recognised in its list after a crash.
 */
export function markOf(id: DeliveryId): string {
  const digest = createHash("sha256").update(id).digest();
  let mark = "";
  for (const byte of digest.subarray(0, LENGTH)) mark += ALPHABET[byte % ALPHABET.length];
  return `(${mark})`;
}
