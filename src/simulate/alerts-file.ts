import { z } from "zod";
import { oneLine } from "../lib/terminal.ts";
import { earliest, Instant } from "../lib/time.ts";
import type { Alert } from "../sla/model.ts";
import { alertFromV0, alertFromV1, type ReadRow } from "../thehive/alert-row.ts";
import { wireStage } from "../thehive/stage.ts";
import type { ReplayedAlert } from "./model.ts";

export interface ReadAlerts {
  readonly alerts: readonly ReplayedAlert[];
  /** What was passed over and why, one clear line each. */
  readonly skipped: readonly string[];
}

const Stamp = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .pipe(Instant.nonnegative())
  .optional()
  .catch(undefined);

/** When the alert entered each stage for the first time, as TheHive 5 tells. */
const StageDates = z.object({ inProgressDate: Stamp, closedDate: Stamp, importedDate: Stamp });

/** Reads exported alerts: TheHive's v1 rows, or v0 rows. @param rows where they come from, for the lines */
export function replayedAlerts(rows: readonly unknown[]): ReadAlerts {
  const alerts = new Map<string, ReplayedAlert>();
  const skipped: string[] = [];
  rows.forEach((row, index) => {
    const read = readRow(row);
    if (read.kind === "malformed") skipped.push(`alerts[${index}]: found ${read.why} (${idShown(read.id)})`);
    else if (alerts.has(read.alert.id))
      skipped.push(`alerts[${index}]: found ${idShown(read.alert.id)} a second time`);
    else alerts.set(read.alert.id, replayed(read.alert, row));
  });
  return { alerts: [...alerts.values()], skipped };
}

const LONGEST_SHOWN = 80;

// An id is whatever the file says.
function idShown(id: string): string {
  return oneLine(id.slice(0, LONGEST_SHOWN));
}

function readRow(row: unknown): ReadRow {
  const isV0 = typeof row === "object" && row !== null && !("_createdAt" in row) && "createdAt" in row;
  return isV0 ? alertFromV0(row) : alertFromV1(row);
}

/**
 * Tells the alert's life from what it has become: it waited until the dates it carries. One that is handled
 * and does not say since when counts as handled from the beginning.
 */
function replayed(alert: Alert, row: unknown): ReplayedAlert {
  const { inProgressDate, closedDate, importedDate } = StageDates.parse(row);
  const { caseId: _, ...bare } = alert;
  const waiting: Alert = alert.stage === "new" ? bare : { ...bare, stage: "new", status: "New" };
  const since = (date: Instant | undefined) => later(date ?? alert.createdAt, alert.createdAt);

  const leftAt = earliest([importedDate, closedDate]);
  const isGone = alert.stage === "closed" || alert.stage === "imported";
  const gone: Alert = isGone
    ? consistent(alert)
    : { ...bare, ...(importedDate === undefined ? CLOSED : IMPORTED) };
  const leaving = isGone || leftAt !== undefined ? [{ at: since(leftAt), alert: gone }] : [];

  const isTaken = alert.stage === "in-progress";
  const taken: Alert = isTaken ? consistent(bare) : { ...bare, ...IN_PROGRESS };
  const taking = isTaken || inProgressDate !== undefined ? [{ at: since(inProgressDate), alert: taken }] : [];
  const first = leaving[0]?.at;
  return {
    alert: waiting,
    changes: [...taking.filter(({ at }) => first === undefined || at < first), ...leaving],
  };
}

/** A stage without a status of its own would read as New. */
function consistent(alert: Alert): Alert {
  if (alert.status.toLowerCase() !== "new") return alert;
  return { ...alert, status: wireStage(alert.stage) };
}

const CLOSED = { stage: "closed", status: "Closed" } as const;
const IMPORTED = { stage: "imported", status: "Imported" } as const;
const IN_PROGRESS = { stage: "in-progress", status: "InProgress" } as const;

function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
