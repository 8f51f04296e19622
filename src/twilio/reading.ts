import { z } from "zod";
import type { Inbound } from "../engine/ports/phones.ts";
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

const Words = z
  .string()
  .nullish()
  .catch(null)
  .transform((text) => text ?? undefined);

const Resource = z.object({
  ...{ sid: Sid, status: z.string(), errorCode: Code, duration: Seconds, answeredBy: Words },
});
const ListedRow = z
  .object({
    ...{ sid: Sid, status: z.string(), error_code: Code, duration: Seconds, date_created: When },
    answered_by: Words,
    body: z.string().catch(""),
  })
  .transform(
    ({ error_code: errorCode, date_created: createdAt, answered_by: answeredBy, ...row }): Row => ({
      ...{ ...row, errorCode, createdAt, answeredBy },
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

const InboundRow = z
  .object({
    ...{ sid: Sid, direction: z.literal("inbound"), from: z.string(), to: z.string() },
    ...{ body: z.string().catch(""), date_sent: When, date_created: When },
  })
  .transform(({ sid, from, to, body, date_sent, date_created }): Inbound & { readonly to: string } => {
    const at = date_sent ?? date_created;
    return { sid, from, to, body, ...(at === undefined ? {} : { at }) };
  });
const Dated = z.object({ date_sent: When, date_created: When }).catch({});

/** One page of the list of messages, newest first. */
export interface InboxPage {
  readonly texts: readonly Inbound[];
  /** Whether none of it, in either direction, is of `since` or later, or may be. */
  readonly isOlder: boolean;
  /** Where the rest is; undefined: nowhere. */
  readonly next: string | undefined;
}

/** Rows that cannot be read spoil no other. @throws TwilioError "unreadable" when there is no list at all */
export function inboxPageOf(body: unknown, since: Instant): InboxPage {
  const list = z
    .object({ messages: z.array(z.unknown()), next_page_uri: z.string().nullish().catch(undefined) })
    .safeParse(body);
  if (!list.success) throw new TwilioError({ kind: "unreadable" });
  const { messages, next_page_uri: next } = list.data;
  const isSince = (at: Instant | undefined) => at === undefined || at >= since;
  const texts = messages.flatMap((row) => InboundRow.safeParse(row).data ?? []);
  const dates = messages
    .map((row) => Dated.parse(row))
    .map(({ date_sent, date_created }) => date_sent ?? date_created);
  return {
    texts: texts.filter(({ at }) => isSince(at)),
    isOlder: messages.length > 0 && !dates.some(isSince),
    next: next ?? undefined,
  };
}
