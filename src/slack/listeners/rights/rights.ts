import { type Clock, seconds } from "../../../lib/time.ts";
import { unreachable } from "../../../lib/unreachable.ts";
import { within } from "../../../lib/within.ts";
import { slackError } from "../../api/errors.ts";
import type { People } from "../../api/people.ts";
import type { Log } from "../../api/sdk-log.ts";
import type { Message } from "../../blocks/fit.ts";
import { notListed, notOfUs, notToldYet, type UnreadGroup } from "../../blocks/refusals.ts";
import { type Membership, memberships } from "./membership.ts";

/**
 * `look`: see the board, ask why. `respond`: ignore, take, promote, close. `change`: settings, duty, pauses, tests to
 * others.
 */
export type Right = "look" | "respond" | "change";

/** Who may do what in Slack. */
export interface Rights {
  /** For what to offer: whether somebody may change things. Never throws. */
  isAdmin(user: string): Promise<boolean>;
  /**
   * Never throws.
   * @param what as in "You may not …"
   * @returns what to tell somebody who may not; undefined: they may
   */
  objection(right: Right, user: string, what: string): Promise<Message | undefined>;
  /** A request named the workspace its author is of. */
  saw(user: string, team: string): void;
}

export interface RightsOptions {
  readonly people: People;
  /** The settings' lists of users and user groups. */
  admins(): readonly string[];
  responders(): readonly string[];
  /** For what has to do with the network. */
  readonly realTime: Clock;
  readonly log: Log;
}

// Slack waits three seconds for some answers.
const LOOK_UP_WITHIN = seconds(2);

export function slackRights(options: RightsOptions): Rights {
  const { people, admins, responders, realTime, log } = options;
  const members = memberships(options);

  /** Whether somebody is named, by id or by a group; a group that cannot be read keeps nobody else out. */
  async function isNamed(user: string, list: readonly string[]): Promise<true | readonly UnreadGroup[]> {
    if (list.includes(user)) return true;
    const read = await Promise.all(list.filter(isGroup).map((group) => isIn(user, group)));
    return read.includes(true) ? true : read.filter((one) => typeof one === "object");
  }

  async function isIn(user: string, group: string): Promise<boolean | UnreadGroup> {
    try {
      return (await within(realTime, LOOK_UP_WITHIN, () => people.membersOf(group))).includes(user);
    } catch (thrown) {
      const error = slackError(thrown, "usergroups.users.list");
      log.warn({ err: error, group }, "a user group of the settings cannot be read");
      return { group, why: error.plain };
    }
  }

  async function byList(
    member: Membership & { kind: "member" | "unknown" },
    user: string,
    right: "respond" | "change",
    what: string,
  ): Promise<Message | undefined> {
    const list = right === "change" ? admins() : responders();
    if (list.length === 0) {
      const may = right === "respond" || (member.kind === "member" && member.isWorkspaceAdmin);
      return may ? undefined : notListed(what, [], []);
    }
    const named = await isNamed(user, list);
    return named === true ? undefined : notListed(what, list, named);
  }

  async function objection(right: Right, user: string, what: string): Promise<Message | undefined> {
    const member = await members.of(user);
    if (member.kind === "outsider") return notOfUs(what, member.who);
    switch (right) {
      case "look":
        return undefined;
      case "respond":
        // An alert that somebody wants to take must not wait for Slack's directory.
        if (member.kind === "unknown" && !member.seemsOurs) return notToldYet(what);
        return byList(member, user, right, what);
      case "change":
        if (member.kind === "unknown") return notToldYet(what);
        return byList(member, user, right, what);
      default:
        return unreachable(right);
    }
  }

  return {
    isAdmin: async (user) => (await objection("change", user, "change this")) === undefined,
    objection,
    saw: members.saw,
  };
}

function isGroup(id: string): boolean {
  return id.startsWith("S");
}
