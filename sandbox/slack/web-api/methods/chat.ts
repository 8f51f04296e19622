import { z } from "zod";
import { limits } from "../../block-kit/limits.ts";
import type { Channel, Message } from "../../workspace/model.ts";
import type { MessageDraft } from "../../workspace/store.ts";
import { messageJson } from "../../workspace/wire.ts";
import { ApiFailure } from "../api-failure.ts";
import { flag, word } from "../args.ts";
import { botIsIn, postableChannel, visibleChannel } from "../channel-access.ts";
import { type Content, contentArgs, readContent } from "../message-content.ts";
import { type Desk, type Methods, method } from "../method.ts";

const place = { channel: word, ts: word };

/** Posting, editing and deleting messages. */
export const chatMethods: Methods = {
  "chat.postMessage": method({
    args: z.object({
      channel: word,
      thread_ts: word.optional(),
      reply_broadcast: flag.optional(),
      ...contentArgs,
    }),
    scopes: ["chat:write"],
    tier: "posting",
    run(args, desk) {
      const channel = postableChannel(args.channel, desk);
      const content = readContent(args);
      const threadTs = threadOf(channel, args.thread_ts, desk);
      const broadcast = (args.reply_broadcast ?? false) && threadTs !== undefined;
      const message = desk.store.post(channel, draftOf(content, desk, { threadTs, broadcast }));
      return {
        channel: channel.id,
        ts: message.ts,
        message: messageJson(message, desk.store, "full"),
        ...((content.text?.length ?? 0) > limits.postText && {
          response_metadata: { warnings: ["message_truncated"] },
        }),
      };
    },
  }),

  "chat.update": method({
    args: z.object({ ...place, ...contentArgs }),
    scopes: ["chat:write"],
    tier: 3,
    run(args, desk) {
      const channel = visibleChannel(args.channel, desk);
      const message = ownMessage(channel, args.ts, desk, "cant_update_message");
      if (channel.isArchived) throw new ApiFailure("is_inactive");
      const content = readContent(args);
      if ((content.text?.length ?? 0) > limits.updateText) throw new ApiFailure("msg_too_long");
      editMessage(message, content, args.metadata !== undefined, desk);
      const shown = messageJson(message, desk.store, "full");
      return { channel: channel.id, ts: message.ts, text: message.text, message: shown };
    },
  }),

  "chat.delete": method({
    args: z.object(place),
    scopes: ["chat:write"],
    tier: 3,
    run(args, desk) {
      const channel = visibleChannel(args.channel, desk);
      desk.store.remove(channel, ownMessage(channel, args.ts, desk, "cant_delete_message"));
      return { channel: channel.id, ts: args.ts };
    },
  }),

  "chat.postEphemeral": method({
    args: z.object({ channel: word, user: word, thread_ts: word.optional(), ...contentArgs }),
    scopes: ["chat:write"],
    tier: 4,
    run(args, desk) {
      const channel = desk.store.findChannel(args.channel);
      if (!channel) throw new ApiFailure("channel_not_found");
      visibleChannel(channel.id, desk);
      if (channel.isArchived) throw new ApiFailure("is_archived");
      if (!botIsIn(channel, desk)) throw new ApiFailure("not_in_channel");
      if (!channel.members.has(args.user)) throw new ApiFailure("user_not_in_channel");
      const draft = draftOf(readContent(args), desk, { threadTs: args.thread_ts });
      return { message_ts: desk.store.whisper(channel, args.user, draft).ts };
    },
  }),

  "chat.getPermalink": method({
    args: z.object({ channel: word, message_ts: word }),
    tier: "special",
    run(args, { store, ...desk }) {
      const channel = visibleChannel(args.channel, { store, ...desk });
      const message = channel.byTs.get(args.message_ts);
      if (!message) throw new ApiFailure("message_not_found");
      const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : "";
      const page = `https://${store.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace(".", "")}`;
      return { channel: channel.id, permalink: page + thread };
    },
  }),
};

/** A message of the bot from its content. */
export function draftOf(
  content: Content,
  desk: Pick<Desk, "store">,
  { threadTs, broadcast = false }: { threadTs?: string | undefined; broadcast?: boolean } = {},
): MessageDraft {
  return {
    user: desk.store.bot.userId,
    isBot: true,
    text: (content.text ?? "").slice(0, limits.postText),
    blocks: content.blocks ?? [],
    attachments: content.attachments ?? [],
    metadata: content.metadata,
    files: [],
    formatting: content.formatting,
    threadTs,
    broadcast,
  };
}

/** Rewrites a message: text without blocks takes the blocks away, and metadata stays unless given anew. */
export function editMessage(
  message: Message,
  content: Content,
  metadataGiven: boolean,
  { store }: Pick<Desk, "store">,
): void {
  store.edit(message, {
    text: content.text ?? message.text,
    blocks: content.blocks ?? (content.text === undefined ? message.blocks : []),
    attachments: content.attachments ?? message.attachments,
    metadata: metadataGiven ? content.metadata : message.metadata,
    formatting: content.formatting,
    // Only a change of text shows the mark.
    edited: content.text === undefined ? message.edited : { user: store.bot.userId, ts: store.nextTs() },
  });
}

function ownMessage(channel: Channel, ts: string, { store }: Desk, refusal: string): Message {
  const message = channel.byTs.get(ts);
  if (!message || message.kind === "deleted") throw new ApiFailure("message_not_found");
  if (message.user !== store.bot.userId) throw new ApiFailure(refusal);
  return message;
}

// A reply to a reply belongs to the thread of the latter.
function threadOf(channel: Channel, ts: string | undefined, { behaviour }: Desk): string | undefined {
  if (ts === undefined) return undefined;
  const parent = channel.byTs.get(ts);
  if (parent) return parent.threadTs ?? parent.ts;
  if (behaviour.orphanReplies === "refuse") throw new ApiFailure("thread_not_found");
  return undefined;
}
