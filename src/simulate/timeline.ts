import { formatDuration } from "../lib/duration-text.ts";
import type { Duration } from "../lib/time.ts";
import { plainText } from "../lib/untrusted.ts";
import { severities, type TierRef } from "../sla/model.ts";
import type { ReplayedAlert, SimulatedNotification, Simulation, Summary } from "./model.ts";

const LONGEST_TITLE = 60;

/** A simulation for people: who is told when of what, a blank line, and the counts. */
export function timeline({ notifications, summary }: Simulation, alerts: readonly ReplayedAlert[]): string {
  const byId = new Map<string, ReplayedAlert>(alerts.map((replayed) => [replayed.alert.id, replayed]));
  const lines = notifications.map((notification) => line(notification, byId.get(notification.alertId)));
  const story = lines.length === 0 ? ["Nobody would have been told anything."] : lines;
  return [...story, "", ...summaryLines(summary), ""].join("\n");
}

function line(
  { at, alertId, tier, via, group, to }: SimulatedNotification,
  replayed?: ReplayedAlert,
): string {
  const whom = group === null ? to : `${to} (${group})`;
  const told = `${at.replace(".000Z", "Z")}  ${tierText(tier).padEnd(9)}  ${via.padEnd(5)}  ${whom}`;
  if (replayed === undefined) return `${told}  ${alertId}`;
  const { severity, title, createdAt } = replayed.alert;
  const age = formatDuration((Date.parse(at) - createdAt) as Duration);
  return `${told}  ${alertId} ${severity}, ${age} old: ${plainText(title, LONGEST_TITLE)}`;
}

function tierText(tier: TierRef): string {
  return tier === "high-risk" ? tier : `tier ${tier}`;
}

function summaryLines(summary: Summary): string[] {
  const { byTier, byVia, byPerson, bySeverity } = summary;
  const ranked = severities.flatMap((severity): [string, number][] => {
    const count = bySeverity[severity];
    return count === undefined ? [] : [[severity, count]];
  });
  return [
    `${plural(summary.notifications, "notification")} about ${plural(summary.alerts, "alert")}, ${summary.handled} of them handled`,
    ...counted("by tier", Object.entries(byTier)),
    ...counted("by method", Object.entries(byVia)),
    ...counted("by person", Object.entries(byPerson)),
    ...counted("by severity", ranked),
    ...(summary.skippedTiers === 0
      ? []
      : [`${plural(summary.skippedTiers, "tier")} skipped: a later one was due already`]),
    ...summary.unreached.map(
      ({ at, alertId, via, group, why }) => `not told: ${at} ${alertId} ${via} ${group ?? ""}: ${why}`,
    ),
    ...summary.refusedResponses.map(
      ({ at, alertId, action, why }) => `no effect: ${at} ${action} of ${alertId}: ${why}`,
    ),
    ...summary.storms.map(
      ({ from, to, breaches }) =>
        `storm: ${breaches} breaches from ${from} to ${to} would be told as one digest`,
    ),
  ];
}

function counted(name: string, counts: readonly (readonly [string, number])[]): string[] {
  if (counts.length === 0) return [];
  return [`${name}: ${counts.map(([key, count]) => `${key} ${count}`).join(", ")}`];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
