import type { SandboxClock } from "../../clock.ts";
import type { Feed } from "./feed.ts";
import type { Change, Channel, Message, Reaction, UploadedFile, User, UserGroup } from "./model.ts";
import {
  type Bot,
  bot,
  type ChannelSeed,
  channelFrom,
  defaults,
  directChannel,
  type Team,
  type UserGroupSeed,
  type UserSeed,
  userFrom,
  userGroupFrom,
} from "./seed.ts";

/** What a workspace starts with. */
export interface WorkspaceSeed {
  team?: Partial<Team>;
  users?: readonly UserSeed[];
  channels?: readonly ChannelSeed[];
  userGroups?: readonly UserGroupSeed[];
}

/** A message about to be stored: what the store itself decides is left out. */
export type MessageDraft = Omit<
  Message,
  "channel" | "ts" | "kind" | "thread" | "edited" | "reactions" | "visibleTo"
>;

/** What an edit may change. */
export type MessageEdit = Partial<
  Pick<Message, "text" | "blocks" | "attachments" | "metadata" | "edited" | "formatting" | "reactions">
>;

/** The people, channels and messages of one workspace. */
export class Store {
  readonly team: Team;
  readonly bot: Bot = bot;
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly userGroups = new Map<string, UserGroup>();
  readonly files = new Map<string, UploadedFile>();
  readonly clock: SandboxClock;
  readonly #feed: Feed<Change>;
  readonly #counters = new Map<string, number>();
  #lastMicros = 0;

  constructor(seed: WorkspaceSeed, clock: SandboxClock, feed: Feed<Change>) {
    this.clock = clock;
    this.#feed = feed;
    this.team = { ...defaults.team, ...seed.team };
    for (const user of seed.users ?? defaults.users) this.users.set(user.id, userFrom(user));
    this.users.set(
      bot.userId,
      userFrom({ id: bot.userId, name: bot.name, realName: "SLA Monitor", isBot: true }),
    );
    const everybody = [...this.users.values()];
    for (const channel of seed.channels ?? defaults.channels) {
      const id = channel.id ?? this.nextId("C0");
      this.channels.set(id, channelFrom(channel, id, everybody, this.seconds()));
    }
    for (const group of seed.userGroups ?? [])
      this.userGroups.set(group.id, userGroupFrom(group, this.seconds()));
  }

  /** Ids count up, so that runs compare. */
  nextId(prefix: string): string {
    const count = (this.#counters.get(prefix) ?? 0) + 1;
    this.#counters.set(prefix, count);
    return `${prefix}${String(count).padStart(8, "0")}`;
  }

  /** Seconds since 1970 UTC. */
  seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** A message time stamp: later than every one before it, also within one millisecond. */
  nextTs(): string {
    this.#lastMicros = Math.max(this.clock.now() * 1000, this.#lastMicros + 1);
    return tsOf(this.#lastMicros);
  }

  changed(change: Change): void {
    this.#feed.emit(change);
  }

  /** A channel by id. */
  channel(id: string): Channel | undefined {
    return this.channels.get(id);
  }

  /** A channel by id, `#name` or name; direct conversations only by id. */
  findChannel(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, "");
    return (
      this.channels.get(idOrName) ??
      [...this.channels.values()].find((channel) => channel.kind !== "im" && channel.name === name)
    );
  }

  /** @throws Error when there is no user of this id */
  person(userId: string): User {
    const user = this.users.get(userId);
    if (user) return user;
    throw new Error(`No user "${userId}" in the sandbox Slack`);
  }

  /** Where people type when they do not say where. */
  firstChannel(): Channel {
    const channel = [...this.channels.values()].find(({ kind, isArchived }) => kind !== "im" && !isArchived);
    if (channel) return channel;
    throw new Error("The sandbox Slack has no channel to type in");
  }

  /** The direct conversation with a user, opened if there is none yet. */
  openDirect(user: User): Channel {
    const open = this.direct(user.id);
    if (open) return open;
    const channel = directChannel(user, this.nextId("D0"), this.seconds());
    this.channels.set(channel.id, channel);
    this.changed({ kind: "channel", channel: channel.id });
    return channel;
  }

  /** The direct conversation with a user, if one was opened. */
  direct(userId: string): Channel | undefined {
    for (const channel of this.channels.values()) {
      if (channel.kind === "im" && channel.members.has(userId)) return channel;
    }
    return undefined;
  }

  post(channel: Channel, draft: MessageDraft): Message {
    const message: Message = {
      ...draft,
      channel: channel.id,
      ts: this.nextTs(),
      kind: "posted",
      thread: [],
      edited: undefined,
      reactions: [],
      visibleTo: undefined,
    };
    const parent = message.threadTs === undefined ? undefined : channel.byTs.get(message.threadTs);
    channel.byTs.set(message.ts, message);
    (parent?.thread ?? channel.messages).push(message);
    if (!parent || message.broadcast) channel.timeline.push(message);
    this.changed({ kind: "message", action: "posted", message });
    return message;
  }

  /** Shows a message to one user alone. */
  whisper(channel: Channel, userId: string, draft: MessageDraft): Message {
    const message: Message = {
      ...draft,
      channel: channel.id,
      ts: this.nextTs(),
      kind: "ephemeral",
      thread: [],
      edited: undefined,
      reactions: [],
      visibleTo: userId,
    };
    const seen = channel.ephemerals.get(userId);
    if (seen) seen.push(message);
    else channel.ephemerals.set(userId, [message]);
    this.changed({ kind: "ephemeral", action: "shown", message });
    return message;
  }

  edit(message: Message, edit: MessageEdit): void {
    Object.assign(message, edit);
    if (message.kind === "ephemeral") this.changed({ kind: "ephemeral", action: "edited", message });
    else this.changed({ kind: "message", action: edit.reactions ? "reacted" : "edited", message });
  }

  react(message: Message, reactions: readonly Reaction[]): void {
    this.edit(message, { reactions });
  }

  /** Takes a message away; one with replies leaves a tombstone, as in Slack. */
  remove(channel: Channel, message: Message): void {
    if (message.kind === "ephemeral") {
      drop(channel.ephemerals.get(message.visibleTo ?? "") ?? [], message);
      this.changed({ kind: "ephemeral", action: "deleted", message });
      return;
    }
    if (message.thread.length > 0) {
      const text = "This message was deleted.";
      Object.assign(message, { kind: "deleted", text, blocks: [], attachments: [], metadata: undefined });
    } else {
      const parent = message.threadTs === undefined ? undefined : channel.byTs.get(message.threadTs);
      drop(parent?.thread ?? channel.messages, message);
      drop(channel.timeline, message);
      channel.byTs.delete(message.ts);
    }
    this.changed({ kind: "message", action: "deleted", message });
  }
}

/** The time stamp of an instant in microseconds since 1970 UTC. */
export function tsOf(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, "0")}`;
}

function drop(messages: Message[], message: Message): void {
  const index = messages.lastIndexOf(message);
  if (index >= 0) messages.splice(index, 1);
}
