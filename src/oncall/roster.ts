import type { Instant } from "../lib/time.ts";
import { type TimeZone, utc } from "../lib/zoned.ts";
import { type CalendarDuty, calendarOrder, calendarTurn } from "./calendar-duty.ts";
import type { Group, Override, Roster } from "./model.ts";
import { handoff, membersFrom, turnAt } from "./rotation.ts";

/** Why these people are on duty; `unknown-group` when the settings have no such group (any more). */
export type OnCall = Readonly<
  { people: readonly string[]; until?: Instant | undefined } & (
    | { because: "rotation" | "members" | "calendar" | "unknown-group" }
    | { because: "override"; override: Override }
  )
>;

/**
 * Who of a group is on duty at an instant, why, and until when that answer holds.
 *
 * Nobody before a rotation's start, where a calendar has nobody, and in a group that does not exist. An override stands in for the whole
 * group; of several the latest made counts; one for a person no longer among the people counts for nothing.
 */
export function whoIsOnCall(roster: Roster, group: string, at: Instant): OnCall {
  const now = answerAt(roster, group, at);
  let next = now;
  while (next.until !== undefined) {
    const until = next.until;
    next = answerAt(roster, group, until);
    if (!isSame(now, next)) return { ...now, until };
  }
  return { ...now, until: undefined };
}

/** The next instant at which other people come on duty, and who; undefined when that never happens. */
export function nextHandoff(
  roster: Roster,
  group: string,
  at: Instant,
): { at: Instant; onCall: OnCall } | undefined {
  const now = whoIsOnCall(roster, group, at);
  let next = now;
  while (next.until !== undefined) {
    const until = next.until;
    next = whoIsOnCall(roster, group, until);
    if (!isSameList(now.people, next.people)) return { at: until, onCall: next };
  }
  return undefined;
}

/**
 * The people of a group in the order in which they are to be tried: who is on duty, then those whose
 * turns follow. An override's person comes first, the people they stand in for next. Nobody in a gap.
 */
export function callOrder(roster: Roster, group: string, at: Instant): string[] {
  const { people } = whoIsOnCall(roster, group, at);
  return [...new Set([...people, ...othersOf(roster, group, at)])];
}

function othersOf(roster: Roster, group: string, at: Instant): readonly string[] {
  const { rotation, members = [], calendar } = groupOf(roster, group) ?? {};
  if (calendar !== undefined) {
    const duty = dutyOf(roster, group);
    return duty === undefined || calendarTurn(duty, at).people.length === 0 ? [] : calendarOrder(duty, at);
  }
  const turn = rotation && turnAt(rotation, at);
  return rotation && turn ? membersFrom(rotation, turn) : members;
}

/** Everybody of a group: its members, those who take turns, or whom its calendar names. */
export function everybodyIn(roster: Roster, name: string): readonly string[] {
  const { rotation, members } = groupOf(roster, name) ?? {};
  const named = dutyOf(roster, name)?.stretches.flatMap(({ people }) => people);
  return [...new Set(rotation?.members ?? members ?? named ?? [])];
}

/** The group of that name; undefined when the settings have none. */
export function groupOf(roster: Roster, name: string): Group | undefined {
  return Object.hasOwn(roster.groups, name) ? roster.groups[name] : undefined;
}

/** The zone in which a group's times are read and told: its rotation's or its calendar's, else UTC. */
export function zoneOf(roster: Roster, group: string): TimeZone {
  return groupOf(roster, group)?.rotation?.timezone ?? dutyOf(roster, group)?.timezone ?? utc;
}

/** What the calendar of a group says; undefined when it has none, or it was never read. */
function dutyOf({ groups, duties = {} }: Roster, name: string): CalendarDuty | undefined {
  const hasCalendar = Object.hasOwn(groups, name) && groups[name]?.calendar !== undefined;
  return hasCalendar && Object.hasOwn(duties, name) ? duties[name] : undefined;
}

/** As {@link whoIsOnCall}, but `until` is only the next instant at which the answer may change. */
function answerAt(roster: Roster, name: string, at: Instant): OnCall {
  const overrides = roster.overrides.filter(
    (override) => override.group === name && Object.hasOwn(roster.people, override.person),
  );
  const group = groupOf(roster, name);
  const override = latestMade(overrides.filter(({ from, until }) => from <= at && at < until));
  const edges = overrides.flatMap(({ from, until }) => [from, until]).filter((edge) => edge > at);
  if (group !== undefined && override !== undefined) {
    return { people: [override.person], because: "override", override, until: earliest(edges) };
  }
  const usual = usuallyOnCall(group, dutyOf(roster, name), at);
  return { ...usual, until: earliest(usual.until === undefined ? edges : [...edges, usual.until]) };
}

function usuallyOnCall(group: Group | undefined, duty: CalendarDuty | undefined, at: Instant): OnCall {
  if (group?.calendar !== undefined) {
    return { because: "calendar", ...(duty === undefined ? { people: [] } : calendarTurn(duty, at)) };
  }
  if (group?.rotation === undefined) {
    if (group?.members === undefined) return { people: [], because: "unknown-group" };
    return { people: [...new Set(group.members)], because: "members" };
  }
  const turn = turnAt(group.rotation, at);
  if (turn === undefined) return { people: [], because: "rotation", until: handoff(group.rotation, 0) };
  const { people, until } = turn;
  // A rotation of one hands over to nobody, ever.
  return new Set(group.rotation.members).size === 1
    ? { people, because: "rotation" }
    : { people, because: "rotation", until };
}

function latestMade(overrides: readonly Override[]): Override | undefined {
  return overrides.reduce<Override | undefined>(
    (latest, override) => (latest !== undefined && latest.at > override.at ? latest : override),
    undefined,
  );
}

function earliest(instants: readonly Instant[]): Instant | undefined {
  return instants.reduce<Instant | undefined>(
    (first, instant) => (first !== undefined && first <= instant ? first : instant),
    undefined,
  );
}

function isSame(one: OnCall, other: OnCall): boolean {
  const sameOverride =
    one.because === "override" && other.because === "override"
      ? one.override.id === other.override.id
      : one.because === other.because;
  return sameOverride && isSameList(one.people, other.people);
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
