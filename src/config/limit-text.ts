import { z } from "zod";
import { durationText, parseDuration } from "../lib/duration-text.ts";
import { Duration, milliseconds } from "../lib/time.ts";

/** At most so many in any stretch of this length. */
export const Limit = z.strictObject({ count: z.int().positive(), per: Duration });
export type Limit = Readonly<z.infer<typeof Limit>>;

const EXAMPLE = "5 per 15m";

/** A limit in the settings: `5 per 15m` outside, a {@link Limit} inside. `z.encode` prints it. */
export const LimitText = z.codec(z.string({ error: `expected a limit such as ${EXAMPLE}` }), Limit, {
  decode(text, context) {
    const limit = parseLimit(text);
    if (limit !== undefined) return limit;
    context.issues.push({ code: "custom", input: text, message: `expected a limit such as ${EXAMPLE}` });
    return z.NEVER;
  },
  encode: ({ count, per }) => limitText({ count, per: milliseconds(per) }),
});

/** Prints a limit as the settings write it. */
function limitText({ count, per }: Limit): string {
  return `${count} per ${durationText(per)}`;
}

function parseLimit(text: string): Limit | undefined {
  const [, count, length = ""] = /^\s*([1-9]\d{0,5})\s+per\s+(\S+)\s*$/i.exec(text) ?? [];
  const per = parseDuration(length);
  return count === undefined || per === undefined || per === 0 ? undefined : { count: Number(count), per };
}
