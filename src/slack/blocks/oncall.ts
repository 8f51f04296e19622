import type { types } from "@slack/bolt";
import { after, days, type Instant } from "../../lib/time.ts";
import type { TimeZone } from "../../lib/zoned.ts";
import type { Override, Roster } from "../../oncall/model.ts";
import type { Cleared } from "../../oncall/override.ts";
import { groupOf, nextHandoff, type OnCall, whoIsOnCall, zoneOf } from "../../oncall/roster.ts";
import { gaps, type Shift, shifts, unreachableShifts } from "../../oncall/shifts.ts";
import { modalActions } from "../ids/windows.ts";
import { type Block, fitMessage, type Message } from "./fit.ts";
import { wallText } from "./oncall-time.ts";
import { lines, type Piece, person, strong, words } from "./rich.ts";
import { verbatimText } from "./text.ts";

const LOOK_AHEAD = days(14);
// Hourly rotations have hundreds: the nearest are what people ask for.
const SHIFTS_SHOWN = 8;
const GAPS_SHOWN = 5;

/** Who is on call in every group, now and in the next two weeks, and when nobody is. */
export function onCallMessage(roster: Roster, now: Instant, { editable }: { editable: boolean }): Message {
  const groups = Object.keys(roster.groups);
  const short = groups.map((group) => `${group}: ${namesOf(whoIsOnCall(roster, group, now))}`);
  return fitMessage({
    text: groups.length === 0 ? NO_GROUPS : `On call now: ${verbatimText(short.join("; "), 500)}`,
    blocks: onCallBlocks(roster, now, { editable }),
  });
}

/** The same for a window. */
export function onCallBlocks(roster: Roster, now: Instant, { editable }: { editable: boolean }): Block[] {
  const groups = Object.keys(roster.groups);
  return [
    ...(groups.length === 0 ? [lines([words(NO_GROUPS)])] : []),
    ...groups.map((group) => lines(...groupLines(roster, group, now))),
    ...(editable ? [{ type: "actions" as const, elements: editButtons() }] : []),
  ];
}

const NO_GROUPS =
  "Nobody is on call: there are no groups yet. Add people, then the group oncall; SMS and calls go to it.";

function groupLines(roster: Roster, group: string, now: Instant): (readonly Piece[])[] {
  const zone = zoneOf(roster, group);
  const onCall = whoIsOnCall(roster, group, now);
  const rotation = groupOf(roster, group)?.rotation;
  const later = shifts(roster, group, now, after(now, LOOK_AHEAD)).filter(({ from }) => from > now);
  return [
    [strong(`📟 ${group}`), words(rotation === undefined ? "  all at once" : `  times in ${zone}`)],
    nowLine(roster, group, onCall, zone, now),
    ...warnings(roster, group, now, zone),
    ...later.slice(0, SHIFTS_SHOWN).map((shift) => shiftLine(shift, zone)),
    ...(later.length > SHIFTS_SHOWN
      ? [[words(`… and ${later.length - SHIFTS_SHOWN} more shifts in the next 14 days`)]]
      : []),
  ];
}

function nowLine(
  roster: Roster,
  group: string,
  onCall: OnCall,
  zone: TimeZone,
  now: Instant,
): readonly Piece[] {
  const next = nextHandoff(roster, group, now);
  return [
    words("Now  "),
    strong(namesOf(onCall)),
    ...(onCall.because === "override" ? byWhom(onCall.override) : []),
    ...(next === undefined
      ? []
      : [words(` until ${wallText(next.at, zone)}, then `), strong(namesOf(next.onCall))]),
  ];
}

function byWhom({ kind, by }: Override): readonly Piece[] {
  return kind === "take" ? [words(" (took over)")] : [words(" (override by "), person(by), words(")")];
}

function warnings(roster: Roster, group: string, now: Instant, zone: TimeZone): (readonly Piece[])[] {
  const end = after(now, LOOK_AHEAD);
  const open = gaps(roster, group, now, end);
  const unreachable = new Map(
    unreachableShifts(roster, group, now, end, ["sms"]).map((shift) => [shift.name, shift]),
  );
  return [
    ...open
      .slice(0, GAPS_SHOWN)
      .map(({ from, to }) => [
        strong("⚠ Nobody"),
        words(
          ` from ${wallText(from, zone)} to ${to === end ? "the end of these 14 days" : wallText(to, zone)}`,
        ),
      ]),
    ...(open.length > GAPS_SHOWN ? [[words(`⚠ … and ${open.length - GAPS_SHOWN} more gaps`)]] : []),
    ...[...unreachable.keys()].map((name) => [strong(`⚠ ${name}`), words(" has no phone number")]),
  ];
}

function shiftLine({ name, from, because }: Shift, zone: TimeZone): readonly Piece[] {
  return [words(`${wallText(from, zone)}  ${name}${because === "override" ? " (override)" : ""}`)];
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

function namesOf({ people }: OnCall): string {
  return people.length === 0 ? "nobody" : people.join(", ");
}
