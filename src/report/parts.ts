import type { Instant } from "../lib/time.ts";
import { type TimeZone, utc } from "../lib/zoned.ts";
import type { Roster } from "../oncall/model.ts";
import { zoneOf } from "../oncall/roster.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { Report } from "./model.ts";
import { reportPng } from "./png.ts";
import { reportFrom } from "./report.ts";
import { reportAltText, reportText } from "./words.ts";

/** All that a message with a report is made of. */
export interface ReportParts {
  readonly report: Report;
  readonly text: string;
  readonly png: Buffer;
  /** For those who do not see the picture; short enough for Slack. */
  readonly altText: string;
}

export async function reportParts(
  events: readonly AuditEvent[],
  since: Instant,
  until: Instant,
  zone: TimeZone,
): Promise<ReportParts> {
  const report = reportFrom(events, since, until, zone);
  return { report, text: reportText(report), png: await reportPng(report), altText: reportAltText(report) };
}

/** By which hours and nights a team is told of: those of its on-call rotation, or of its first one, else UTC. */
export function reportZone(roster: Roster): TimeZone {
  const names = ["oncall", ...Object.keys(roster.groups)];
  return names.map((name) => zoneOf(roster, name)).find((zone) => zone !== utc) ?? utc;
}
