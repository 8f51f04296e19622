import { formatDuration } from "../lib/duration-text.ts";
import type { Duration } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import { plainText } from "../lib/untrusted.ts";
import { severities } from "../sla/model.ts";
import type {
  OpenAtEnd,
  ReplayedAlert,
  SimulatedNotification,
  Simulation,
  Summary,
  ToldOf,
} from "./model.ts";

const LONGEST_TITLE = 60;

/** A simulation for people: who is told when of what, a blank line, and the counts. */
export function timeline(
  { notifications, summary }: Simulation,
  alerts: readonly ReplayedAlert[],
  unattendedEvery: Duration | "off",
): string {
  const byId = new Map<string, ReplayedAlert>(alerts.map((replayed) => [replayed.alert.id, replayed]));
  const lines = notifications.map((notification) => line(notification, byId.get(notification.alertId)));
  const story = lines.length === 0 ? ["Nobody would have been told anything."] : lines;
  const open = openLines(summary, byId, unattendedEvery);
  return [...story, "", ...summaryLines(summary), ...open, ""].join("\n");
}

/** The alerts that still wait at the end, and since when nobody has heard of each. */
function openLines(
  { open, to }: Summary,
  byId: ReadonlyMap<string, ReplayedAlert>,
  unattendedEvery: Duration | "off",
): string[] {
  if (open.length === 0) return [];
  const lists =
    unattendedEvery === "off"
      ? ""
      : `, but in the list of unattended alerts every ${formatDuration(unattendedEvery)}`;
  const lines = open.map((one) => {
    const title = plainText(byId.get(one.alertId)?.alert.title ?? "", LONGEST_TITLE);
    const heard =
      one.heardLast === null
        ? "nobody has ever heard of it"
        : `nobody has heard of it since ${short(one.since)}`;
    return `still open: ${one.alertId} ${one.severity} (${title}): ${heard}; ${next(one, lists)}`;
  });
  return [`${plural(open.length, "alert")} still open at ${short(to)}`, ...lines];
}

function next({ next: at, why }: OpenAtEnd, lists: string): string {
  if (at !== null) return `${why === "not-due" ? "next" : `${why} until then, next`} at ${short(at)}`;
  switch (why) {
    case "disabled":
      return "its severity is switched off";
    case "too-old":
      return "it is older than poll.maxAge, nobody is told any more";
    case "high-risk-only":
      return `nothing more is sent, as highRisk.then is stop${lists}`;
    case "standing-still":
      return "its clock stands still in this status";
    case "exhausted":
      return `its last tier is over, nothing more is sent${lists}`;
    case "handled":
    case "not-due":
    case "ignored":
    case "acknowledged":
      return "nothing more is sent";
    default:
      return unreachable(why);
  }
}

function short(at: string): string {
  return at.replace(".000Z", "Z");
}

function line(
  { at, alertId, tier, via, group, to, carries }: SimulatedNotification,
  replayed?: ReplayedAlert,
): string {
  const whom = group === null ? to : `${to} (${group})`;
  const only = carries === undefined ? "" : ` (${carries} only)`;
  const told = `${short(at)}  ${tierText(tier).padEnd(9)}  ${via.padEnd(5)}  ${whom}${only}`;
  if (replayed === undefined) return `${told}  ${alertId}`;
  const { severity, title, createdAt } = replayed.alert;
  const age = formatDuration((Date.parse(at) - createdAt) as Duration);
  return `${told}  ${alertId} ${severity}, ${age} old: ${plainText(title, LONGEST_TITLE)}`;
}

function tierText(tier: ToldOf): string {
  return typeof tier === "number" ? `tier ${tier}` : tier;
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
