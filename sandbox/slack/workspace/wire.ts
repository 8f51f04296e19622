import type { Channel, Message, Metadata, UploadedFile, User, UserGroup, View } from "./model.ts";
import type { Store } from "./store.ts";

/** How much of a message's metadata an answer holds. */
export type MetadataDetail = "full" | "type";

/** A message as the Web API and the interaction payloads show it. */
export function messageJson(
  message: Message,
  store: Store,
  metadata: MetadataDetail = "type",
): Record<string, unknown> {
  const { thread } = message;
  return {
    type: "message",
    ...subtype(message),
    ts: message.ts,
    user: message.user,
    team: store.team.id,
    text: message.text,
    ...(message.isBot && {
      bot_id: store.bot.botId,
      app_id: store.bot.appId,
      bot_profile: botProfile(store),
    }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.attachments.length > 0 && {
      attachments: message.attachments.map((attachment, index) => ({ id: index + 1, ...attachment })),
    }),
    ...(message.files.length > 0 && { files: message.files.map((file) => fileJson(file)) }),
    ...(message.metadata && { metadata: shownMetadata(message.metadata, metadata) }),
    ...(message.edited && { edited: message.edited }),
    ...(message.reactions.length > 0 && {
      reactions: message.reactions.map(({ name, users }) => ({ name, users, count: users.length })),
    }),
    ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    ...(thread.length > 0 && {
      thread_ts: message.ts,
      reply_count: thread.length,
      reply_users_count: new Set(thread.map(({ user }) => user)).size,
      latest_reply: thread.at(-1)?.ts,
      reply_users: [...new Set(thread.map(({ user }) => user))],
      subscribed: false,
    }),
  };
}

function subtype(message: Message): Record<string, unknown> {
  if (message.kind === "deleted") return { subtype: "tombstone", hidden: true };
  return message.broadcast ? { subtype: "thread_broadcast" } : {};
}

function botProfile({ bot, team }: Store): Record<string, unknown> {
  return { id: bot.botId, app_id: bot.appId, name: bot.name, deleted: false, team_id: team.id };
}

function shownMetadata(metadata: Metadata, detail: MetadataDetail): Record<string, unknown> {
  return detail === "full" ? { ...metadata } : { event_type: metadata.event_type };
}

/** A file as the Web API shows it. */
export function fileJson(file: UploadedFile): Record<string, unknown> {
  const { id, name, title, mimetype, bytes } = file;
  return { id, name, title, mimetype, size: bytes.length, ...(file.altText && { alt_txt: file.altText }) };
}

/** A channel as the Web API shows it. */
export function channelJson(channel: Channel, store: Store): Record<string, unknown> {
  const common = { id: channel.id, created: channel.created, is_archived: channel.isArchived };
  if (channel.kind === "im") {
    const user = [...channel.members].find((member) => member !== store.bot.userId);
    return { ...common, is_im: true, is_channel: false, is_group: false, user, is_open: true };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === "public",
    is_group: channel.kind === "private",
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === "private",
    is_general: false,
    is_member: channel.members.has(store.bot.userId),
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    context_team_id: store.team.id,
  };
}

/** A user as the Web API shows it. */
export function userJson(user: User, store: Store, withEmail: boolean): Record<string, unknown> {
  return {
    id: user.id,
    team_id: user.team ?? store.team.id,
    name: user.name,
    real_name: user.realName,
    deleted: user.isDeactivated,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: zoneOffset(user.tz, store.clock.now()),
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      ...(withEmail && user.email !== undefined && { email: user.email }),
      ...(user.isBot && { bot_id: store.bot.botId, api_app_id: store.bot.appId }),
      team: user.team ?? store.team.id,
    },
    is_admin: user.isAdmin || user.isOwner,
    is_owner: user.isOwner,
    is_primary_owner: false,
    // A guest of one channel is both.
    is_restricted: user.isGuest !== undefined,
    is_ultra_restricted: user.isGuest === "single-channel",
    ...(user.team !== undefined && { is_stranger: true }),
    is_bot: user.isBot,
    is_app_user: false,
    updated: 0,
  };
}

/** A user group as the Web API shows it. */
export function userGroupJson(group: UserGroup, store: Store, withUsers: boolean): Record<string, unknown> {
  return {
    id: group.id,
    team_id: store.team.id,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    description: "",
    is_external: false,
    date_create: 0,
    date_update: group.updated,
    date_delete: 0,
    user_count: group.users.length,
    ...(withUsers && { users: group.users }),
  };
}

/** A view as the Web API and the interaction payloads show it. */
export function viewJson(view: View, store: Store): Record<string, unknown> {
  const { payload } = view;
  return {
    id: view.id,
    team_id: store.team.id,
    app_id: store.bot.appId,
    app_installed_team_id: store.team.id,
    bot_id: store.bot.botId,
    ...payload,
    callback_id: payload.callback_id ?? "",
    private_metadata: payload.private_metadata ?? "",
    external_id: payload.external_id ?? "",
    ...(payload.type === "modal" && {
      submit: payload.submit ?? null,
      close: payload.close ?? null,
      clear_on_close: payload.clear_on_close ?? false,
      notify_on_close: payload.notify_on_close ?? false,
    }),
    state: { values: view.values },
    hash: view.hash,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
  };
}

// Seconds east of UTC.
function zoneOffset(tz: string, now: number): number {
  const label = new Intl.DateTimeFormat("en", { timeZone: tz, timeZoneName: "longOffset" })
    .formatToParts(now)
    .find(({ type }) => type === "timeZoneName")?.value;
  const match = /([+-])(\d{2}):(\d{2})/.exec(label ?? "");
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
