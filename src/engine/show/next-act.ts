import type { Instant } from "../../lib/time.ts";
import { type Decision, deadlines, evaluate } from "../../sla/evaluate.ts";
import { type Alert, isTier, type TierRef } from "../../sla/model.ts";
import { policyFor, type Rules } from "../../sla/policy.ts";
import type { AlertRecord } from "../../sla/record.ts";

/** When people are told next, unless something happens before, and of what. */
export interface NextAct {
  readonly tier: TierRef;
  /** Counts repeats of the last tier; 0 is the tier itself. */
  readonly repeat: number;
  readonly at: Instant;
}

/** One alert and all that decides what the engine does with it. */
export interface Judged {
  readonly alert: Alert;
  readonly record: AlertRecord;
  readonly rules: Rules;
  readonly now: Instant;
  /** While this is in the future nothing fires. */
  readonly pausedUntil: Instant | undefined;
}

/**
 * What the engine will do next: the same `evaluate` is asked for the instant at which the engine asks it, holds and
 * pauses included. By the end of a hold or a pause a higher tier may be due than the one that is due now.
 * @param known what `evaluate` says of now, where that is known
 */
export function nextAct(judged: Judged, known?: Decision): NextAct | undefined {
  const { alert, record, rules, now, pausedUntil } = judged;
  if (record.handled !== undefined) return undefined;
  let at = now;
  for (let decision = known; ; decision = undefined) {
    decision ??= evaluate(alert, record, rules, at);
    if (decision.kind === "stop") return undefined;
    if (decision.kind === "wait") {
      at = decision.until;
      continue;
    }
    if (pausedUntil === undefined || pausedUntil <= at)
      return { tier: decision.tier, repeat: decision.repeat, at };
    at = pausedUntil;
  }
}

/** The first deadline of an alert under the policy in force; undefined when nobody waits for one. */
export function firstDeadline({
  alert,
  record,
  rules,
}: Pick<Judged, "alert" | "record" | "rules">): Instant | undefined {
  const applied = policyFor(alert, rules);
  return applied.policy.enabled ? deadlines(alert, record, applied)[0] : undefined;
}

/**
 * Whether a deadline has passed. The high-risk rule has none: what it tells at once is not late.
 * @param known the first deadline, where that is known
 */
export function isMissed(judged: Omit<Judged, "pausedUntil">, known?: Instant): boolean {
  const { record, now } = judged;
  // Who fires a tier by hand does so before its deadline.
  if (record.firings.some(({ tier, deadline = now }) => isTier(tier) && deadline <= now)) return true;
  const first = known ?? firstDeadline(judged);
  return first !== undefined && first <= now;
}

/**
 * When what is shown of an alert is no longer true although nobody has touched it; undefined: never.
 * @param shown what people are told next, and the first deadline
 */
export function turnsAt(
  { alert, record, rules, now }: Omit<Judged, "pausedUntil">,
  { next, due }: { readonly next?: NextAct; readonly due?: Instant },
): Instant | undefined {
  const { maxAge } = rules.poll;
  const turns = [
    next?.at,
    record.hold?.until,
    due,
    maxAge === "off" ? undefined : ((alert.createdAt + maxAge + 1) as Instant),
  ];
  return turns.reduce<Instant | undefined>(
    (first, at) => (at !== undefined && at > now && (first === undefined || at < first) ? at : first),
    undefined,
  );
}
