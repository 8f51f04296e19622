import type { People } from "../../oncall/model.ts";
import { isUserId } from "../ids/slack.ts";
import { blockId, type Entries, type Field, listOf, textOf } from "./fields.ts";

const LABEL = "Members, in the order of their turns";

/**
 * Asks for the members of a group: by Slack's people picker as far as their Slack ids are known, the others by name
 * behind them. Where that would change the order, all of them by name.
 */
export function memberFields(people: People, members: readonly string[]): Field[] {
  const first = members.findIndex((name) => slackOf(people, name) === undefined);
  const picked = first === -1 ? members : members.slice(0, first);
  const named = first === -1 ? [] : members.slice(first);
  const nameless = Object.keys(people).filter((name) => slackOf(people, name) === undefined);
  const isMixed = named.some((name) => slackOf(people, name) !== undefined);
  if (isMixed || nameless.length === Object.keys(people).length) return [byName(people, members)];
  const ids = picked.flatMap((name) => slackOf(people, name) ?? []);
  const hint = "They have to be under People first.";
  if (nameless.length === 0) return [{ id: "members", label: LABEL, kind: "users", value: ids, hint }];
  return [
    { id: "members", label: LABEL, kind: "users", value: ids, hint, optional: true },
    {
      id: "others",
      label: "Members after these, by name",
      kind: "text",
      optional: true,
      value: named.join(", "),
      hint: `Whose Slack account is not known: ${nameless.join(", ")}`,
    },
  ];
}

function byName(people: People, members: readonly string[]): Field {
  const all = Object.keys(people).join(", ");
  const hint = all === "" ? "There are no people yet: add them first." : `People: ${all}`;
  return { id: "members", label: LABEL, kind: "text", value: members.join(", "), hint };
}

/** The names of those who were chosen or named, in order. Who is nobody's is left as it is. */
export function readMembers(entries: Entries, people: People): string[] {
  const given = entries.get("members");
  const chosen = typeof given === "string" ? namesIn(given) : listOf(entries, "members");
  return [...chosen.map((one) => nameOf(people, one) ?? one), ...namesIn(textOf(entries, "others"))];
}

/** Says, under the field, that somebody was picked who is not among the people yet. */
export function strangersAmong(entries: Entries, people: People, revision: number): Record<string, string> {
  const given = entries.get("members");
  if (given === undefined || typeof given === "string") return {};
  const unknown = given.filter((id) => isUserId(id) && nameOf(people, id) === undefined).length;
  if (unknown === 0) return {};
  const who = unknown === 1 ? "One of them is" : `${unknown} of them are`;
  return {
    [blockId("members", revision)]:
      `${who} not among the people of the monitor yet: add them under People first.`,
  };
}

function slackOf(people: People, name: string): string | undefined {
  return Object.hasOwn(people, name) ? people[name]?.slack : undefined;
}

function nameOf(people: People, slack: string): string | undefined {
  return Object.entries(people).find(([, person]) => person.slack === slack)?.[0];
}

function namesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== "");
}
