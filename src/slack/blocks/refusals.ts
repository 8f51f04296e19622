import type { Message } from "./fit.ts";
import { lines, type Piece, person, theirs, words } from "./rich.ts";
import { theirText } from "./text.ts";

/** A user group of the settings whose members Slack did not tell. */
export interface UnreadGroup {
  readonly group: string;
  readonly why: string;
}

/** @param who "guests" */
export function notOfUs(what: string, who: string): Message {
  const text = `You may not ${what}: ${who} may do nothing here. Full members of this workspace may.`;
  return { text, blocks: [lines([words(text)])] };
}

export function notToldYet(what: string): Message {
  const text = `You may not ${what} just now: Slack does not tell who you are, so nothing was done. Please try again.`;
  return { text, blocks: [lines([words(text)])] };
}

/** @param list users and user groups who may; empty: the workspace's admins and owners */
export function notListed(what: string, list: readonly string[], unread: readonly UnreadGroup[]): Message {
  const all = "admins and owners of this workspace";
  const who = list.length === 0 ? "Admins and owners of this workspace" : list.map(mention).join(", ");
  const shown = list.length === 0 ? [words(all)] : listing(list);
  return {
    text: [`You may not ${what}. ${who} may.`, ...unread.map(unreadText)].join(" "),
    blocks: [
      lines(
        [words(`You may not ${what}. Those who may: `), ...shown, words(".")],
        ...unread.map(unreadPieces),
      ),
    ],
  };
}

function unreadText({ group, why }: UnreadGroup): string {
  return `Who is in ${mention(group)} cannot be read: ${theirText(why, 200)}.`;
}

function unreadPieces({ group, why }: UnreadGroup): readonly Piece[] {
  return [words("Who is in "), pieceOf(group), words(" cannot be read: "), theirs(why, 200), words(".")];
}

function listing(ids: readonly string[]): readonly Piece[] {
  return ids.flatMap((id, i) => [...(i === 0 ? [] : [words(", ")]), pieceOf(id)]);
}

function pieceOf(id: string): Piece {
  return id.startsWith("S") ? { type: "usergroup", usergroup_id: id } : person(id);
}

function mention(id: string): string {
  return id.startsWith("S") ? `<!subteam^${id}>` : `<@${id}>`;
}
