import type Twilio from "twilio/lib/rest/Twilio.js";
import type { Inbound } from "../engine/ports/phones.ts";
import type { Instant } from "../lib/time.ts";
import type { Sender } from "./options.ts";
import { type InboxPage, inboxPageOf } from "./reading.ts";

const PAGE_SIZE = 100;
const MOST_PAGES = 10;

/**
 * Texts that came in since an instant, oldest first. Asked for without a date: whether a filter knows days or seconds
 * and what it hides is not documented, and what has no date yet may be new.
 *
 * @throws TwilioError
 */
export async function receivedSince(client: Twilio, since: Instant, sender: Sender): Promise<Inbound[]> {
  const found = new Map<string, Inbound>();
  let page: InboxPage | undefined;
  for (let read = 0; read < MOST_PAGES; read++) {
    page = inboxPageOf(await asked(client, sender, page?.next), since);
    // Rows move while one reads: the same text may stand on two pages.
    for (const text of page.texts) if (text.from !== sender.from) found.set(text.sid, text);
    if (page.isOlder || page.next === undefined) break;
  }
  const oldestFirst = [...found.values()].reverse();
  return oldestFirst.sort((one, other) => (one.at ?? Number.MAX_VALUE) - (other.at ?? Number.MAX_VALUE));
}

async function asked(client: Twilio, sender: Sender, next: string | undefined): Promise<unknown> {
  const answer: { readonly body: unknown } = await client.api.v2010.request(
    next === undefined
      ? {
          method: "get",
          uri: `/Accounts/${client.accountSid}/Messages.json`,
          // A Messaging Service has numbers that we do not know.
          params: {
            ...(sender.messagingServiceSid === undefined ? { To: sender.from } : {}),
            PageSize: PAGE_SIZE,
          },
        }
      : { method: "get", uri: withoutVersion(next) },
  );
  return answer.body;
}

/** The SDK puts the version before what it is given. */
function withoutVersion(uri: string): string {
  return uri.replace(/^.*?\/2010-04-01(?=\/)/, "");
}
