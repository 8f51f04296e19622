import { z } from "zod";
import type { Message } from "../../workspace/model.ts";
import { ApiFailure } from "../api-failure.ts";
import { word } from "../args.ts";
import { visibleChannel } from "../channel-access.ts";
import { type Desk, type Methods, method } from "../method.ts";

const nothing = z.object({});
const reaction = z.object({ name: word, channel: word, timestamp: word });

/** The app itself, its workspace, and small signs under messages. */
export const workspaceMethods: Methods = {
  "auth.test": method({
    args: nothing,
    tier: "special",
    run: (_args, { store }) => ({
      url: `https://${store.team.domain}.slack.com/`,
      team: store.team.name,
      user: store.bot.name,
      team_id: store.team.id,
      user_id: store.bot.userId,
      bot_id: store.bot.botId,
      is_enterprise_install: false,
    }),
  }),

  "apps.connections.open": method({
    args: nothing,
    tier: 1,
    token: "app",
    run: (_args, { socketUrl }) => ({ url: socketUrl() }),
  }),

  "team.info": method({
    args: nothing,
    scopes: ["team:read"],
    tier: 3,
    run: (_args, { store }) => ({
      team: { ...store.team, email_domain: "", icon: { image_default: true } },
    }),
  }),

  "bots.info": method({
    args: z.object({ bot: word.optional() }),
    scopes: ["users:read"],
    tier: 3,
    run(args, { store: { bot } }) {
      if (args.bot !== undefined && args.bot !== bot.botId) throw new ApiFailure("bot_not_found");
      return {
        bot: { id: bot.botId, app_id: bot.appId, user_id: bot.userId, name: bot.name, deleted: false },
      };
    },
  }),

  "reactions.add": method({
    args: reaction,
    scopes: ["reactions:write"],
    tier: 3,
    run(args, desk) {
      const { message, users } = reacted(args, desk);
      const me = desk.store.bot.userId;
      if (users.includes(me)) throw new ApiFailure("already_reacted");
      const others = message.reactions.filter(({ name }) => name !== args.name);
      desk.store.react(message, [...others, { name: args.name, users: [...users, me] }]);
      return {};
    },
  }),

  "reactions.remove": method({
    args: reaction,
    scopes: ["reactions:write"],
    tier: 2,
    run(args, desk) {
      const { message, users } = reacted(args, desk);
      const left = users.filter((user) => user !== desk.store.bot.userId);
      if (left.length === users.length) throw new ApiFailure("no_reaction");
      const others = message.reactions.filter(({ name }) => name !== args.name);
      desk.store.react(message, left.length > 0 ? [...others, { name: args.name, users: left }] : others);
      return {};
    },
  }),
};

function reacted(
  { name, channel, timestamp }: z.infer<typeof reaction>,
  desk: Desk,
): { message: Message; users: readonly string[] } {
  if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new ApiFailure("invalid_name");
  const message = visibleChannel(channel, desk).byTs.get(timestamp);
  if (!message) throw new ApiFailure("message_not_found");
  return { message, users: message.reactions.find((reaction) => reaction.name === name)?.users ?? [] };
}
