import type { Channel } from "../workspace/model.ts";
import { ApiFailure } from "./api-failure.ts";
import type { Desk } from "./method.ts";

const scopeFamily = { public: "channels", private: "groups", im: "im" } as const;

/** The scope for doing `what` with this kind of channel: `channels:history`, `groups:read`, … */
export function channelScope(kind: Channel["kind"], what: "read" | "history" | "write"): string {
  return `${scopeFamily[kind]}:${what}`;
}

/**
 * A channel the bot may know of, by id.
 *
 * @throws ApiFailure channel_not_found
 */
export function visibleChannel(id: string, desk: Desk): Channel {
  const channel = desk.store.channel(id);
  if (!channel) throw new ApiFailure("channel_not_found");
  return refuseHidden(channel, desk);
}

/** @throws ApiFailure when the channel is private and the bot is not in it */
function refuseHidden(channel: Channel, desk: Desk): Channel {
  if (channel.kind === "private" && !botIsIn(channel, desk)) {
    throw new ApiFailure(desk.behaviour.privateWithoutBot);
  }
  return channel;
}

/**
 * A channel whose messages the bot may read.
 *
 * @throws ApiFailure channel_not_found, missing_scope, not_in_channel
 */
export function readableChannel(id: string, desk: Desk): Channel {
  const channel = visibleChannel(id, desk);
  desk.credentials.require(channelScope(channel.kind, "history"));
  if (!botIsIn(channel, desk)) throw new ApiFailure("not_in_channel");
  return channel;
}

/** Whether the bot is a member. */
export function botIsIn(channel: Channel, desk: Desk): boolean {
  return channel.members.has(desk.store.bot.userId);
}

/**
 * Where a message may be posted: a channel by id or name, a direct conversation, or a user, who gets one.
 *
 * @throws ApiFailure channel_not_found, is_archived, not_in_channel
 */
export function postableChannel(idOrName: string, desk: Desk): Channel {
  const user = desk.store.users.get(idOrName);
  if (user) {
    if (user.isBot) throw new ApiFailure("cannot_dm_bot");
    return desk.store.openDirect(user);
  }
  const channel = desk.store.findChannel(idOrName);
  if (!channel) throw new ApiFailure("channel_not_found");
  refuseHidden(channel, desk);
  if (channel.isArchived) throw new ApiFailure("is_archived");
  if (!botIsIn(channel, desk) && !desk.credentials.scopes.has("chat:write.public")) {
    throw new ApiFailure("not_in_channel");
  }
  return channel;
}
