import type { Instant } from "../lib/time.ts";
import { type Decision, deadlines, tierFiring } from "./evaluate.ts";
import type { Alert } from "./model.ts";
import { isOpen, policyFor, type Rules, waitingIn } from "./policy.ts";
import type { AlertRecord } from "./record.ts";

/** The tier that fires when somebody does not want to wait, or why there is none. */
export type Escalated =
  | (Decision & { kind: "fire" })
  | Readonly<{ kind: "none"; why: "handled" | "disabled" | "no-tiers" | "exhausted" }>;

/**
 * The next tier, now: the first that has not fired, or of those that fell due meanwhile the highest. Its deadline
 * stays its own, and those after it keep theirs. Holds and the age of the alert do not count: somebody asks for it.
 */
export function nextTierNow(alert: Alert, record: AlertRecord, rules: Rules, now: Instant): Escalated {
  const applied = policyFor(alert, rules);
  const { tiers, enabled } = applied.policy;
  const none = (why: (Escalated & { kind: "none" })["why"]): Escalated => ({ kind: "none", why });
  if (!isOpen(alert, waitingIn(rules.poll))) return none("handled");
  if (!enabled) return none("disabled");
  if (tiers.length === 0) return none("no-tiers");
  const due = deadlines(alert, record, applied);
  const index = Math.max(
    record.tiersDone,
    due.findLastIndex((deadline) => deadline <= now),
  );
  return tierFiring(applied.policy, index, due, record.tiersDone) ?? none("exhausted");
}
