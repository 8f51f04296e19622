import type { Instant } from "../lib/time.ts";
import type { Roster } from "./model.ts";
import { callOrder, groupOf, whoIsOnCall } from "./roster.ts";
import { type PersonalVia, ways } from "./ways.ts";

/** Who can be told how at one instant, by the roster and by the ways that are set up. */
export function audienceOf(roster: Roster, setUp: ReadonlySet<PersonalVia>, at: Instant) {
  const personOf = (name: string) => (Object.hasOwn(roster.people, name) ? roster.people[name] : undefined);
  return {
    offers: (via: PersonalVia, group: string) => groupOf(roster, group) !== undefined && setUp.has(via),
    onCall: (group: string) => whoIsOnCall(roster, group, at).people,
    callOrder: (group: string) => callOrder(roster, group, at),
    tellsAll(group: string) {
      const { because, people } = whoIsOnCall(roster, group, at);
      // A calendar may have two at once: none of them is the other's stand-in.
      return because === "members" || (because === "calendar" && people.length > 1);
    },
    address: (via: PersonalVia, name: string) => personOf(name)?.[ways[via].needs.key],
    unusable(via: PersonalVia, name: string) {
      const person = personOf(name);
      if (person === undefined) return `${name} is not among the people`;
      if (!setUp.has(via)) return ways[via].off;
      const { key, words } = ways[via].needs;
      return person[key] === undefined ? `${name} has no ${words}` : undefined;
    },
  };
}
