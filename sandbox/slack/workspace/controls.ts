import type { Delivery } from "../socket-mode/envelopes.ts";
import type { Events } from "../socket-mode/events.ts";
import type { Credentials, TokenKind } from "./credentials.ts";
import type { Channel, Message } from "./model.ts";
import type { Store } from "./store.ts";

/** What people and administrators do to the workspace by hand. */
export class WorkspaceControls {
  readonly #store: Store;
  readonly #events: Events;
  readonly #credentials: Credentials;

  constructor(store: Store, events: Events, credentials: Credentials) {
    this.#store = store;
    this.#events = events;
    this.#credentials = credentials;
  }

  /** A person writes a message; the app hears of it where it is a member. */
  async write(userId: string, channel: Channel, text: string, threadTs?: string): Promise<Message> {
    const message = this.#store.post(channel, {
      user: userId,
      isBot: false,
      text,
      blocks: [],
      attachments: [],
      metadata: undefined,
      files: [],
      threadTs,
      broadcast: false,
      formatting: {
        parse: undefined,
        linkNames: false,
        mrkdwn: true,
        unfurlLinks: undefined,
        unfurlMedia: undefined,
      },
    });
    if (!channel.members.has(this.#store.bot.userId)) return message;
    const types = { public: "channel", private: "group", im: "im" } as const;
    const subscriptions = {
      public: "message.channels",
      private: "message.groups",
      im: "message.im",
    } as const;
    const said = {
      user: userId,
      text,
      ts: message.ts,
      channel: channel.id,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    };
    await this.#events.emit(subscriptions[channel.kind], {
      type: "message",
      channel_type: types[channel.kind],
      ...said,
    });
    if (text.includes(`<@${this.#store.bot.userId}>`)) {
      await this.#events.emit("app_mention", { type: "app_mention", ...said });
    }
    return message;
  }

  /** Deletes a message by hand. */
  deleteMessage(message: Message): void {
    const channel = this.#store.channel(message.channel);
    if (channel) this.#store.remove(channel, message);
  }

  async setArchived(channel: Channel, isArchived: boolean): Promise<void> {
    channel.isArchived = isArchived;
    this.#store.changed({ kind: "channel", channel: channel.id });
    const type = isArchived ? "channel_archive" : "channel_unarchive";
    await this.#events.emit(type, { type, channel: channel.id, user: this.#anyone() });
  }

  async rename(channel: Channel, name: string): Promise<void> {
    channel.name = name;
    this.#store.changed({ kind: "channel", channel: channel.id });
    const told = { id: channel.id, name, created: channel.created };
    await this.#events.emit("channel_rename", { type: "channel_rename", channel: told });
  }

  /** Invites a user into a channel; the bot too, by its user id. */
  async invite(channel: Channel, userId: string): Promise<void> {
    channel.members.add(userId);
    this.#store.changed({ kind: "channel", channel: channel.id });
    await this.#events.emit("member_joined_channel", {
      type: "member_joined_channel",
      user: userId,
      channel: channel.id,
      channel_type: channel.kind === "private" ? "G" : "C",
      team: this.#store.team.id,
    });
  }

  /** Takes a user out of a channel. */
  removeMember(channel: Channel, userId: string): void {
    channel.members.delete(userId);
    this.#store.changed({ kind: "channel", channel: channel.id });
  }

  /** Revokes a token; for the bot's the app is told, as long as it can be reached. */
  async revoke(kind: TokenKind, error?: string): Promise<Delivery | undefined> {
    this.#credentials.revoke(kind, error);
    if (kind === "app") return undefined;
    return await this.#events.emit("tokens_revoked", {
      type: "tokens_revoked",
      tokens: { oauth: [], bot: [this.#store.bot.userId] },
    });
  }

  /** Makes a revoked token good again. */
  restore(kind: TokenKind): void {
    this.#credentials.restore(kind);
  }

  /** An administrator removes the app: it leaves every channel, and its bot token is worth nothing. */
  async removeApp(): Promise<void> {
    const { userId } = this.#store.bot;
    for (const channel of this.#store.channels.values()) this.removeMember(channel, userId);
    this.#credentials.revoke("bot", "account_inactive");
    await this.#events.emit("app_uninstalled", { type: "app_uninstalled" });
  }

  /** Installs it again, with the same token; it is in no channel. */
  reinstallApp(): void {
    this.#credentials.restore("bot");
  }

  #anyone(): string {
    return [...this.#store.users.values()].find(({ isBot }) => !isBot)?.id ?? "";
  }
}
