import { type Duration, milliseconds, minutes, seconds } from "../lib/time.ts";

// Twilio's own waits are seconds. Longer than this, and nobody would be told for want of asking again.
const LONGEST = minutes(5);
const SHORTEST = seconds(1);

/**
 * How long to wait by a `Retry-After`: seconds, or a date, which is measured against the answer's own `Date`.
 *
 * @returns undefined when it is absent or says nothing that can be understood
 */
export function retryAfter(header: string | undefined, date: string | undefined): Duration | undefined {
  const text = header?.trim() ?? "";
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : dateOf(text) - dateOf(date ?? "");
  if (Number.isNaN(wait)) return undefined;
  return milliseconds(Math.min(Math.max(wait, SHORTEST), LONGEST));
}

// As HTTP writes dates: JavaScript takes "-5" for one as well.
function dateOf(text: string): number {
  return /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN;
}
