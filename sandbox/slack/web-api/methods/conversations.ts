import { z } from "zod";
import type { Channel } from "../../workspace/model.ts";
import { channelJson } from "../../workspace/wire.ts";
import { ApiFailure } from "../api-failure.ts";
import { flag, list, word } from "../args.ts";
import { channelScope, visibleChannel } from "../channel-access.ts";
import { type Methods, method } from "../method.ts";
import { page, pageArgs } from "../paging.ts";

const kinds: Readonly<Record<string, Channel["kind"]>> = {
  public_channel: "public",
  private_channel: "private",
  im: "im",
};

/** Finding, joining and opening conversations. */
export const conversationMethods: Methods = {
  "conversations.info": method({
    args: z.object({ channel: word, include_num_members: flag.optional() }),
    tier: 3,
    run(args, desk) {
      const channel = visibleChannel(args.channel, desk);
      desk.credentials.require(channelScope(channel.kind, "read"));
      const members = args.include_num_members ? { num_members: channel.members.size } : {};
      return { channel: { ...channelJson(channel, desk.store), ...members } };
    },
  }),

  "conversations.list": method({
    args: z.object({ types: list.optional(), exclude_archived: flag.optional(), ...pageArgs }),
    tier: 2,
    run(args, { store, credentials }) {
      const wanted = (args.types ?? ["public_channel"]).map((type) => {
        if (type !== "mpim" && !(type in kinds)) throw new ApiFailure("invalid_types");
        return kinds[type];
      });
      credentials.require(...wanted.flatMap((kind) => (kind ? [channelScope(kind, "read")] : [])));
      const all = [...store.channels.values()].filter(
        (channel) =>
          wanted.includes(channel.kind) &&
          (channel.kind !== "private" || channel.members.has(store.bot.userId)) &&
          !(args.exclude_archived && channel.isArchived),
      );
      const cut = page(all, args, { usual: 100, most: 1000 });
      return {
        channels: cut.items.map((channel) => ({
          ...channelJson(channel, store),
          ...(channel.kind !== "im" && { num_members: channel.members.size }),
        })),
        response_metadata: cut.metadata,
      };
    },
  }),

  "conversations.join": method({
    args: z.object({ channel: word }),
    scopes: ["channels:join"],
    tier: 3,
    run(args, desk) {
      const channel = visibleChannel(args.channel, desk);
      if (channel.kind !== "public") throw new ApiFailure("method_not_supported_for_channel_type");
      if (channel.isArchived) throw new ApiFailure("is_archived");
      const { userId } = desk.store.bot;
      const already = channel.members.has(userId);
      channel.members.add(userId);
      if (!already) desk.store.changed({ kind: "channel", channel: channel.id });
      const note = { warning: "already_in_channel", response_metadata: { warnings: ["already_in_channel"] } };
      return { channel: channelJson(channel, desk.store), ...(already && note) };
    },
  }),

  "conversations.open": method({
    args: z.object({ users: list.optional(), channel: word.optional(), return_im: flag.optional() }),
    scopes: ["im:write"],
    tier: 3,
    run(args, desk) {
      const [id, another] = args.users ?? [];
      if (args.channel !== undefined) {
        return { channel: channelJson(visibleChannel(args.channel, desk), desk.store) };
      }
      if (id === undefined) throw new ApiFailure("users_list_not_supplied");
      if (another !== undefined) desk.credentials.require("mpim:write");
      const user = desk.store.users.get(id);
      if (!user) throw new ApiFailure("user_not_found");
      if (user.isBot) throw new ApiFailure("cannot_dm_bot");
      const already = desk.store.direct(id) !== undefined;
      const channel = desk.store.openDirect(user);
      const shown = args.return_im ? channelJson(channel, desk.store) : { id: channel.id };
      return { channel: shown, ...(already && { no_op: true, already_open: true }) };
    },
  }),

  "conversations.members": method({
    args: z.object({ channel: word, ...pageArgs }),
    tier: 4,
    run(args, desk) {
      const channel = visibleChannel(args.channel, desk);
      desk.credentials.require(channelScope(channel.kind, "read"));
      const cut = page([...channel.members], args, { usual: 100, most: 1000 });
      return { members: cut.items, response_metadata: cut.metadata };
    },
  }),
};
