import type { Channel, User, UserGroup } from "./model.ts";

/** A person of the workspace; all but `id` and `name` has a default. */
export interface UserSeed {
  id: string;
  name: string;
  realName?: string;
  email?: string;
  tz?: string;
  isAdmin?: boolean;
  isOwner?: boolean;
  isBot?: boolean;
  /** A guest of several channels, or of one. */
  isGuest?: "multi-channel" | "single-channel";
  isDeactivated?: boolean;
  /** Somebody of another workspace, here by a shared channel. */
  team?: string;
}

/** A channel; without `members` all people are in it, and the bot is unless told otherwise. */
export interface ChannelSeed {
  id?: string;
  name: string;
  isPrivate?: boolean;
  members?: readonly string[];
  isArchived?: boolean;
  botIsMember?: boolean;
}

/** A user group. */
export interface UserGroupSeed {
  id: string;
  handle: string;
  name: string;
  users: readonly string[];
}

/** The workspace itself. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

/** The app and its bot. */
export interface Bot {
  readonly appId: string;
  readonly botId: string;
  readonly userId: string;
  readonly name: string;
}

/** The app under test. */
export const bot: Bot = {
  appId: "A0SANDBOX1",
  botId: "B0SANDBOX1",
  userId: "U0SANDBOX1",
  name: "sla-monitor",
};

/** What there is when nothing is said. */
export const defaults: { team: Team; users: UserSeed[]; channels: ChannelSeed[] } = {
  team: { id: "T0SANDBOX1", name: "Acme SOC", domain: "acme-soc" },
  users: [
    { id: "U0ANN00001", name: "ann", realName: "Ann Archer", email: "ann@example.org", isAdmin: true },
    { id: "U0BOB00001", name: "bob", realName: "Bob Baker", email: "bob@example.org" },
  ],
  channels: [{ name: "soc" }],
};

/** A user from its seed. */
export function userFrom(seed: UserSeed): User {
  return {
    id: seed.id,
    name: seed.name,
    realName: seed.realName ?? seed.name,
    email: seed.email,
    tz: seed.tz ?? "Europe/London",
    isAdmin: seed.isAdmin ?? false,
    isOwner: seed.isOwner ?? false,
    isBot: seed.isBot ?? false,
    isGuest: seed.isGuest,
    isDeactivated: seed.isDeactivated ?? false,
    team: seed.team,
  };
}

/** A channel from its seed. */
export function channelFrom(
  seed: ChannelSeed,
  id: string,
  everybody: readonly User[],
  created: number,
): Channel {
  const people = seed.members ?? everybody.filter(({ isBot }) => !isBot).map((user) => user.id);
  const members = new Set([...people, ...((seed.botIsMember ?? true) ? [bot.userId] : [])]);
  return emptyChannel(
    { id, name: seed.name, kind: seed.isPrivate ? "private" : "public", members, created },
    seed.isArchived,
  );
}

/** The direct conversation between one person and the bot. */
export function directChannel(user: User, id: string, created: number): Channel {
  return emptyChannel({ id, name: user.name, kind: "im", members: new Set([user.id, bot.userId]), created });
}

/** A user group from its seed. */
export function userGroupFrom(seed: UserGroupSeed, updated: number): UserGroup {
  return { ...seed, updated };
}

function emptyChannel(
  head: Pick<Channel, "id" | "name" | "kind" | "members" | "created">,
  isArchived = false,
): Channel {
  return { ...head, isArchived, messages: [], timeline: [], ephemerals: new Map(), byTs: new Map() };
}
