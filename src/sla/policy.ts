import { bareName, folded, isAlike } from "../lib/fold.ts";
import type { Duration } from "../lib/time.ts";
import type { Calendar, Hours } from "./calendar.ts";
import type { Alert, HighRiskRule, Method, Policy, Severity, TierRef } from "./model.ts";

/** Sends some alerts elsewhere, or by another policy. Every key given must match; in a list, any entry. */
interface Route {
  readonly match: {
    readonly tags?: readonly string[] | undefined;
    readonly type?: readonly string[] | undefined;
    readonly source?: readonly string[] | undefined;
    readonly severity?: readonly Severity[] | undefined;
    readonly customField?: Readonly<Record<string, readonly string[]>> | undefined;
  };
  readonly channel?: string | undefined;
  /** A severity whose policy is used instead, or a policy of its own. */
  readonly policy?: Severity | Policy | undefined;
}

/** The part of the settings by which alerts are judged. */
export interface Rules {
  readonly sla: Readonly<Record<Severity, Policy>>;
  readonly highRisk: HighRiskRule;
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly routes: readonly Route[];
  readonly poll: PollRules & { readonly maxAge: Duration | "off" };
}

/** Stages or statuses by name; case, spaces and dashes do not matter. */
export interface PollRules {
  /** Those that count as waiting. */
  readonly open: readonly string[];
  /** Those that wait for somebody else: the clock stands still. */
  readonly pause: readonly string[];
}

const waiting = new WeakMap<PollRules, readonly string[]>();

/** All stages and statuses in which an alert waits, be the clock running or not. The same list for the same rules. */
export function waitingIn(poll: PollRules): readonly string[] {
  const known = waiting.get(poll);
  if (known !== undefined) return known;
  const all = poll.pause.length === 0 ? poll.open : [...poll.open, ...poll.pause];
  waiting.set(poll, all);
  return all;
}

export interface AppliedPolicy {
  readonly policy: Policy;
  /** What people call it: the severity, or the route it came by. */
  readonly name: string;
  readonly hours: Hours;
  /** The Slack channel of the route, if it names one. */
  readonly channel?: string;
}

/** The policy that counts for this alert: its severity's, unless a route says otherwise. First match wins. */
export function policyFor(alert: Alert, rules: Rules): AppliedPolicy {
  const index = rules.routes.findIndex((route) => matches(alert, route));
  const route = rules.routes[index];
  const named = typeof route?.policy === "string" ? route.policy : alert.severity;
  const policy = typeof route?.policy === "object" ? route.policy : rules.sla[named];
  return {
    policy,
    name: typeof route?.policy === "object" ? `routes[${index}]` : named,
    hours: policy.calendar === "always" ? undefined : rules.calendars[policy.calendar],
    ...(route?.channel === undefined ? {} : { channel: route.channel }),
  };
}

/** How people are told of a rung; nothing of one that is no longer there. */
export function methodsOf(policy: Policy, tier: TierRef): readonly Method[] {
  if (tier === "high-risk") return policy.highRisk;
  if (tier === "at-risk") return policy.warn?.notify ?? [];
  return policy.tiers[tier - 1]?.notify ?? [];
}

/** Whether the alert still waits for a person. Names are compared by {@link bareName}, on both sides. */
export function isOpen(alert: Alert, open: readonly string[]): boolean {
  if (alert.caseId !== undefined || alert.stage === "imported") return false;
  const names = barely(open);
  return names.has(bareName(alert.stage)) || names.has(bareName(alert.status));
}

// Every alert is judged by the same setting, again and again.
const bareForms = new WeakMap<readonly string[], ReadonlySet<string>>();

function barely(open: readonly string[]): ReadonlySet<string> {
  const known = bareForms.get(open);
  if (known !== undefined) return known;
  const forms = new Set(open.map(bareName));
  bareForms.set(open, forms);
  return forms;
}

function matches(alert: Alert, { match }: Route): boolean {
  return (
    anyOf(match.tags, alert.tags) &&
    anyOf(match.type, [alert.type]) &&
    anyOf(match.source, [alert.source]) &&
    anyOf(match.severity, [alert.severity]) &&
    Object.entries(match.customField ?? {}).every(([name, values]) =>
      anyOf(values, valuesOf(alert.customFields, name)),
    )
  );
}

/** What a custom field holds; a field that is not there is as one that is empty. */
function valuesOf(fields: Alert["customFields"], wanted: string): string[] {
  const found = Object.entries(fields).flatMap(([name, value]) =>
    isAlike(name, wanted) ? [String(value)] : [],
  );
  return found.length > 0 ? found : [""];
}

function anyOf(wanted: readonly string[] | undefined, found: readonly string[]): boolean {
  if (wanted === undefined) return true;
  const forms = new Set(found.map(folded));
  return wanted.some((value) => forms.has(folded(value)));
}
