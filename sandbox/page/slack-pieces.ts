import type { SlackServer } from "../slack/server.ts";
import type { Channel, Message, UploadedFile } from "../slack/workspace/model.ts";
import type { ChannelPiece, FilePiece, MessagePiece, ModalPiece, SlackPiece, ViewPiece } from "./wire.ts";

/** The workspace around the messages. */
export function slackPiece(slack: SlackServer, viewer: string): SlackPiece {
  const { store } = slack;
  const direct = store.direct(viewer);
  const seen = [...store.channels.values()].filter(
    ({ kind, members }) => kind !== "im" && members.has(viewer),
  );
  return {
    team: store.team.name,
    bot: { user: store.bot.userId, name: "SLA Monitor" },
    connections: slack.connections.filter(({ state }) => state === "open").length,
    channels: [...seen, ...(direct === undefined ? [] : [direct])].map((channel) => ({
      id: channel.id,
      name: channel.kind === "im" ? "SLA Monitor" : channel.name,
      isDirect: channel.kind === "im",
      latest: shownTo(channel, viewer).at(-1)?.ts ?? "",
    })),
    direct: direct?.id,
    names: Object.fromEntries([
      ...[...store.users.values()].map(({ id, realName }) => [id, realName]),
      ...[...store.channels.values()].map(({ id, name }) => [id, name]),
      ...[...store.userGroups.values()].map(({ id, handle }) => [id, handle]),
    ]),
  };
}

/** The last `tail` messages of a channel. */
export function channelPiece(channel: Channel, viewer: string, tail: number): ChannelPiece {
  const all = shownTo(channel, viewer);
  const entries = all.slice(-tail).map(({ ts }) => ts);
  return { entries, earlier: all.length - entries.length };
}

/** A message as one person sees it; undefined when it is not there, or not for them. */
export function messagePiece(channel: Channel, ts: string, viewer: string): MessagePiece | undefined {
  const message =
    channel.byTs.get(ts) ?? channel.ephemerals.get(viewer)?.find((whisper) => whisper.ts === ts);
  return message && drawn(message, channel);
}

/** The modal on top, if any is open. */
export function modalPiece(slack: SlackServer, viewer: string): ModalPiece | undefined {
  const view = slack.modal(viewer);
  if (view?.payload.type !== "modal") return undefined;
  const { title, submit, close, blocks } = view.payload;
  return {
    id: view.id,
    blocks,
    values: view.values,
    title: title.text,
    submit: submit?.text,
    close: close?.text ?? "Cancel",
    errors: view.errors,
    depth: slack.modals(viewer).length,
  };
}

/** The app's Home tab, if it was published. */
export function homePiece(slack: SlackServer, viewer: string): ViewPiece | undefined {
  const view = slack.home(viewer);
  return view && { id: view.id, blocks: view.payload.blocks, values: view.values };
}

function shownTo(channel: Channel, viewer: string): readonly Message[] {
  const whispers = channel.ephemerals.get(viewer) ?? [];
  if (whispers.length === 0) return channel.timeline;
  return [...channel.timeline, ...whispers].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

function drawn(message: Message, channel: Channel): MessagePiece {
  const head = message.threadTs === undefined ? undefined : channel.byTs.get(message.threadTs);
  return {
    channel: channel.id,
    ts: message.ts,
    user: message.user,
    isBot: message.isBot,
    isDeleted: message.kind === "deleted",
    isEdited: message.edited !== undefined && !message.isBot,
    isEphemeral: message.kind === "ephemeral",
    text: message.text,
    isMrkdwn: message.formatting.mrkdwn,
    blocks: message.blocks,
    attachments: message.attachments,
    files: message.files.map(filePiece),
    threadTs: message.threadTs,
    threadText: head?.text.slice(0, 120),
    replies: message.thread.map((reply) => drawn(reply, channel)),
  };
}

function filePiece({ id, title, altText, mimetype }: UploadedFile): FilePiece {
  return { id, title, altText, isPicture: mimetype.startsWith("image/") };
}
