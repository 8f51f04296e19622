import { after, type Duration, type Instant } from "../lib/time.ts";
import type { Override, Roster } from "./model.ts";
import { groupOf } from "./roster.ts";
import { shifts } from "./shifts.ts";

/** A new override to remember, or why there is none, in words for the person who asked. */
export type Made = Readonly<
  | {
      kind: "made";
      override: Override;
      /** Who would be on duty in that time without it. */
      relieves: readonly string[];
      /** Overrides that it lies on top of: they count again where it does not. */
      over: readonly Override[];
    }
  | { kind: "refused"; why: string }
>;

/** What everybody who changes the duty says: which group, for whom, who asks (`by`), and when that is. */
export type Request = Readonly<{ group: string; person: string; by: string; now: Instant }>;

/** Overrides after some were called off. */
export type Cleared = Readonly<{
  /** All that remain to be remembered, those that ran before included. */
  overrides: Override[];
  /** Those that were running, which end now, as they are from now on. */
  ended: Override[];
  /** Those that had not begun, which never will. */
  removed: Override[];
}>;

/** A person takes the duty of a group from now on, for so long. */
export function take(roster: Roster, request: Request & { readonly for: Duration }): Made {
  const { now } = request;
  return make(roster, request, { from: now, until: after(now, request.for), kind: "take" });
}

/** A person is given the duty of a group from `from` until `until`. */
export function override(
  roster: Roster,
  request: Request & Readonly<{ from: Instant; until: Instant }>,
): Made {
  const { from, until } = request;
  return make(roster, request, { from, until, kind: "override" });
}

/** Calls off every running and coming override of a group; what ran before stays as it was. */
export function clear(roster: Roster, group: string, now: Instant): Cleared {
  const cleared: Cleared = { overrides: [], ended: [], removed: [] };
  for (const one of roster.overrides) {
    if (one.group !== group || one.until <= now) cleared.overrides.push(one);
    else if (one.from >= now) cleared.removed.push(one);
    else {
      const ended = { ...one, until: now };
      cleared.overrides.push(ended);
      cleared.ended.push(ended);
    }
  }
  return cleared;
}

function make(roster: Roster, request: Request, time: Pick<Override, "from" | "until" | "kind">): Made {
  const { group, person, by, now } = request;
  const { from, until } = time;
  if (groupOf(roster, group) === undefined) {
    return refused(`There is no group "${group}". ${choices("Groups", roster.groups)}`);
  }
  if (!Object.hasOwn(roster.people, person)) {
    return refused(`"${person}" is not one of the people. ${choices("People", roster.people)}`);
  }
  if (until <= from) return refused("It ends before it begins: give an end after its start.");
  if (until <= now) return refused("It is already over: give an end that is still to come.");
  // The same request made twice is the same override.
  const id = [group, person, now, from, until].join(":");
  const made = { id, group, person, ...time, by, at: now };
  const earlier = { ...roster, overrides: roster.overrides.filter((one) => one.id !== id) };
  return { kind: "made", override: made, relieves: relieved(earlier, made), over: beneath(earlier, made) };
}

function relieved(roster: Roster, { group, person, from, until }: Override): string[] {
  const names = shifts(roster, group, from, until).map(({ name }) => name);
  return [...new Set(names)].filter((name) => name !== person);
}

function beneath({ overrides }: Roster, { group, from, until }: Override): Override[] {
  return overrides.filter((one) => one.group === group && one.from < until && from < one.until);
}

function refused(why: string): Made {
  return { kind: "refused", why };
}

function choices(what: string, named: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(named);
  return names.length === 0
    ? `${what}: none yet, add them in the settings.`
    : `${what}: ${names.join(", ")}.`;
}
