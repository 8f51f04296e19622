import { after, between, type Clock, type Instant, minutes } from "../lib/time.ts";
import type { Roster } from "../oncall/model.ts";
import { nextHandoff, whoIsOnCall } from "../oncall/roster.ts";
import { slackError } from "./errors.ts";
import type { Log } from "./sdk-log.ts";
import type { SlackWeb } from "./web.ts";

/** Lets user groups of Slack hold whoever is on call. */
export interface UserGroups {
  /** Called at the start and whenever the roster changes; at handoffs it acts by itself. */
  follow(): void;
  stop(): void;
}

export interface UserGroupsOptions {
  readonly web: SlackWeb;
  readonly clock: Clock;
  readonly log: Log;
  roster(): Roster;
  /** Says once, to people, why a group is not followed any more. */
  say(group: string, why: string): Promise<void>;
}

// What failed for a reason of the moment is tried again.
const TRY_AGAIN = minutes(5);

/**
 * A group of the settings with `userGroup` is followed: changed only when somebody else is in it than is on call,
 * and never emptied, which Slack does not allow. What the workspace does not have is said once and then let be.
 */
export function userGroups({ web, clock, log, roster, say }: UserGroupsOptions): UserGroups {
  const given = new Set<string>();
  let turn = new AbortController();
  let isStopped = false;
  let last: Promise<void> = Promise.resolve();

  /** @returns false when it is to be tried again */
  async function fill(group: string, userGroup: string): Promise<boolean> {
    const wanted = membersOf(roster(), group, clock.now());
    if (given.has(userGroup) || wanted.length === 0) return true;
    try {
      const { users = [] } = await web.ask("usergroups.users.list", (client) =>
        client.usergroups.users.list({ usergroup: userGroup }),
      );
      if (isSame(users, wanted)) return true;
      await web.write.usergroups.users.update({ usergroup: userGroup, users: wanted.join(",") });
      log.info({ group, userGroup, users: wanted }, "the user group follows the rotation");
      return true;
    } catch (thrown) {
      const error = slackError(thrown, "usergroups.users.update");
      log.warn({ err: error, group, userGroup }, "the user group could not follow the rotation");
      if (error.code === "rate" || error.code === "unreached" || error.code === "unknown") return false;
      given.add(userGroup);
      await say(group, `The Slack user group of ${group} cannot follow it: ${error.message}`);
      return true;
    }
  }

  async function fillAll(signal: AbortSignal): Promise<void> {
    for (;;) {
      const followed = Object.entries(roster().groups).flatMap(([group, { userGroup }]) =>
        userGroup === undefined ? [] : [{ group, userGroup }],
      );
      const done: boolean[] = [];
      for (const { group, userGroup } of followed) {
        if (signal.aborted) return;
        done.push(await fill(group, userGroup));
      }
      const now = clock.now();
      const wakes = [
        ...followed.flatMap(({ group }) => nextHandoff(roster(), group, now)?.at ?? []),
        ...(done.includes(false) ? [after(now, TRY_AGAIN)] : []),
      ];
      const [soonest] = wakes.toSorted((one, other) => one - other);
      if (soonest === undefined) return;
      await clock.sleep(between(now, soonest), signal);
    }
  }

  return {
    follow() {
      turn.abort();
      turn = new AbortController();
      const { signal } = turn;
      if (isStopped) return;
      last = last
        .then(() => fillAll(signal))
        .catch((error: unknown) => {
          if (!signal.aborted) log.error({ err: error }, "user groups are not followed");
        });
    },
    stop() {
      isStopped = true;
      turn.abort();
    },
  };
}

/** The Slack ids of whoever is on call and has one. */
function membersOf(roster: Roster, group: string, now: Instant): string[] {
  return whoIsOnCall(roster, group, now).people.flatMap((name) => roster.people[name]?.slack ?? []);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((user) => other.includes(user));
}
