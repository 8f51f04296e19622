import { milliseconds } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { openTimeBetween } from "../../sla/calendar.ts";
import { heldBack } from "../../sla/disclosure.ts";
import { deadlines, warningAt } from "../../sla/evaluate.ts";
import type { AuditEvent } from "../../sla/event.ts";
import type { AlertId, Method } from "../../sla/model.ts";
import { methodsOf, policyFor } from "../../sla/policy.ts";
import { stoodStill } from "../../sla/standstill.ts";
import type { Why } from "../desk.ts";
import { onCallNow } from "./board.ts";
import { type CardSources, cardFacts } from "./card-facts.ts";

/** Why people were told of an alert: the policy, the clock's arithmetic, who was on call, and what was audited. */
export async function explain(
  sources: CardSources,
  roster: Roster,
  id: AlertId,
  history: (id: AlertId) => Promise<readonly AuditEvent[]>,
): Promise<Why | undefined> {
  const entry = sources.watch.get(id);
  if (entry === undefined) return undefined;
  const applied = policyFor(entry.alert, sources.settings());
  const due = deadlines(entry.alert, entry.record, applied);
  const until = entry.record.handled?.at ?? sources.clock.now();
  const warned = warningAt(entry.alert, entry.record, applied);
  const stood = stoodStill(applied.hours, entry.alert.createdAt, until, entry.record);
  return {
    facts: cardFacts(sources, entry),
    policy: {
      name: applied.name,
      calendar: applied.policy.calendar,
      ...(warned === undefined
        ? {}
        : { warning: { at: warned, methods: methodsOf(applied.policy, "at-risk").map(methodText) } }),
      tiers: applied.policy.tiers.flatMap(({ after, notify }, index) => {
        const deadline = due[index];
        return deadline === undefined
          ? []
          : { tier: index + 1, after, deadline, methods: notify.map(methodText) };
      }),
    },
    elapsed: milliseconds(openTimeBetween(applied.hours, entry.alert.createdAt, until) - stood),
    stood,
    firings: entry.record.firings.map((firing) => ({ ...firing, onCall: onCallNow(roster, firing.at) })),
    events: await history(id),
    carried: heldBack(entry.alert, sources.settings().disclosure),
  };
}

function methodText(method: Method): string {
  return method.via === "slack" || method.group === "oncall" ? method.via : `${method.via}:${method.group}`;
}
