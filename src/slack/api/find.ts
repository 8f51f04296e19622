import { before, type Instant, seconds } from "../../lib/time.ts";
import type { DeliveryId } from "../../sla/record.ts";
import { metadataType } from "../ids/alerts.ts";
import type { SlackWeb } from "./web.ts";

// Slack stamps messages by its own clock.
const CLOCKS_DIFFER_BY = seconds(10);
const PAGE = 200;
const MOST_PAGES = 20;

/**
 * Looks for the message that was posted under `id`, at `startedAt` or later.
 *
 * @returns its `ts`, or undefined when the channel or thread has no such message
 * @throws SlackError
 */
export async function findPosted(
  web: SlackWeb,
  id: DeliveryId,
  where: { channel: string; thread?: string },
  startedAt: Instant,
): Promise<string | undefined> {
  const { channel, thread } = where;
  const oldest = (before(startedAt, CLOCKS_DIFFER_BY) / 1000).toFixed(6);
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const span = {
      channel,
      oldest,
      limit: PAGE,
      include_all_metadata: true,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const answer =
      thread === undefined
        ? await web.ask("conversations.history", (client) => client.conversations.history(span))
        : await web.ask("conversations.replies", (client) =>
            client.conversations.replies({ ...span, ts: thread }),
          );
    const found = answer.messages?.find((message) => carries(message.metadata, id));
    if (found?.ts !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === "") return undefined;
  }
  return undefined;
}

function carries(metadata: unknown, id: DeliveryId): boolean {
  if (typeof metadata !== "object" || metadata === null) return false;
  if (!("event_type" in metadata) || metadata.event_type !== metadataType) return false;
  const payload = "event_payload" in metadata ? metadata.event_payload : undefined;
  return typeof payload === "object" && payload !== null && "id" in payload && payload.id === id;
}
