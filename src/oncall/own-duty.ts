import type { Instant } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import type { Roster } from "./model.ts";
import { clear } from "./override.ts";
import { everybodyIn, whoIsOnCall } from "./roster.ts";
import { stretches } from "./shifts.ts";

/** A change of the duty of a group. */
export type DutyChange = Readonly<
  | { kind: "take"; group: string }
  | { kind: "override"; group: string; person: string; from: Instant; until: Instant }
  | { kind: "swap"; group: string }
  | { kind: "clear"; group: string }
>;

/**
 * Whether a change is a person's own affair, for which nobody needs to be an admin: who is on call in a group, or
 * takes turns in it, may take its duty, swap, hand over what is theirs alone, and call off what was put upon them.
 */
export function isOwnDuty(roster: Roster, person: string, change: DutyChange, now: Instant): boolean {
  const { group } = change;
  switch (change.kind) {
    case "take":
    case "swap":
      return isOf(roster, group, person, now);
    case "override":
      return change.person === person ? isOf(roster, group, person, now) : isAlone(roster, person, change);
    case "clear": {
      const { ended, removed } = clear(roster, group, now);
      const gone = [...ended, ...removed];
      return gone.length > 0 && gone.every((one) => one.person === person);
    }
    default:
      return unreachable(change);
  }
}

function isOf(roster: Roster, group: string, person: string, now: Instant): boolean {
  const names = [...everybodyIn(roster, group), ...whoIsOnCall(roster, group, now).people];
  return names.includes(person);
}

/** Nobody else is relieved by it. */
function isAlone(
  roster: Roster,
  person: string,
  { group, from, until }: Extract<DutyChange, { kind: "override" }>,
): boolean {
  const all = [...stretches(roster, group, from, until)].map(({ onCall }) => onCall.people);
  return all.length > 0 && all.every((people) => people.length === 1 && people[0] === person);
}
