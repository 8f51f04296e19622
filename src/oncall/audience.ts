import type { Instant } from "../lib/time.ts";
import type { Roster } from "./model.ts";
import { callOrder, groupOf, whoIsOnCall } from "./roster.ts";

/** A way to reach one person. */
export type PersonalVia = "sms" | "call" | "dm";

/** What each way needs of a person, and how people call that. */
const contacts = {
  sms: ["phone", "phone number"],
  call: ["phone", "phone number"],
  dm: ["slack", "Slack id"],
} as const;

/** Who can be told how at one instant, by the roster and by the ways that are set up. */
export function audienceOf(roster: Roster, setUp: ReadonlySet<PersonalVia>, at: Instant) {
  const personOf = (name: string) => (Object.hasOwn(roster.people, name) ? roster.people[name] : undefined);
  return {
    offers: (via: PersonalVia, group: string) => groupOf(roster, group) !== undefined && setUp.has(via),
    onCall: (group: string) => whoIsOnCall(roster, group, at).people,
    callOrder: (group: string) => callOrder(roster, group, at),
    tellsAll: (group: string) =>
      groupOf(roster, group)?.members !== undefined && whoIsOnCall(roster, group, at).because === "members",
    address: (via: PersonalVia, name: string) => personOf(name)?.[contacts[via][0]],
    unusable(via: PersonalVia, name: string) {
      const person = personOf(name);
      if (person === undefined) return `${name} is not among the people`;
      if (!setUp.has(via)) return via === "dm" ? "Slack is off" : "Twilio is not set up";
      const [key, words] = contacts[via];
      return person[key] === undefined ? `${name} has no ${words}` : undefined;
    },
  };
}
