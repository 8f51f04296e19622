import { iso } from "../lib/time.ts";
import { type Disclosure, disclosedTo } from "../sla/disclosure.ts";
import type { Target } from "../sla/plan.ts";
import type { SimulatedNotification } from "./model.ts";
import type { Firing } from "./walk.ts";

/** Somebody who is told, as the outside sees it. */
export function notification(
  { at, alert, tier }: Pick<Firing, "at" | "alert" | "tier">,
  { via, group, to }: Target,
  rules: Disclosure,
): SimulatedNotification {
  const { level } = disclosedTo(alert, rules, via === "dm" ? "slack" : via);
  const carries = level === "full" ? {} : { carries: level };
  return { at: iso(at), alertId: alert.id, tier, via, group: group ?? null, to, ...carries };
}
