import type { Duration, Instant } from "../lib/time.ts";
import { findHighRisk, type HighRiskMatch } from "./high-risk.ts";
import type { Alert, Method, Policy, Tier, TierRef } from "./model.ts";
import { type AppliedPolicy, isOpen, methodsOf, policyFor, type Rules, waitingIn } from "./policy.ts";
import type { AlertRecord } from "./record.ts";
import { addRunningTime, standingSince } from "./standstill.ts";

/** What one alert needs, and why. */
export type Decision = Readonly<
  | { kind: "wait"; until: Instant; why: "not-due" | "ignored" | "acknowledged"; next: TierRef }
  | {
      kind: "fire";
      tier: TierRef;
      /** Counts repeats of the last tier; 0 is the tier itself. */
      repeat: number;
      /** When it fell due; for the high-risk rule, now. */
      deadline: Instant;
      methods: readonly Method[];
      /** Tiers passed over, earliest first: they fell due unseen, and only the highest fires. */
      skipped: readonly number[];
      highRisk?: HighRiskMatch;
    }
  | {
      kind: "stop";
      why: "handled" | "too-old" | "disabled" | "exhausted" | "high-risk-only" | "standing-still";
    }
>;

/**
 * Decides what one alert needs at `now`. Pure: reads no clock, changes nothing.
 *
 * When several tiers fell due unseen (a restart, an ignore, a backlog), only the highest fires: one call, not a
 * burst. The high-risk rule fires on sight, before and beside the tiers.
 */
export function evaluate(alert: Alert, record: AlertRecord, rules: Rules, now: Instant): Decision {
  const applied = policyFor(alert, rules);
  const none = whyNone(alert, applied, rules, now);
  if (none !== undefined) return stop(none);

  const wanted = ladder(alert, record, rules, applied, now);
  if (wanted.kind === "stop" || record.hold === undefined || record.hold.until <= now) return wanted;
  return {
    kind: "wait",
    // What falls due only after the hold still falls due then.
    until: wanted.kind === "wait" && wanted.until > record.hold.until ? wanted.until : record.hold.until,
    why: wanted.kind === "wait" && wanted.until > record.hold.until ? "not-due" : record.hold.kind,
    next: wanted.kind === "fire" ? wanted.tier : wanted.next,
  };
}

/** Why nothing of an alert counts, whatever its deadlines; undefined while they do. Costs a fraction of `evaluate`. */
export function whyNone(
  alert: Alert,
  { policy }: AppliedPolicy,
  { poll }: Rules,
  now: Instant,
): "handled" | "too-old" | "disabled" | undefined {
  if (!isOpen(alert, waitingIn(poll))) return "handled";
  if (poll.maxAge !== "off" && now - alert.createdAt > poll.maxAge) return "too-old";
  return policy.enabled ? undefined : "disabled";
}

/** When each tier of an alert falls due, earliest first, whether or not it has fired. */
export function deadlines(
  alert: Alert,
  record: Pick<AlertRecord, "standstills">,
  { policy, hours }: AppliedPolicy,
): Instant[] {
  return policy.tiers.map(({ after }) => addRunningTime(hours, alert.createdAt, after, record));
}

/** When an alert is told of as at risk, whether or not it was; undefined when nobody is warned. */
export function warningAt(
  { createdAt }: Alert,
  record: Pick<AlertRecord, "standstills">,
  { policy: { tiers, warn }, hours }: AppliedPolicy,
): Instant | undefined {
  const [first] = tiers;
  if (warn === undefined || first === undefined) return undefined;
  return addRunningTime(hours, createdAt, Math.max(0, first.after - warn.before) as Duration, record);
}

function ladder(
  alert: Alert,
  record: AlertRecord,
  rules: Rules,
  applied: AppliedPolicy,
  now: Instant,
): Decision {
  const { policy } = applied;
  const found =
    record.highRisk === undefined && policy.highRisk.length > 0 && findHighRisk(alert, rules.highRisk);
  if (found) {
    return {
      kind: "fire",
      tier: "high-risk",
      repeat: 0,
      deadline: now,
      methods: policy.highRisk,
      skipped: [],
      highRisk: found,
    };
  }
  if (record.highRisk !== undefined && rules.highRisk.then === "stop") return stop("high-risk-only");

  if (standingSince(record) !== undefined) return stop("standing-still");
  const due = deadlines(alert, record, applied);
  const index = due.findLastIndex((deadline) => deadline <= now);
  if (index >= record.tiersDone) return tierFiring(policy, index, due, record.tiersDone) ?? stop("exhausted");

  const warning = warningOf(alert, record, applied);
  if (warning !== undefined && warning.deadline <= now) return warning;
  if (warning !== undefined)
    return { kind: "wait", until: warning.deadline, why: "not-due", next: warning.tier };
  const next = due[record.tiersDone];
  if (next !== undefined) return { kind: "wait", until: next, why: "not-due", next: record.tiersDone + 1 };
  return repeatLast(record, applied, now);
}

/** What is told before the first deadline: once, and only while no tier has fired. */
function warningOf(
  alert: Alert,
  record: AlertRecord,
  applied: AppliedPolicy,
): (Decision & { kind: "fire" }) | undefined {
  const deadline = warningAt(alert, record, applied);
  if (deadline === undefined || record.tiersDone > 0) return undefined;
  if (record.firings.some(({ tier }) => tier === "at-risk")) return undefined;
  const methods = methodsOf(applied.policy, "at-risk");
  return { kind: "fire", tier: "at-risk", repeat: 0, deadline, methods, skipped: [] };
}

/**
 * The tier at `index`, fired; those before it that have not fired are passed over.
 * @returns undefined when there is no such tier
 */
export function tierFiring(
  { tiers }: Policy,
  index: number,
  due: readonly Instant[],
  tiersDone: number,
): (Decision & { kind: "fire" }) | undefined {
  const tier = tiers[index];
  const deadline = due[index];
  if (tier === undefined || deadline === undefined) return undefined;
  return {
    kind: "fire",
    tier: index + 1,
    repeat: 0,
    deadline,
    methods: tier.notify,
    skipped: Array.from({ length: index - tiersDone }, (_, step) => tiersDone + step + 1),
  };
}

/** The last tier again while nobody responds: counted from its last firing, by the same calendar. */
function repeatLast(record: AlertRecord, { policy, hours }: AppliedPolicy, now: Instant): Decision {
  const last: Tier | undefined = policy.tiers.at(-1);
  const firing = record.firings.findLast(({ tier }) => tier === policy.tiers.length);
  if (last === undefined || firing === undefined || firing.repeat >= policy.repeat.times)
    return stop("exhausted");
  const deadline = addRunningTime(hours, firing.at, policy.repeat.every, record);
  const tier = policy.tiers.length;
  if (deadline > now) return { kind: "wait", until: deadline, why: "not-due", next: tier };
  return { kind: "fire", tier, repeat: firing.repeat + 1, deadline, methods: last.notify, skipped: [] };
}

function stop(why: (Decision & { kind: "stop" })["why"]): Decision {
  return { kind: "stop", why };
}
