import { after, days, type Instant } from "../../lib/time.ts";
import type { TimeZone } from "../../lib/zoned.ts";
import type { Override, Roster } from "../../oncall/model.ts";
import { groupOf, nextHandoff, type OnCall, whoIsOnCall, zoneOf } from "../../oncall/roster.ts";
import { gaps, type Shift, shifts, unreachableShifts } from "../../oncall/shifts.ts";
import { wallText } from "./oncall-time.ts";
import { type Piece, person, strong, words } from "./rich.ts";
import { MOST_NAMED } from "./text.ts";

const LOOK_AHEAD = days(14);
// Hourly rotations have hundreds: the nearest are what people ask for.
const SHIFTS_SHOWN = 8;
const WARNINGS_SHOWN = 5;

/** When the next time begins, within two weeks, in which nobody of a group is on call. */
export function firstGap(roster: Roster, group: string, now: Instant): Instant | undefined {
  return gaps(roster, group, now, after(now, LOOK_AHEAD))[0]?.from;
}

/** One group now and in the next two weeks, what is wrong with it first. */
export function groupLines(roster: Roster, group: string, now: Instant): (readonly Piece[])[] {
  const zone = zoneOf(roster, group);
  const onCall = whoIsOnCall(roster, group, now);
  const isAtOnce = groupOf(roster, group)?.members !== undefined;
  const later = shifts(roster, group, now, after(now, LOOK_AHEAD)).filter(({ from }) => from > now);
  const left = later.length - SHIFTS_SHOWN;
  return [
    [strong(`📟 ${group}`), words(isAtOnce ? "  everybody at once" : `  times in ${zone}`)],
    nowLine(roster, group, onCall, zone, now),
    ...warnings(roster, group, now, zone),
    ...later.slice(0, SHIFTS_SHOWN).map((shift) => shiftLine(shift, zone)),
    ...(left > 0 ? [[words(`… and ${counted(left, "more shift")} in the next 14 days`)]] : []),
  ];
}

/** Who it is, of many the first. */
export function namesOf({ people }: Pick<OnCall, "people">): string {
  if (people.length === 0) return "nobody";
  const left = people.length - MOST_NAMED;
  return `${people.slice(0, MOST_NAMED).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

/** `1 more gap`, `3 more gaps`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
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
  const open = gaps(roster, group, now, end).map(({ from, to }) => [
    strong("⚠ Nobody"),
    words(` from ${wallText(from, zone)} to ${to === end ? "the end of these 14 days" : wallText(to, zone)}`),
  ]);
  const unreachable = new Set(unreachableShifts(roster, group, now, end, ["sms"]).map(({ name }) => name));
  const phoneless = [...unreachable].map((name) => [strong(`⚠ ${name}`), words(" has no phone number")]);
  return [...some(open, "more gap"), ...some(phoneless, "more without a phone number", "")];
}

function some(rows: (readonly Piece[])[], what: string, plural = "s"): (readonly Piece[])[] {
  const left = rows.length - WARNINGS_SHOWN;
  if (left <= 0) return rows;
  const more = left === 1 ? what : `${what}${plural}`;
  return [...rows.slice(0, WARNINGS_SHOWN), [words(`⚠ … and ${left} ${more}`)]];
}

function shiftLine({ name, from, because }: Shift, zone: TimeZone): readonly Piece[] {
  return [words(`${wallText(from, zone)}  ${name}${because === "override" ? " (override)" : ""}`)];
}
