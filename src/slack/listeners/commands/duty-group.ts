import { isDay } from "../../../oncall/window.ts";
import { fitMessage, type Message } from "../../blocks/fit.ts";
import { lines, words as ours } from "../../blocks/rich.ts";
import { verbatimText } from "../../blocks/text.ts";
import type { Control } from "../../control.ts";

/** The group that is meant: the one named, `oncall`, or the only one there is. */
export function groupOrAsk(control: Control, name: string | undefined): string | Message {
  const groups = Object.keys(control.live.roster().groups);
  if (name !== undefined) return groups.includes(name) ? name : noGroup(control, name);
  if (groups.includes("oncall")) return "oncall";
  const [only, ...others] = groups;
  return only !== undefined && others.length === 0 ? only : noGroup(control, undefined);
}

/** Takes a time and a group apart: the group comes last, if it is named at all. */
export function timeAndGroup(
  control: Control,
  typed: readonly string[],
): { window: string; group: string | Message } {
  const last = typed.at(-1);
  const named = typed.length > 1 && last !== undefined && isGroupLike(last) ? last : undefined;
  const window = (named === undefined ? typed : typed.slice(0, -1)).join(" ");
  return { window, group: groupOrAsk(control, named) };
}

/** There is none of that name. */
export function noGroup({ live }: Control, name: string | undefined): Message {
  const groups = Object.keys(live.roster().groups);
  const known = groups.length === 0 ? "There are none yet: /sla oncall" : `Groups: ${groups.join(", ")}`;
  const text = name === undefined ? `Which group? ${known}` : `There is no group "${name}". ${known}`;
  return said(text);
}

/** A sentence of ours with names from the settings in it. */
export function said(text: string): Message {
  return fitMessage({ text: verbatimText(text, 1000), blocks: [lines([ours(text)])] });
}

// Times begin with a digit, and groups seldom do: "22:00 - 08:00" is one time in three words.
function isGroupLike(word: string): boolean {
  return /^\p{L}/u.test(word) && word !== "to" && !isDay(word);
}
