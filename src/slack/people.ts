import { type Clock, minutes } from "../lib/time.ts";
import { cachedFor } from "./cached.ts";
import type { SlackWeb } from "./web.ts";

/** What we know of a Slack user. */
export interface Profile {
  readonly name: string | undefined;
  /** All that they are called by: handle, display name, real name. */
  readonly names: readonly string[];
  readonly email: string | undefined;
  /** IANA zone. */
  readonly zone: string | undefined;
  /** Administrator or owner of the workspace. */
  readonly isWorkspaceAdmin: boolean;
}

export interface People {
  /** @throws SlackError */
  profile(userId: string): Promise<Profile>;
  /** Members of a user group, by Slack id. @throws SlackError */
  membersOf(groupId: string): Promise<readonly string[]>;
}

const REMEMBERED_FOR = minutes(5);

/** Looks people up in Slack, and remembers them for some minutes. */
export function slackPeople(web: SlackWeb, clock: Clock): People {
  return {
    profile: cachedFor(REMEMBERED_FOR, clock, async (userId) => {
      const { user } = await web.ask("users.info", (client) => client.users.info({ user: userId }));
      return {
        name: user?.real_name ?? user?.name,
        names: [user?.name, user?.profile?.display_name, user?.real_name].filter(isGiven),
        email: user?.profile?.email,
        zone: user?.tz,
        isWorkspaceAdmin: (user?.is_admin || user?.is_owner || user?.is_primary_owner) ?? false,
      };
    }),
    membersOf: cachedFor(REMEMBERED_FOR, clock, async (groupId) => {
      const { users } = await web.ask("usergroups.users.list", (client) =>
        client.usergroups.users.list({ usergroup: groupId }),
      );
      return users ?? [];
    }),
  };
}

function isGiven(name: string | undefined): name is string {
  return name !== undefined && name !== "";
}
