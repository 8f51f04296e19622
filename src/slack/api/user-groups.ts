import { repeat } from "../../lib/repeat.ts";
import { after, type Clock, type Instant, minutes } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { whoIsOnCall } from "../../oncall/roster.ts";
import { firstHandoff } from "./at-handoffs.ts";
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
 * and never emptied, which Slack does not allow. What the workspace does not have is said once, and asked for again
 * at the next handoff.
 */
export function userGroups({ web, clock, log, roster, say }: UserGroupsOptions): UserGroups {
  const said = new Set<string>();
  const stopping = new AbortController();
  let filledAt: Instant | undefined;
  let isDone = false;

  /** @returns false when it is to be tried again soon */
  async function fill(group: string, userGroup: string): Promise<boolean> {
    const wanted = membersOf(roster(), group, clock.now());
    if (wanted.length === 0) return true;
    try {
      const { users = [] } = await web.ask("usergroups.users.list", (client) =>
        client.usergroups.users.list({ usergroup: userGroup }),
      );
      if (!isSame(users, wanted)) {
        await web.write.usergroups.users.update({ usergroup: userGroup, users: wanted.join(",") });
        log.info({ group, userGroup, users: wanted }, "the user group follows the rotation");
      }
      said.delete(userGroup);
      return true;
    } catch (thrown) {
      const error = slackError(thrown, "usergroups.users.update");
      log.warn({ err: error, group, userGroup }, "the user group could not follow the rotation");
      if (error.code === "rate" || error.code === "unreached" || error.code === "unknown") return false;
      if (said.has(userGroup)) return true;
      await say(group, `The Slack user group of ${group} cannot follow it. ${error.plain}.`);
      said.add(userGroup);
      return true;
    }
  }

  async function fillAll(): Promise<void> {
    filledAt = clock.now();
    // Until all of it has gone well, it is to be tried again.
    isDone = false;
    let done = true;
    for (const { group, userGroup } of followed(roster())) {
      if (stopping.signal.aborted) return;
      done = (await fill(group, userGroup)) && done;
    }
    isDone = done;
  }

  function next(): Instant | undefined {
    if (filledAt === undefined) return undefined;
    if (!isDone) return after(filledAt, TRY_AGAIN);
    return firstHandoff(
      roster(),
      followed(roster()).map(({ group }) => group),
      filledAt,
    );
  }

  const job = repeat(fillAll, {
    clock,
    next,
    onError: (error) => log.error({ err: error }, "user groups could not be followed"),
    signal: stopping.signal,
  });

  return {
    follow: () => job.wake(),
    stop: () => stopping.abort(),
  };
}

function followed(roster: Roster): readonly { group: string; userGroup: string }[] {
  return Object.entries(roster.groups).flatMap(([group, { userGroup }]) =>
    userGroup === undefined ? [] : [{ group, userGroup }],
  );
}

/** The Slack ids of whoever is on call and has one. */
function membersOf(roster: Roster, group: string, now: Instant): string[] {
  return whoIsOnCall(roster, group, now).people.flatMap((name) => roster.people[name]?.slack ?? []);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((user) => other.includes(user));
}
