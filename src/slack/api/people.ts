import type { UsersInfoResponse } from "@slack/web-api";
import { type Clock, seconds } from "../../lib/time.ts";
import type { Standing } from "../../oncall/readiness.ts";
import { cachedFor } from "./cached.ts";
import { slackError } from "./errors.ts";
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
  readonly standing: Exclude<Standing, "missing">;
  /** The workspaces they are of: one, or within an organisation several. */
  readonly teams: readonly string[];
}

export interface People {
  /** A minute old at most. @throws SlackError */
  profile(userId: string): Promise<Profile>;
  /** How Slack knows them; `missing`: not at all. @throws Error with plain words, when it cannot be asked */
  standing(userId: string): Promise<Standing>;
  /** As last seen, however long ago. */
  lastProfile(userId: string): Profile | undefined;
  /** Members of a user group, by Slack id; a minute old at most. @throws SlackError */
  membersOf(groupId: string): Promise<readonly string[]>;
  /** The id of the workspace that the app is installed in. @throws SlackError */
  ourTeam(): Promise<string>;
}

// Rights hang on it: one that was taken away is gone within a minute.
const REMEMBERED_FOR = seconds(60);

/** Looks people up in Slack, and remembers them for a minute. */
export function slackPeople(web: SlackWeb, clock: Pick<Clock, "now">): People {
  const profiles = cachedFor(REMEMBERED_FOR, clock, async (userId) => {
    const { user } = await web.ask("users.info", (client) => client.users.info({ user: userId }));
    return profileFrom(user ?? {});
  });
  const groups = cachedFor(REMEMBERED_FOR, clock, async (groupId) => {
    const { users } = await web.ask("usergroups.users.list", (client) =>
      client.usergroups.users.list({ usergroup: groupId }),
    );
    return users ?? [];
  });
  let team: string | undefined;
  return {
    profile: profiles.get,
    async standing(userId) {
      try {
        return (await profiles.get(userId)).standing;
      } catch (thrown) {
        const error = slackError(thrown, "users.info");
        if (error.slackCode === "user_not_found") return "missing";
        throw new Error(error.plain, { cause: error });
      }
    },
    lastProfile: profiles.last,
    membersOf: groups.get,
    async ourTeam() {
      // A token is of one workspace for good.
      team ??= (await web.ask("auth.test", (client) => client.auth.test())).team_id ?? "";
      return team;
    },
  };
}

type SlackUser = NonNullable<UsersInfoResponse["user"]>;

function profileFrom(user: SlackUser): Profile {
  return {
    name: user.real_name ?? user.name,
    names: [user.name, user.profile?.display_name, user.real_name].filter(isGiven),
    email: user.profile?.email,
    zone: user.tz,
    isWorkspaceAdmin: (user.is_admin || user.is_owner || user.is_primary_owner) ?? false,
    standing: standingOf(user),
    teams: [user.team_id, ...(user.enterprise_user?.teams ?? [])].filter(isGiven),
  };
}

function standingOf(user: SlackUser): Profile["standing"] {
  if (user.deleted === true) return "deactivated";
  if (user.is_bot === true || user.is_workflow_bot === true) return "bot";
  if (user.is_stranger === true) return "stranger";
  return user.is_restricted === true || user.is_ultra_restricted === true ? "guest" : "full";
}

function isGiven(name: string | undefined): name is string {
  return name !== undefined && name !== "";
}
