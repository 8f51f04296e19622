import type { Chat } from "../../engine/ports/chat.ts";
import type { Outcome } from "../../engine/ports/outcome.ts";
import type { Instant } from "../../lib/time.ts";
import type { DeliveryId } from "../../sla/record.ts";
import { explained } from "../../words/reason-text.ts";
import { alertCard } from "../blocks/alert-card.ts";
import { fitMessage, type Message } from "../blocks/fit.ts";
import { noticeMessage } from "../blocks/notices.ts";
import { remarkMessage } from "../blocks/remark.ts";
import { threadReply } from "../blocks/thread-reply.ts";
import type { Channels } from "./channels.ts";
import { isAboutBlocks, type SlackError, slackError } from "./errors.ts";
import { findPosted } from "./find.ts";
import { postOutcome, redrawOutcome } from "./outcome.ts";
import type { People } from "./people.ts";
import { type Place, postArguments } from "./post-arguments.ts";
import type { Log } from "./sdk-log.ts";
import type { SlackWeb } from "./web.ts";
import { zoneAsSeen } from "./zones.ts";

interface CardRef {
  readonly channel: string;
  readonly ts: string;
}

/** Says things in Slack. Each message carries the id it was sent under, so that it can be found again. */
export function slackChat({
  web,
  channels,
  people,
  channel,
  log,
}: {
  web: SlackWeb;
  channels: Channels;
  people: Pick<People, "lastProfile">;
  channel: string;
  log: Log;
}): Chat {
  async function post(id: DeliveryId, place: Place, message: Message, mayMend = true): Promise<Outcome> {
    try {
      return await posted(id, place, message);
    } catch (thrown) {
      const error = slackError(thrown, "chat.postMessage");
      if (mayMend && isOutside(error)) {
        return (await channels.join(place.channel))
          ? await post(id, place, message, false)
          : postOutcome(error);
      }
      // The id that we learnt for a name may be that of a channel which was renamed or archived since.
      if (mayMend && error.code === "destination" && channels.forget(place.channel)) {
        return await post(id, place, message, false);
      }
      if (isAboutBlocks(error) && message.blocks.length > 0) {
        log.error({ delivery: id, slack: error.slackCode }, "Slack refused the blocks, sending words alone");
        return await post(id, place, { ...message, blocks: [] }, mayMend);
      }
      return postOutcome(error);
    }
  }

  async function posted(id: DeliveryId, place: Place, message: Message): Promise<Outcome> {
    const address = channels.address(place.channel);
    const answer = await web.queue.run("chat.postMessage", address, () =>
      web.write.chat.postMessage(postArguments(id, { ...place, channel: address }, message)),
    );
    if (answer.channel === undefined || answer.ts === undefined) {
      return { state: "unknown", ...explained({ name: "Slack does not say where" }) };
    }
    channels.learn(place.channel, answer.channel);
    return { state: "sent", ref: `${answer.channel}/${answer.ts}` };
  }

  async function redraw(ref: CardRef, message: Message, mayMend = true): Promise<Outcome> {
    try {
      await web.queue.run("chat.update", ref.channel, () =>
        web.write.chat.update({
          ...ref,
          text: message.text,
          blocks: message.blocks,
          parse: "none",
          link_names: false,
        }),
      );
      return { state: "sent", ref: `${ref.channel}/${ref.ts}` };
    } catch (thrown) {
      const error = slackError(thrown, "chat.update");
      if (mayMend && isOutside(error) && (await channels.join(ref.channel))) {
        return await redraw(ref, message, false);
      }
      if (isAboutBlocks(error) && message.blocks.length > 0) {
        log.error({ slack: error.slackCode }, "Slack refused the card's blocks, drawing words alone");
        return await redraw(ref, { ...message, blocks: [] }, mayMend);
      }
      return redrawOutcome(error);
    }
  }

  return {
    channel,
    postCard: (id, where, facts) => post(id, { channel: where }, alertCard(facts)),
    redrawCard: (ref, facts) => redraw(ref, alertCard(facts)),
    reply: (id, ref, reply) =>
      post(id, { channel: ref.channel, thread: ref.ts, broadcast: true }, threadReply(reply)),
    remark: (id, ref, remark, language) =>
      post(id, { channel: ref.channel, thread: ref.ts }, fitMessage(remarkMessage(remark, language))),
    say: (id, to, notice) => post(id, { channel: to }, noticeMessage(notice)),
    find: (id, where, startedAt) => find(id, where, startedAt),
    zoneOf: (user) => zoneAsSeen(people, user),
  };

  async function find(
    id: DeliveryId,
    where: { channel: string; thread?: string },
    startedAt: Instant,
    mayMend = true,
  ): Promise<Outcome | "not-found"> {
    try {
      const channelId = await channels.idOf(where.channel);
      const ts = await findPosted(web, id, { ...where, channel: channelId }, startedAt);
      return ts === undefined ? "not-found" : { state: "sent", ref: `${channelId}/${ts}` };
    } catch (thrown) {
      const error = slackError(thrown, "conversations.history");
      if (mayMend && isOutside(error) && (await channels.join(where.channel))) {
        return await find(id, where, startedAt, false);
      }
      return unread(error);
    }
  }
}

/** The app was taken out of the channel, or never was in it. */
function isOutside({ slackCode }: SlackError): boolean {
  return slackCode === "not_in_channel";
}

/**
 * Where Slack cannot be read, nobody knows. A channel that is not to be seen may be archived, or private and the app
 * removed: what was posted before is still in it.
 */
function unread(error: SlackError): Outcome | "not-found" {
  if (error.slackCode === "thread_not_found") return "not-found";
  return { state: "unknown", ...error.because };
}
