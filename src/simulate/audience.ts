import type { Instant } from "../lib/time.ts";
import type { Roster } from "../oncall/model.ts";
import { callOrder, groupOf, whoIsOnCall } from "../oncall/roster.ts";
import type { Audience } from "../sla/plan.ts";

/** Who could be told how at this instant if Slack and Twilio were set up: by the settings alone. */
export function simulatedAudience(roster: Roster, at: Instant): Audience {
  return {
    offers: (_via, group) => groupOf(roster, group) !== undefined,
    onCall: (group) => whoIsOnCall(roster, group, at).people,
    callOrder: (group) => callOrder(roster, group, at),
    tellsAll: (group) =>
      groupOf(roster, group)?.members !== undefined && whoIsOnCall(roster, group, at).because === "members",
    unusable(via, person) {
      const contact = roster.people[person];
      if (contact === undefined) return `${person} is not among the people`;
      if (via === "dm") return contact.slack === undefined ? `${person} has no Slack id` : undefined;
      return contact.phone === undefined ? `${person} has no phone number` : undefined;
    },
  };
}
