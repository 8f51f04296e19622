import { formatDuration } from "../lib/duration-text.ts";
import { oneLine } from "../lib/terminal.ts";
import { severities } from "../sla/model.ts";
import type { Fate, Measure, Report, Share } from "./model.ts";

/** `91 %`, or a dash when nothing has been decided yet. */
export function percentText({ withinSla, late }: Fate): string {
  const decided = withinSla + late;
  return decided === 0 ? "–" : `${Math.round((100 * withinSla) / decided)} %`;
}

/** `2 Mar 09:00 to 9 Mar 09:00 (Europe/London)`. */
export function windowText({ since, until, zone }: Report): string {
  return `${dayText(since)} to ${dayText(until)} (${zone})`;
}

/** The report for people, in a few lines; columns line up in a font of equal widths. */
export function reportText(report: Report, measure: Measure = {}): string {
  const { all, bySource, byField, breachesByTier, breachesByHour, highRisk, people } = report;
  const tiers = breachesByTier.map((count, index) => `tier ${index + 1}: ${count}`);
  const hours = breachesByHour.flatMap((count, hour) => (count === 0 ? [] : [`${hourText(hour)}: ${count}`]));
  const told = people.map(
    ({ name, notifications, atNight, nights }) =>
      `${oneLine(name)}: ${notifications} (${atNight} at night${nights > 1 ? `, in ${nights} nights` : ""})`,
  );
  const tired = people.filter(({ needsRest }) => needsRest).map(({ name }) => oneLine(name));
  return [
    `SLA report, ${windowText(report)}`,
    `Handled within SLA: ${percentText(all)} (${all.withinSla} of ${all.withinSla + all.late} alerts${waitingText(all)})`,
    ...measureLines(report, measure),
    "",
    row(["", "alerts", "in SLA", "late", "median", "p90"]),
    ...severities.toReversed().map((severity) => fateRow(severity, report.bySeverity[severity])),
    fateRow("all", all),
    ...(bySource.length > 1 ? shareRows("By source", bySource) : []),
    ...(byField === undefined ? [] : shareRows(`By ${oneLine(byField.field)}`, byField.shares)),
    "",
    `Breaches: ${tiers.length === 0 ? "none" : tiers.join(", ")}${highRisk === 0 ? "" : `; high risk: ${highRisk}`}`,
    `Breaches by hour: ${hours.length === 0 ? "none" : hours.join(", ")}`,
    `Notifications: ${told.length === 0 ? "nobody was paged" : told.join(", ")}`,
    ...(tired.length === 0
      ? []
      : [`Due a rest: ${tired.join(", ")} (woken in three or more of the last seven nights)`]),
    ...(all.stood === 0
      ? []
      : [
          `The clock stood still for ${formatDuration(all.stood)} in all (poll.pause); triage times hold it.`,
        ]),
    ...acknowledgeLines(all),
    `Median and p90 are times to triage. Night is 22:00 to 07:00 in ${report.zone}.`,
    "",
  ].join("\n");
}

/** How it stands to the target and to the period before. */
function measureLines({ all }: Report, { target, previous }: Measure): string[] {
  return [
    ...(target === undefined ? [] : [`Target ${target} %: ${targetText(all, target)}`]),
    ...(previous === undefined
      ? []
      : [
          `The period before: ${percentText(previous.all)} of ${previous.all.alerts} alerts, median ${medianText(previous.all)}, p90 ${p90Text(previous.all)}`,
        ]),
  ];
}

function targetText({ withinSla, late }: Fate, target: number): string {
  const decided = withinSla + late;
  if (decided === 0) return "nothing to measure yet";
  const missing = Math.ceil((target / 100) * decided) - withinSla;
  if (missing <= 0) return "kept";
  return `missed, ${missing} ${missing === 1 ? "alert" : "alerts"} short`;
}

/** By TheHive's own definition: a source may have dated an alert long before anybody could see it. */
function acknowledgeLines({ acknowledge }: Fate): string[] {
  if (acknowledge === null) return [];
  const { responded, median, p90 } = acknowledge;
  return [
    `Time to acknowledge, from the source's date to in progress: median ${formatDuration(median)}, p90 ${formatDuration(p90)} (${responded} ${responded === 1 ? "alert" : "alerts"}).`,
  ];
}

const medianText = ({ triage }: Fate) => (triage === null ? "–" : formatDuration(triage.median));
const p90Text = ({ triage }: Fate) => (triage === null ? "–" : formatDuration(triage.p90));

function shareRows(title: string, shares: readonly Share[]): string[] {
  return ["", `${title}:`, ...shares.map(({ name, ...fate }) => fateRow(oneLine(name).slice(0, 9), fate))];
}

/** What the picture shows, for those who do not see it. */
export function reportAltText(report: Report): string {
  const { all, breachesByTier } = report;
  const severityParts = severities.toReversed().flatMap((severity) => {
    const fate = report.bySeverity[severity];
    return fate.alerts === 0 ? [] : [`${severity} ${fate.withinSla} in SLA, ${fate.late} late`];
  });
  const tiers = breachesByTier.map((count, index) => `tier ${index + 1} ${count}`);
  return [
    `SLA report, ${windowText(report)}.`,
    `${percentText(all)} of ${all.alerts} alerts handled within SLA.`,
    ...(severityParts.length === 0 ? [] : [`By severity: ${severityParts.join("; ")}.`]),
    `Breaches: ${tiers.length === 0 ? "none" : tiers.join(", ")}.`,
    ...busiest(report),
  ].join(" ");
}

function busiest({ breachesByHour }: Report): string[] {
  const most = breachesByHour.reduce((highest, count) => Math.max(highest, count), 0);
  return most > 0 ? [`Most breaches fell in the hour from ${hourText(breachesByHour.indexOf(most))}.`] : [];
}

function fateRow(name: string, { alerts, withinSla, late, triage }: Fate): string {
  const times = triage === null ? ["–", "–"] : [formatDuration(triage.median), formatDuration(triage.p90)];
  return row([name, String(alerts), String(withinSla), String(late), ...times]);
}

const WIDTHS = [10, 8, 8, 6, 14, 14];

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join("")
    .trimEnd();
}

function waitingText({ waiting }: Fate): string {
  return waiting === 0 ? "" : `, ${waiting} more still within their time`;
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// The offset has been applied already: what stands there is what the wall clock shows.
function dayText(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(11, 16)}`;
}
