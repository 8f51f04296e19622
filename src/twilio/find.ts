import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Page } from "../engine/ports.ts";
import { after, before, type Duration, type Instant, seconds } from "../lib/time.ts";
import type { Sender } from "./options.ts";
import type { Progress } from "./progress.ts";
import { markOf } from "./words/mark.ts";

const LATEST = 20;
// Twilio's clock may be behind ours. A text has a mark, so a generous allowance costs nothing; a call has none,
// and an earlier one to the same person is at least one ringing older.
const SKEW = { sms: seconds(60), call: seconds(15) };
// A request to call is given up long before: a later call is another page's.
const PLACED_WITHIN = seconds(45);

/**
 * Looks for a page among the latest texts or calls to its number, begun no earlier than `startedAt`.
 * Lists are asked for without dates: a text still queued has no date of sending, and a filter would hide it.
 */
export async function findPage(
  client: Twilio,
  page: Page,
  startedAt: Instant,
  by: SearchOptions,
): Promise<Progress | undefined> {
  return page.via === "sms"
    ? findText(client, page, startedAt, by.sender)
    : findCall(client, page, startedAt, by);
}

interface SearchOptions {
  readonly sender: Sender;
  /** Whether a call is known to have been placed for another page. */
  readonly isOther: (sid: string) => boolean;
}

async function findText(
  client: Twilio,
  page: Page,
  startedAt: Instant,
  sender: Sender,
): Promise<Progress | undefined> {
  // A Messaging Service chooses the sender itself.
  const from =
    sender.messagingServiceSid === undefined && sender.from !== undefined ? { from: sender.from } : {};
  const texts = await client.messages.list({ to: page.phone, ...from, limit: LATEST });
  const mark = markOf(page.id);
  return texts.find(
    ({ body, dateCreated }) => body?.includes(mark) && isSince(dateCreated, startedAt, SKEW.sms),
  );
}

async function findCall(
  client: Twilio,
  page: Page,
  startedAt: Instant,
  { sender, isOther }: SearchOptions,
): Promise<Progress | undefined> {
  const calls = await client.calls.list({ to: page.phone, from: sender.from ?? "", limit: LATEST });
  const latest = after(startedAt, PLACED_WITHIN);
  const candidates = calls.filter(
    ({ sid, dateCreated }) =>
      isSince(dateCreated, startedAt, SKEW.call) && dateCreated.getTime() <= latest && !isOther(sid),
  );
  const distance = (call: (typeof calls)[number]) => Math.abs(Number(call.dateCreated) - startedAt);
  return candidates.sort((a, b) => distance(a) - distance(b))[0];
}

function isSince(created: Date, startedAt: Instant, skew: Duration): boolean {
  return created.getTime() >= before(startedAt, skew);
}
