import type { Instant } from "../lib/time.ts";
import { isoWithOffset, type TimeZone, utc } from "../lib/zoned.ts";
import type { Roster } from "./model.ts";
import { groupOf, whoIsOnCall, zoneOf } from "./roster.ts";
import { joined, shifts } from "./shifts.ts";

/** Who is on call at one instant. `at` has the offset of the zone that all these groups share, else +00:00. */
export type OnCallAt = Readonly<{ at: string; groups: Record<string, { name: string }[]> }>;

/**
 * The shifts of a window, half-open: group by group in the order of the settings, each in order of time.
 * Times have the offset of the group's rotation or calendar, +00:00 for a group without one.
 */
export type OnCallUntil = Readonly<{ shifts: { group: string; name: string; from: string; to: string }[] }>;

/**
 * Tells who of every group, or of the one named, is on call; a group with nobody has an empty list.
 *
 * @throws RangeError when there is no group of that name
 */
export function onCallAt(roster: Roster, at: Instant, group?: string): OnCallAt {
  const names = chosen(roster, group);
  const groups = names.map((name) => [
    name,
    whoIsOnCall(roster, name, at).people.map((person) => ({ name: person })),
  ]);
  return { at: isoWithOffset(at, sharedZone(roster, names)), groups: Object.fromEntries(groups) };
}

/**
 * Tells the shifts of every group, or of the one named. Shifts of one person that touch are one,
 * whether they come from the rotation or from an override.
 *
 * @throws RangeError when there is no group of that name
 */
export function onCallUntil(roster: Roster, from: Instant, until: Instant, group?: string): OnCallUntil {
  const rows = chosen(roster, group).flatMap((name) => {
    const zone = zoneOf(roster, name);
    return joined(shifts(roster, name, from, until)).map((shift) => ({
      group: name,
      name: shift.name,
      from: isoWithOffset(shift.from, zone),
      to: isoWithOffset(shift.to, zone),
    }));
  });
  return { shifts: rows };
}

function chosen(roster: Roster, group: string | undefined): string[] {
  const all = Object.keys(roster.groups);
  if (group === undefined) return all;
  if (groupOf(roster, group) !== undefined) return [group];
  throw new RangeError(`there is no group "${group}"; expected one of: ${all.join(", ") || "(none set up)"}`);
}

function sharedZone(roster: Roster, names: readonly string[]): TimeZone {
  const zones = new Set(
    names.filter((name) => groupOf(roster, name)?.members === undefined).map((name) => zoneOf(roster, name)),
  );
  const [zone = utc, ...others] = zones;
  return others.length === 0 ? zone : utc;
}
