import type { Message } from "./blocks/fit.ts";
import { lines, type Piece, person, words } from "./blocks/rich.ts";
import type { People } from "./people.ts";
import type { Log } from "./sdk-log.ts";

/** Who may change settings, duty and pauses. */
export interface Rights {
  /** Never throws: who cannot be looked up may not. */
  isAdmin(userId: string): Promise<boolean>;
  /** What somebody is told who may not. */
  refusal(what: string): Message;
}

/** @param admins the settings' list of users and user groups; empty: the workspace's admins and owners */
export function slackRights(people: People, admins: () => readonly string[], log: Log): Rights {
  async function listed(userId: string, entry: string): Promise<boolean> {
    if (!entry.startsWith("S")) return entry === userId;
    return (await people.membersOf(entry)).includes(userId);
  }

  return {
    async isAdmin(userId) {
      const list = admins();
      if (list.includes(userId)) return true;
      try {
        if (list.length === 0) return (await people.profile(userId)).isWorkspaceAdmin;
        return (await Promise.all(list.map((entry) => listed(userId, entry)))).includes(true);
      } catch (error) {
        log.warn({ err: error, user: userId }, "rights cannot be looked up in Slack");
        return false;
      }
    },
    refusal(what) {
      const list = admins();
      const who = list.length === 0 ? [words("admins and owners of this workspace")] : listing(list);
      return {
        text: `You may not ${what}. ${list.length === 0 ? "Admins and owners of this workspace may." : `${list.map(mention).join(", ")} may.`}`,
        blocks: [lines([words(`You may not ${what}. Those who may: `), ...who, words(".")])],
      };
    },
  };
}

function listing(ids: readonly string[]): readonly Piece[] {
  return ids.flatMap((id, i) => [
    ...(i === 0 ? [] : [words(", ")]),
    id.startsWith("S") ? ({ type: "usergroup", usergroup_id: id } as const) : person(id),
  ]);
}

function mention(id: string): string {
  return id.startsWith("S") ? `<!subteam^${id}>` : `<@${id}>`;
}
