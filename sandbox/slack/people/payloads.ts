import type { Message, View } from "../workspace/model.ts";
import type { Store } from "../workspace/store.ts";
import { messageJson, viewJson } from "../workspace/wire.ts";

const legacyToken = "sandbox-verification-token";

/** The part of every interaction payload that says who and where. */
export function personJson(userId: string, store: Store): Record<string, unknown> {
  const person = store.users.get(userId);
  const name = person?.name ?? userId;
  return {
    user: { id: userId, username: name, name, team_id: person?.team ?? store.team.id },
    team: { id: store.team.id, domain: store.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: store.bot.appId,
    token: legacyToken,
  };
}

/** The part that says in which message something was touched. */
export function messagePlace(message: Message, store: Store): Record<string, unknown> {
  const channel = store.channel(message.channel);
  const ephemeral = message.kind === "ephemeral";
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: channel?.kind === "im" ? "directmessage" : channel?.name },
    // Slack does not keep ephemeral messages, so it cannot show them either.
    ...(!ephemeral && { message: messageJson(message, store, "full") }),
  };
}

/** The part that says in which view something was touched. */
export function viewPlace(view: View, store: Store): Record<string, unknown> {
  return { container: { type: "view", view_id: view.id }, view: viewJson(view, store) };
}

/** A slash command's payload, without its trigger and response URL. */
export function commandPayload(
  userId: string,
  channelId: string,
  typed: { command: string; text: string },
  store: Store,
): Record<string, unknown> {
  const channel = store.channel(channelId);
  const names = { im: "directmessage", private: "privategroup", public: channel?.name } as const;
  return {
    token: legacyToken,
    team_id: store.users.get(userId)?.team ?? store.team.id,
    team_domain: store.team.domain,
    channel_id: channelId,
    channel_name: channel ? names[channel.kind] : "",
    user_id: userId,
    user_name: store.users.get(userId)?.name,
    api_app_id: store.bot.appId,
    // A string here, a boolean in every other payload.
    is_enterprise_install: "false",
    ...typed,
  };
}
