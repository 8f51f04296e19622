import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Page } from "../engine/ports/phones.ts";
import type { Instant } from "../lib/time.ts";
import type { Sender } from "./options.ts";
import { type Row, rowsOf } from "./reading.ts";
import { callOf, textOf } from "./recognise.ts";
import { markOf } from "./words/mark.ts";

const LATEST = 20;

interface SearchOptions {
  readonly sender: Sender;
  /** Whether a call is known to have been placed for another page. */
  readonly isOther: (sid: string) => boolean;
  /** A call that began before is another copy's. */
  readonly ledSince: Instant | undefined;
}

/**
 * Looks for a page among the latest texts or calls to its number, begun no earlier than `startedAt`.
 * Lists are asked for without dates: a text still queued has no date of sending, and a filter would hide it.
 *
 * @throws TwilioError
 */
export async function findPage(
  client: Twilio,
  page: Page,
  startedAt: Instant,
  { sender, isOther, ledSince }: SearchOptions,
): Promise<Row | undefined> {
  const { from, messagingServiceSid } = sender;
  if (page.via === "call") {
    const calls = await latest(client, "calls", { To: page.phone, From: from ?? "" });
    return callOf(calls, startedAt, isOther, ledSince);
  }
  // A Messaging Service chooses the sender itself.
  const bySender = messagingServiceSid === undefined && from !== undefined ? { From: from } : {};
  const texts = await latest(client, "messages", { To: page.phone, ...bySender });
  return textOf(markOf(page), texts, startedAt);
}

// Not by the SDK's own lists: one row that it cannot read makes it throw them away whole.
async function latest(client: Twilio, field: "messages" | "calls", filter: object): Promise<Row[]> {
  const file = field === "messages" ? "Messages.json" : "Calls.json";
  const answer: { readonly body: unknown } = await client.api.v2010.request({
    method: "get",
    uri: `/Accounts/${client.accountSid}/${file}`,
    params: { ...filter, PageSize: LATEST },
  });
  return rowsOf(answer.body, field);
}
