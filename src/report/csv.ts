import { severities } from "../sla/model.ts";
import type { Fate, Report } from "./model.ts";

type Row = readonly [measure: string, by: string, key: string, value: number | null];

/**
 * The report as a table of one number per line (RFC 4180): what is measured, by what, for which, how much.
 * Times are minutes; an empty value says that there was nothing to measure.
 */
export function reportCsv(report: Report): string {
  const rows: Row[] = [
    ...fateRows("all", "", report.all),
    ...severities.flatMap((severity) => fateRows("severity", severity, report.bySeverity[severity])),
    ...report.bySource.flatMap(({ name, ...fate }) => fateRows("source", name, fate)),
    ...(report.byField?.shares ?? []).flatMap(({ name, ...fate }) => fateRows("field", name, fate)),
    ...report.breachesByTier.map((count, index): Row => ["breaches", "tier", String(index + 1), count]),
    ["high_risk", "all", "", report.highRisk],
    ...report.breachesByHour.map((count, hour): Row => ["breaches", "hour", String(hour), count]),
    ...report.people.flatMap(({ name, notifications, atNight, nights }): Row[] => [
      ["notifications", "person", name, notifications],
      ["notifications_at_night", "person", name, atNight],
      ["nights_woken", "person", name, nights],
    ]),
  ];
  const lines = rows.map((row) => [...row, report.since, report.until].map(cell).join(","));
  return ["measure,by,key,value,since,until", ...lines, ""].join("\r\n");
}

function fateRows(by: string, key: string, { triage, acknowledge, ...fate }: Fate): Row[] {
  const { alerts, withinSla, late, waiting, stood } = fate;
  return [
    ["alerts", by, key, alerts],
    ["within_sla", by, key, withinSla],
    ["late", by, key, late],
    ["waiting", by, key, waiting],
    ["triage_median_minutes", by, key, minutes(triage?.median)],
    ["triage_p90_minutes", by, key, minutes(triage?.p90)],
    ["acknowledge_median_minutes", by, key, minutes(acknowledge?.median)],
    ["acknowledge_p90_minutes", by, key, minutes(acknowledge?.p90)],
    ["clock_stood_minutes", by, key, minutes(stood)],
  ];
}

function minutes(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.round(ms / 600) / 100;
}

// What a spreadsheet takes for a formula when a cell begins with it.
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | null): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
