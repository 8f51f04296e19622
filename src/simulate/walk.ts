import { before, earliest, type Instant, milliseconds } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import { audienceOf } from "../oncall/audience.ts";
import { evaluateCase } from "../sla/case-deadlines.ts";
import { caseMarked, caseSeen, isDone } from "../sla/case-watch.ts";
import { type Decision, evaluate } from "../sla/evaluate.ts";
import { fire } from "../sla/fire.ts";
import type { Alert } from "../sla/model.ts";
import { plan, type Target } from "../sla/plan.ts";
import { policyFor } from "../sla/policy.ts";
import { newRecord } from "../sla/record.ts";
import { handledElsewhere } from "../sla/respond.ts";
import type {
  ReplayedAlert,
  ReplayedResponse,
  SimulatedSettings,
  SimulationRequest,
  ToldOf,
} from "./model.ts";
import { became, respondTo, type Standing } from "./standing.ts";

/** A firing, whom it would have reached, and which tiers it passed over. */
export interface Firing {
  readonly at: Instant;
  readonly alert: Alert;
  readonly tier: ToldOf;
  readonly skipped: readonly number[];
  readonly targets: readonly Target[];
}

interface Refusal {
  readonly response: ReplayedResponse;
  readonly why: string;
}

export interface Walk {
  readonly firings: readonly Firing[];
  readonly refusals: readonly Refusal[];
  /** As it stood at the end. */
  readonly alert: Alert;
  readonly end: End;
}

/** What was to come when the window ended: nothing any more, for a reason, or something at an instant. */
type End = Readonly<{ kind: "handled" }> | Exclude<Decision, { kind: "fire" }>;

type Event = Readonly<
  | { kind: "became"; at: Instant; alert: Alert }
  | { kind: "response"; at: Instant; response: ReplayedResponse }
>;

type Rules = Pick<SimulationRequest, "settings" | "overrides" | "duties" | "channel" | "setUp">;

/**
 * Follows one alert from its creation until just before `to`, from instant to instant, by the engine's own rules.
 * What happens at the instant of a deadline comes before it: the alert is read again before anybody is told.
 */
export function walk(
  replayed: ReplayedAlert,
  responses: readonly ReplayedResponse[],
  request: Rules & { readonly to: Instant },
): Walk {
  const { alert: created } = replayed;
  const firings: Firing[] = [];
  const refusals = responses
    .filter(({ at }) => at < created.createdAt)
    .map((response): Refusal => ({ response, why: "there was no such alert yet" }));
  let standing = became(
    { alert: created, record: newRecord(created, 1, created.createdAt) },
    created,
    created.createdAt,
    request.settings,
  );

  const events = eventsOf(replayed, responses);
  for (let now: Instant | undefined = created.createdAt; now !== undefined && now < request.to; ) {
    for (let event = events[0]; event?.at === now; event = events[0]) {
      events.shift();
      const next = happen(standing, event, created, request.settings);
      if ("why" in next) refusals.push(next);
      else standing = next;
    }
    const attended = attend(standing, request, now);
    standing = attended.standing;
    for (const firing of attended.firings) firings.push(firing);
    now = earliest([events[0]?.at, attended.look]);
  }
  return { firings, refusals, alert: standing.alert, end: endOf(standing, request) };
}

function endOf({ alert, record }: Standing, { settings, to }: Rules & { readonly to: Instant }): End {
  if (record.handled !== undefined) return { kind: "handled" };
  const decision = evaluate(alert, record, settings, before(to, milliseconds(1)));
  // What falls due at the very end is still to come.
  return decision.kind === "fire"
    ? { kind: "wait", until: to, why: "not-due", next: decision.tier }
    : decision;
}

/** What happens to an alert once it exists, earliest first; of one instant TheHive's own changes first. */
function eventsOf({ alert, changes }: ReplayedAlert, responses: readonly ReplayedResponse[]): Event[] {
  return [
    ...changes.map((change): Event => ({ kind: "became", ...change })),
    ...responses.map((response): Event => ({ kind: "response", at: response.at, response })),
  ]
    .filter(({ at }) => at >= alert.createdAt)
    .sort((a, b) => a.at - b.at);
}

function happen(
  standing: Standing,
  event: Event,
  created: Alert,
  settings: SimulatedSettings,
): Standing | Refusal {
  switch (event.kind) {
    case "became":
      return became(standing, event.alert, event.at, settings);
    case "response": {
      const answer = respondTo(standing, event.response, created, settings);
      return answer.kind === "done" ? answer.standing : { response: event.response, why: answer.why };
    }
    default:
      return unreachable(event);
  }
}

interface Attended {
  readonly standing: Standing;
  readonly firings: readonly Firing[];
  /** When to look again. */
  readonly look: Instant | undefined;
}

/** Does what the alert needs now, until nothing is due: the high-risk rule and a tier may come together. */
function attend(standing: Standing, request: Rules, now: Instant): Attended {
  const { alert } = standing;
  let { record } = standing;
  const firings: Firing[] = [];
  while (record.handled === undefined) {
    const decision = evaluate(alert, record, request.settings, now);
    if (decision.kind === "wait") return { standing: { ...standing, record }, firings, look: decision.until };
    if (decision.kind === "stop") {
      if (decision.why === "handled") record = handledElsewhere(record, alert, now).record;
      break;
    }
    const targets = planned(alert, decision, request, now);
    record = fire(record, alert, decision, false, now).record;
    firings.push({ at: now, alert, tier: decision.tier, skipped: decision.skipped, targets });
  }
  return followCase({ ...standing, record }, { request, now, firings });
}

/** What its case needs at this instant: whether it was taken or closed is known to the responses alone. */
function followCase(
  standing: Standing,
  { request, now, firings }: { request: Rules; now: Instant; firings: readonly Firing[] },
): Attended {
  const { alert, case: made } = standing;
  let { record } = standing;
  const told = [...firings];
  while (made !== undefined && record.handled !== undefined) {
    const decision = evaluateCase({ alert, record }, request.settings, now);
    if (decision.kind === "wait")
      return { standing: { ...standing, record }, firings: told, look: decision.until };
    if (decision.kind === "rest") break;
    record = caseSeen(record, made, now) ?? record;
    if (record.caseWatch?.over !== undefined) break;
    const isMet = isDone(decision.step, made);
    record = caseMarked(record, decision, isMet ? "met" : "told", now).record;
    if (isMet) continue;
    const targets = planned(alert, decision, request, now);
    told.push({ at: now, alert, tier: `case-${decision.step}`, skipped: [], targets });
  }
  return { standing: { ...standing, record }, firings: told, look: undefined };
}

function planned(
  alert: Alert,
  { methods }: Pick<Decision & { kind: "fire" }, "methods">,
  { settings, overrides, duties, channel, setUp }: Rules,
  now: Instant,
): Target[] {
  const roster = { people: settings.people, groups: settings.groups, overrides: [...overrides], duties };
  const routed = channel === undefined ? undefined : (policyFor(alert, settings).channel ?? channel);
  return plan(methods, routed, audienceOf(roster, setUp, now));
}
