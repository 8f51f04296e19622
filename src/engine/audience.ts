import type { Instant } from "../lib/time.ts";
import { callOrder, groupOf, whoIsOnCall } from "../oncall/roster.ts";
import type { Audience } from "../sla/plan.ts";
import type { Context } from "./context.ts";

/** Who can be told how at this instant, by the roster and by what is set up. */
export function audienceAt({ roster, chat, phones }: Context, at: Instant): Audience {
  const now = roster();
  return {
    offers(via, group) {
      if (groupOf(now, group) === undefined) return false;
      return via === "dm" ? chat !== undefined : phones?.methods.has(via) === true;
    },
    onCall: (group) => whoIsOnCall(now, group, at).people,
    callOrder: (group) => callOrder(now, group, at),
    tellsAll: (group) =>
      groupOf(now, group)?.members !== undefined && whoIsOnCall(now, group, at).because === "members",
    unusable(via, person) {
      const contact = now.people[person];
      if (contact === undefined) return `${person} is not among the people`;
      if (via === "dm") {
        if (chat === undefined) return "Slack is off";
        return contact.slack === undefined ? `${person} has no Slack id` : undefined;
      }
      if (phones === undefined || !phones.methods.has(via)) return "Twilio is not set up";
      return contact.phone === undefined ? `${person} has no phone number` : undefined;
    },
  };
}
