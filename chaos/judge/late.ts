import { policyFor } from "../../src/sla/policy.ts";
import type { Telling } from "../told.ts";
import { type Truth, touches, versionAt } from "../truth.ts";
import { alertOf, deadlinesOf } from "./expected.ts";

/**
 * How long after its deadline each tier was first told, in ms, where nothing stood in its way: the app at work since
 * before the deadline, every provider well, the settings unchanged. Only what is told alone and by Slack, whose
 * messages name their tier.
 */
export function lateness(truth: Truth, told: readonly Telling[]): number[] {
  return told.flatMap(({ alertId = "", rung = "", via, at }) => {
    const alert = truth.alerts.get(alertId);
    if (alert === undefined || via !== "slack" || !/^\d+$/.test(rung)) return [];
    const due = deadlinesOf(alert, truth, at)[Number(rung) - 1];
    if (
      due === undefined ||
      policyFor(alertOf(alert), versionAt(truth, at).settings).policy.tiers.length === 0
    )
      return [];
    const calm =
      truth.lives.some(
        ({ readyAt, diedAt = Number.POSITIVE_INFINITY }) => (readyAt ?? diedAt) < due - 1500 && diedAt > at,
      ) &&
      !truth.troubles.some((one) => touches(one, due - 2000, at)) &&
      !truth.versions.some((one) => one.at > due - 8000 && one.at < at && one !== truth.versions[0]);
    return calm ? [at - due] : [];
  });
}
