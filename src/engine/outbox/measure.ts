import { after, type Instant, seconds } from "../../lib/time.ts";
import type { Firing } from "../../sla/record.ts";
import type { Item } from "../items/item.ts";
import type { Went } from "../meter.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Pointless } from "./wanted.ts";

/** TheHive is asked for ten seconds at most before a firing: one that came later still was not to come sooner. */
const FIRES_WITHIN = seconds(15);

/**
 * The moment at which an item should have been handed to the provider, to see how late it is; undefined when it
 * was kept back on purpose, or has been tried before.
 *
 * A tier is due at its deadline. One that fired much later waited for a hold, a pause or a restart, and counts from
 * its firing like everything else.
 *
 * @param freeFrom when the person's last call ended: what waited for that is not late
 */
export function dueAt(
  { tries, notBefore, limited, paused, at }: Item,
  firing: Pick<Firing, "at" | "deadline"> | undefined,
  freeFrom: Instant | undefined,
): Instant | undefined {
  if (tries > 0 || notBefore !== undefined || limited === true || paused === true) return undefined;
  const isOnTime = firing !== undefined && firing.at <= after(firing.deadline, FIRES_WITHIN);
  const due = isOnTime && firing.at === at ? firing.deadline : at;
  return Math.max(due, freeFrom ?? due) as Instant;
}

/** What a try came to. @param item as it stands after it */
export function wentOf({ state }: Item, outcome: Outcome): Went {
  if (outcome.state === "unknown") return { outcome: "postponed", reason: "unknown" };
  if (outcome.state !== "failed") return { outcome: outcome.state, reason: "none" };
  return { outcome: state === "failed" ? "failed" : "postponed", reason: outcome.scope };
}

const words = {
  "handled first": "handled",
  "ignored first": "held",
  "taken first": "held",
  "the monitor is paused": "paused",
  "a later tier took over": "superseded",
  "switched off in the settings": "disabled",
  "said in another channel": "elsewhere",
  "over before it could be said": "outdated",
  "the alert is forgotten": "forgotten",
  "nothing is left of it": "forgotten",
} as const satisfies Record<Pointless, (Went & { outcome: "dropped" })["reason"]>;

/** Why it was dropped, in one word. */
export function droppedFor(why: Pointless): Went {
  return { outcome: "dropped", reason: words[why] };
}
