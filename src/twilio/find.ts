import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Outcome, Page } from "../engine/ports.ts";
import { before, type Duration, type Instant, seconds } from "../lib/time.ts";
import type { Sender } from "./options.ts";
import type { PlacedCalls } from "./placed-calls.ts";
import { type Progress, progressOutcome } from "./progress.ts";
import { markOf } from "./words/mark.ts";

const LATEST = 20;
// Twilio's clock may be behind ours. A text has a mark, so a generous allowance costs nothing; a call has none,
// and an earlier one to the same person is at least one ringing older.
const SKEW = { sms: seconds(60), call: seconds(15) };

/**
 * Looks for a page among the latest texts or calls to its number, begun no earlier than `startedAt`.
 * Lists are asked for without dates: a text still queued has no date of sending, and a filter would hide it.
 */
export async function findPage(
  client: Twilio,
  page: Page,
  startedAt: Instant,
  { sender, placed }: { readonly sender: Sender; readonly placed: PlacedCalls },
): Promise<Outcome | "not-found"> {
  const found =
    page.via === "sms"
      ? await findText(client, page, startedAt, sender)
      : await findCall(client, page, startedAt, { sender, placed });
  if (found === undefined) return "not-found";
  if (page.via === "call") placed.remember(found.sid, page.id);
  return progressOutcome(page.via, found, page.to);
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
  { sender, placed }: { readonly sender: Sender; readonly placed: PlacedCalls },
): Promise<Progress | undefined> {
  const calls = await client.calls.list({ to: page.phone, from: sender.from ?? "", limit: LATEST });
  const candidates = calls.filter(
    ({ sid, dateCreated }) => isSince(dateCreated, startedAt, SKEW.call) && !placed.isOther(sid, page.id),
  );
  const distance = (call: (typeof calls)[number]) => Math.abs(Number(call.dateCreated) - startedAt);
  return candidates.sort((a, b) => distance(a) - distance(b))[0];
}

function isSince(created: Date, startedAt: Instant, skew: Duration): boolean {
  return created.getTime() >= before(startedAt, skew);
}
