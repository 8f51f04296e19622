import type { types } from "@slack/bolt";
import type { Instant } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import type { Cleared } from "../../oncall/override.ts";
import { whoIsOnCall, zoneOf } from "../../oncall/roster.ts";
import { modalActions } from "../ids/windows.ts";
import { type Block, fitMessage, type Message } from "./fit.ts";
import { counted, firstGap, groupLines, namesOf } from "./oncall-group.ts";
import { wallText } from "./oncall-time.ts";
import { lines, type Piece, strong, words } from "./rich.ts";
import { verbatimText } from "./text.ts";

// Both below what Slack takes of a message, so that nothing is cut in the middle and all that is left out is counted.
const MOST_GROUPS = 40;
const MOST_TEXT = 10_000;
const GROUPS_READ = 10;

/** Who is on call in every group, now and in the next two weeks, and when nobody is. */
export function onCallMessage(roster: Roster, now: Instant, { editable }: { editable: boolean }): Message {
  const groups = gapsFirst(roster, now).map(({ group }) => group);
  const read = groups.slice(0, GROUPS_READ);
  const short = read.map((group) => `${group}: ${namesOf(whoIsOnCall(roster, group, now))}`).join("; ");
  const left = groups.length - read.length;
  const more = left > 0 ? `; and ${counted(left, "more group")}` : "";
  return fitMessage({
    text: groups.length === 0 ? NO_GROUPS : `On call now: ${verbatimText(short, 500)}${more}`,
    blocks: onCallBlocks(roster, now, { editable }),
  });
}

/** The same for a window. Of more groups than it holds, those with a gap come first; the others are counted. */
export function onCallBlocks(roster: Roster, now: Instant, { editable }: { editable: boolean }): Block[] {
  const groups = gapsFirst(roster, now);
  const shown = inRoom(groups, ({ group }) => groupLines(roster, group, now));
  return [
    ...(groups.length === 0 ? [lines([words(NO_GROUPS)])] : []),
    ...shown.map((rows) => lines(...rows)),
    ...leftOut(groups.slice(shown.length)),
    ...(editable ? [{ type: "actions" as const, elements: editButtons() }] : []),
  ];
}

const NO_GROUPS =
  "Nobody is on call: there are no groups yet. Add people, then the group oncall; SMS and calls go to it.";

interface Ranked {
  readonly group: string;
  /** When nobody will be on call next. */
  readonly gap: Instant | undefined;
}

/** Groups without anybody now or soon, the soonest first; then the others as the settings have them. */
function gapsFirst(roster: Roster, now: Instant): Ranked[] {
  return Object.keys(roster.groups)
    .map((group) => ({ group, gap: firstGap(roster, group, now) }))
    .sort((one, other) => soonness(one) - soonness(other));
}

const soonness = ({ gap }: Ranked): number => gap ?? Number.MAX_SAFE_INTEGER;

function inRoom(groups: readonly Ranked[], draw: (group: Ranked) => (readonly Piece[])[]) {
  const shown: (readonly Piece[])[][] = [];
  let length = 0;
  for (const group of groups.slice(0, MOST_GROUPS)) {
    const rows = draw(group);
    length += rows.flat().reduce((sum, piece) => sum + ("text" in piece ? (piece.text ?? "").length : 30), 0);
    if (length > MOST_TEXT) break;
    shown.push(rows);
  }
  return shown;
}

function leftOut(groups: readonly Ranked[]): Block[] {
  if (groups.length === 0) return [];
  const open = groups.filter(({ gap }) => gap !== undefined).length;
  const without = open === 0 ? "none of them without anybody" : `⚠ ${open} of them at times without anybody`;
  return [lines([strong(`… and ${counted(groups.length, "more group")}`), words(`, ${without}`)])];
}

function editButtons(): types.Button[] {
  const button = (action: string, label: string): types.Button => ({
    type: "button",
    action_id: action,
    text: { type: "plain_text", text: label, emoji: false },
  });
  return [
    button(modalActions.openPeople, "Edit people"),
    button(modalActions.openGroups, "Edit groups and rotations"),
  ];
}

/** What came of calling off the overrides of a group. */
export function clearedMessage(
  { ended, removed }: Cleared,
  group: string,
  roster: Roster,
  now: Instant,
): Message {
  const onCall = namesOf(whoIsOnCall(roster, group, now));
  const zone = zoneOf(roster, group);
  const gone = [
    ...ended.map(({ person: name }) => `${name} (ended now)`),
    ...removed.map(({ person: name, from }) => `${name} (from ${wallText(from, zone)}, ${zone})`),
  ];
  const text =
    gone.length === 0
      ? `There is no override of ${group} to call off. On call now: ${onCall}.`
      : `✓ Called off for ${group}: ${gone.join(", ")}. On call now: ${onCall}.`;
  return fitMessage({ text: verbatimText(text, 1000), blocks: [lines([words(text)])] });
}
