import { milliseconds } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { openTimeBetween } from "../../sla/calendar.ts";
import { caseDeadlines, caseIdOf } from "../../sla/case-deadlines.ts";
import { heldBack } from "../../sla/disclosure.ts";
import { deadlines, warningAt } from "../../sla/evaluate.ts";
import type { AuditEvent } from "../../sla/event.ts";
import type { AlertId, Method } from "../../sla/model.ts";
import { methodsOf, policyFor } from "../../sla/policy.ts";
import { stoodStill } from "../../sla/standstill.ts";
import type { Why } from "../desk.ts";
import type { Watched } from "../work/watchlist.ts";
import { onCallNow } from "./board.ts";
import { type CardSources, cardFacts } from "./card-facts.ts";
import { leadsCase } from "./case-standing.ts";

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
    ...promisedOf(sources, entry),
    elapsed: milliseconds(openTimeBetween(applied.hours, entry.alert.createdAt, until) - stood),
    stood,
    firings: entry.record.firings.map((firing) => ({ ...firing, onCall: onCallNow(roster, firing.at) })),
    events: await history(id),
    carried: heldBack(entry.alert, sources.settings().disclosure),
  };
}

/** What is promised of the case it became; nothing where another alert's deadlines are the case's. */
function promisedOf({ watch, settings }: CardSources, entry: Watched): Pick<Why, "case"> {
  const { record, alert } = entry;
  const deadlines = caseDeadlines(entry, settings());
  const id = caseIdOf(record);
  if (id === undefined || deadlines.length === 0 || !leadsCase(watch, entry)) return {};
  const rule = settings().cases[record.caseWatch?.severity ?? alert.severity];
  const steps = deadlines.map((one) => {
    const mark = record.caseWatch?.marks.find(({ step }) => step === one.step);
    return mark === undefined ? one : { ...one, mark };
  });
  const link = record.handled?.case ?? { id };
  return { case: { link, methods: rule?.notify.map(methodText) ?? [], steps } };
}

function methodText(method: Method): string {
  return method.via === "slack" || method.group === "oncall" ? method.via : `${method.via}:${method.group}`;
}
