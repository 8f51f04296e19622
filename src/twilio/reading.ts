import { z } from "zod";
import { Instant } from "../lib/time.ts";
import type { Progress } from "./progress.ts";
import { TwilioError } from "./twilio-error.ts";

/** A text or call as a list shows it. */
export interface Row extends Progress {
  /** Absent while Twilio gives none, as for what is still queued; also when nobody can read it. */
  readonly createdAt?: Instant | undefined;
  /** Empty for calls. */
  readonly body: string;
}

// Without its SID nothing can be asked of a text or call any more: such an answer is none.
const Sid = z.string().regex(/^(SM|MM|CA)[\da-f]{32}$/i);
const Code = z.number().nullable().catch(null);
const Seconds = z.string().nullable().catch(null);
// Whole seconds, as in "Mon, 02 Mar 2026 02:19:30 +0000".
const When = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(Instant)
  .optional()
  .catch(undefined);

const Resource = z.object({ sid: Sid, status: z.string(), errorCode: Code, duration: Seconds });
const ListedRow = z
  .object({
    ...{ sid: Sid, status: z.string(), error_code: Code, duration: Seconds, date_created: When },
    body: z.string().catch(""),
  })
  .transform(
    ({ sid, status, error_code: errorCode, duration, date_created: createdAt, body }): Row => ({
      ...{ sid, status, errorCode, duration, createdAt, body },
    }),
  );

/** What matters of a message or call that the SDK has read. @throws TwilioError "unreadable" for anything else */
export function progressOf(resource: object): Progress {
  const read = Resource.safeParse(resource);
  if (!read.success) throw new TwilioError({ kind: "unreadable" });
  return read.data;
}

/**
 * The rows of a list's answer, in its order. A row that cannot be read is left out: it spoils no other.
 *
 * @throws TwilioError "unreadable" when there is no list at all
 */
export function rowsOf(body: unknown, field: "messages" | "calls"): Row[] {
  const list = z.object({ [field]: z.array(z.unknown()) }).safeParse(body);
  const rows = list.data?.[field];
  if (rows === undefined) throw new TwilioError({ kind: "unreadable" });
  return rows.flatMap((row) => ListedRow.safeParse(row).data ?? []);
}
