import { isChannelId, isUserId } from "../ids/slack.ts";
import { SlackError, slackError } from "./errors.ts";
import type { SlackWeb } from "./web.ts";

/** Channels are named in the settings and have ids in Slack. */
export interface Channels {
  /** What to post to: the id where it is known, else the name, which posting takes too. */
  address(channel: string): string;
  /** Remembers the id that an answer gave for a name. */
  learn(channel: string, id: string): void;
  /** The id; for a person, that of the direct conversation. @throws SlackError */
  idOf(channel: string): Promise<string>;
  /** Forgets the id of a name: another channel may bear it by now. False when none was known. */
  forget(channel: string): boolean;
  /** Joins a public channel. False when that cannot work. Never throws. */
  join(channel: string): Promise<boolean>;
}

const PAGE = 1000;
const MOST_PAGES = 50;

export function slackChannels(web: SlackWeb): Channels {
  const ids = new Map<string, string>();

  async function lookUp(name: string): Promise<string> {
    let cursor = "";
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await web.ask("conversations.list", (client) =>
        client.conversations.list({
          types: "public_channel,private_channel",
          exclude_archived: true,
          limit: PAGE,
          ...(cursor === "" ? {} : { cursor }),
        }),
      );
      for (const found of answer.channels ?? []) {
        if (found.name !== undefined && found.id !== undefined) ids.set(found.name, found.id);
      }
      const id = ids.get(name);
      if (id !== undefined) return id;
      cursor = answer.response_metadata?.next_cursor ?? "";
      if (cursor === "") break;
    }
    throw new SlackError(
      "destination",
      `The app sees no channel #${name}: it may be misspelt, archived, or private and the app not invited`,
      {
        slackCode: "channel_not_found",
        reason: { name: "no such channel" },
      },
    );
  }

  async function directId(user: string): Promise<string> {
    const answer = await web.ask("conversations.open", (client) =>
      client.conversations.open({ users: user }),
    );
    const id = answer.channel?.id;
    if (id === undefined)
      throw new SlackError("destination", `Slack opens no direct conversation with ${user}`);
    ids.set(user, id);
    return id;
  }

  const channels: Channels = {
    address(channel) {
      if (isChannelId(channel)) return channel;
      const id = ids.get(bareName(channel));
      return id ?? (isUserId(channel) ? channel : `#${bareName(channel)}`);
    },
    learn(channel, id) {
      if (channel !== id) ids.set(bareName(channel), id);
    },
    async idOf(channel) {
      if (isChannelId(channel)) return channel;
      const known = ids.get(bareName(channel));
      if (known !== undefined) return known;
      return isUserId(channel) ? await directId(channel) : await lookUp(bareName(channel));
    },
    forget: (channel) => ids.delete(bareName(channel)),
    async join(channel) {
      if (isUserId(channel)) return false;
      try {
        await web.write.conversations.join({ channel: await channels.idOf(channel) });
        return true;
      } catch (error) {
        // Being in it already is as good; a private channel cannot be joined.
        return slackError(error, "conversations.join").slackCode === "already_in_channel";
      }
    },
  };
  return channels;
}

function bareName(channel: string): string {
  return channel.replace(/^#/, "");
}
