import type { ChatPostMessageArguments } from "@slack/web-api";
import type { DeliveryId } from "../../sla/record.ts";
import type { Message } from "../blocks/fit.ts";
import { metadataType } from "../ids/alerts.ts";

/** Where a message goes. */
export interface Place {
  readonly channel: string;
  readonly thread?: string;
  /** A reply that the channel shows too. */
  readonly broadcast?: boolean;
}

/** What is sent for a message, with the id by which it is found again. */
export function postArguments(id: DeliveryId, place: Place, message: Message): ChatPostMessageArguments {
  const content = {
    text: message.text,
    blocks: message.blocks,
    metadata: { event_type: metadataType, event_payload: { id } },
    // Nothing an attacker wrote may grow into a preview or a mention.
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
    parse: "none" as const,
    channel: place.channel,
  };
  if (place.thread === undefined) return content;
  return place.broadcast
    ? { ...content, thread_ts: place.thread, reply_broadcast: true }
    : { ...content, thread_ts: place.thread };
}
