import type { Duration, Instant } from "../lib/time.ts";
import { addOpenTime } from "./calendar.ts";
import type { Alert, Method, Severity } from "./model.ts";
import { policyFor, type Rules } from "./policy.ts";
import { type AlertRecord, type CaseStep, caseSteps } from "./record.ts";

/** How soon a case is to be assigned and closed after its alert became one, and who hears of it when it was not. */
interface CaseRule extends Readonly<Partial<Record<CaseStep, Duration | undefined>>> {
  readonly notify: readonly Method[];
}

/** The same by severity; one without a rule is not followed. */
export interface CaseRules {
  readonly cases: Readonly<Partial<Record<Severity, CaseRule | undefined>>>;
}

export interface CaseDeadline {
  readonly step: CaseStep;
  readonly after: Duration;
  readonly at: Instant;
}

/** What an alert's case needs. `due`: a deadline has come; whether the step was done, TheHive has to say. */
export type CaseDecision = Readonly<
  | { kind: "wait"; until: Instant }
  | {
      kind: "due";
      step: CaseStep;
      deadline: Instant;
      methods: readonly Method[];
      /** Steps that fell due unseen: of several only the last is told. */
      skipped: readonly CaseDeadline[];
    }
  | { kind: "rest" }
>;

interface Followed {
  readonly alert: Alert;
  readonly record: AlertRecord;
}

/** The case that an alert became, whoever made it; undefined while it is of none. */
export function caseIdOf({ handled, alert }: Pick<AlertRecord, "handled" | "alert">): string | undefined {
  const isCase = handled?.how === "promoted" || handled?.how === "merged" || handled?.how === "imported";
  return isCase ? (handled.case?.id ?? alert.caseId) : undefined;
}

/**
 * When each step of an alert's case is due, whether or not it was done: from the moment at which the alert became one,
 * in the hours of the severity's calendar.
 */
export function caseDeadlines(followed: Followed, rules: Rules & CaseRules): readonly CaseDeadline[] {
  const { handled } = followed.record;
  if (handled === undefined || caseIdOf(followed.record) === undefined) return [];
  const { rule, hours } = ruleOf(followed, rules);
  return caseSteps.flatMap((step): CaseDeadline[] => {
    const after = rule?.[step];
    return after === undefined ? [] : [{ step, after, at: addOpenTime(hours, handled.at, after) }];
  });
}

/** Decides what an alert's case needs at `now`. Pure. */
export function evaluateCase(followed: Followed, rules: Rules & CaseRules, now: Instant): CaseDecision {
  const { over, marks = [] } = followed.record.caseWatch ?? {};
  if (over !== undefined) return { kind: "rest" };
  const left = caseDeadlines(followed, rules).filter(({ step }) => marks.every((one) => one.step !== step));
  const due = left.filter(({ at }) => at <= now);
  const last = due.at(-1);
  const [next] = left;
  if (last === undefined) return next === undefined ? { kind: "rest" } : { kind: "wait", until: next.at };
  return {
    kind: "due",
    step: last.step,
    deadline: last.at,
    methods: ruleOf(followed, rules).rule?.notify ?? [],
    skipped: due.slice(0, -1),
  };
}

/** A severity that is switched off is silent here too. */
function ruleOf({ alert, record }: Followed, rules: Rules & CaseRules) {
  const severity = record.caseWatch?.severity ?? alert.severity;
  const { policy, hours } = policyFor({ ...alert, severity }, rules);
  return { rule: policy.enabled ? rules.cases[severity] : undefined, hours };
}
