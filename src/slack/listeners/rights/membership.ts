import { type Clock, seconds } from "../../../lib/time.ts";
import { within } from "../../../lib/within.ts";
import type { People, Profile } from "../../api/people.ts";
import type { Log } from "../../api/sdk-log.ts";

/** Whether somebody is one of this workspace. `unknown`: Slack did not say in time. */
export type Membership = Readonly<
  | { kind: "member"; isWorkspaceAdmin: boolean }
  | { kind: "outsider"; who: string }
  /** `seemsOurs`: the request itself says that they are of our workspace. */
  | { kind: "unknown"; seemsOurs: boolean }
>;

export interface Memberships {
  /** Never throws. */
  of(user: string): Promise<Membership>;
  /** A request named the workspace its author is of. */
  saw(user: string, team: string): void;
}

const outsiders: Readonly<Record<Exclude<Profile["standing"], "full">, string>> = {
  guest: "guests",
  bot: "bots",
  deactivated: "deactivated accounts",
  stranger: "people of another workspace",
};

// Slack waits three seconds for some answers.
const LOOK_UP_WITHIN = seconds(2);
const MOST_REMEMBERED = 2000;

/** Tells members of the workspace from guests, bots, deactivated accounts and people of a shared channel. */
export function memberships({
  people,
  realTime,
  log,
}: {
  people: People;
  realTime: Clock;
  log: Log;
}): Memberships {
  const teams = new Map<string, string>();

  async function inTime<Value>(looked: Promise<Value>, user: string): Promise<Value | undefined> {
    try {
      return await within(realTime, LOOK_UP_WITHIN, () => looked);
    } catch (error) {
      log.warn({ err: error, user }, "a person cannot be looked up in Slack");
      return undefined;
    }
  }

  return {
    async of(user) {
      const [team, now] = await Promise.all([
        inTime(people.ourTeam(), user),
        inTime(people.profile(user), user),
      ]);
      // Old knowledge may refuse, and never allows.
      const profile = now ?? people.lastProfile(user);
      const named = teams.get(user);
      if (profile !== undefined && profile.standing !== "full")
        return { kind: "outsider", who: outsiders[profile.standing] };
      if (team === undefined) return { kind: "unknown", seemsOurs: false };
      const isElsewhere =
        profile === undefined ? named !== undefined && named !== team : !isOf(profile, team, named);
      if (isElsewhere) return { kind: "outsider", who: outsiders.stranger };
      if (now === undefined) return { kind: "unknown", seemsOurs: named === team };
      return { kind: "member", isWorkspaceAdmin: now.isWorkspaceAdmin };
    },
    saw(user, team) {
      teams.delete(user);
      teams.set(user, team);
      const [oldest] = teams.keys();
      if (teams.size > MOST_REMEMBERED && oldest !== undefined) teams.delete(oldest);
    },
  };
}

/** By Slack's directory; where a request named another workspace, both of one organisation must be theirs. */
function isOf({ teams }: Profile, team: string, named: string | undefined): boolean {
  return teams.includes(team) && (named === undefined || named === team || teams.includes(named));
}
