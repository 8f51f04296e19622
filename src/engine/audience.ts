import type { Instant } from "../lib/time.ts";
import { audienceOf, type PersonalVia } from "../oncall/audience.ts";
import type { Audience } from "../sla/plan.ts";
import type { Context } from "./context.ts";

/** Who can be told how at this instant, by the roster and by what is set up. */
export function audienceAt({ roster, chat, phones }: Context, at: Instant): Audience {
  const setUp = new Set<PersonalVia>(phones?.methods);
  if (chat !== undefined) setUp.add("dm");
  return audienceOf(roster(), setUp, at);
}
