import type { z } from "zod";
import type { Malformed } from "../engine/ports/alert-source.ts";
import type { Instant } from "../lib/time.ts";
import type { Alert } from "../sla/model.ts";
import { customFieldsFrom } from "./custom-fields.ts";
import { plainRow } from "./plain-row.ts";
import { papOf, tlpOf } from "./sharing.ts";
import { derivedStatus, stageOf } from "./stage.ts";
import { AlertRow, observablesFrom } from "./wire.ts";

/** One row of TheHive, read or not. `counted`: whether it said how many observables there are. */
export type ReadRow = Readonly<
  { kind: "alert"; alert: Alert; counted: boolean } | ({ kind: "malformed" } & Malformed)
>;

/** What has no id is reported under this one. */
const NO_ID = "(no id)";

/**
 * Reads an alert of API v1 (TheHive 4 or 5), as TheHive answers it or as an export holds it: observables may be
 * inline, under `observables` or `artifacts`.
 *
 * @param skew TheHive's clock minus ours, ms
 */
export function alertFromV1(json: unknown, skew = 0): ReadRow {
  const plain = plainRow(json);
  if (plain !== undefined) return read(plain, skew);
  const parsed = AlertRow.safeParse(json);
  return parsed.success ? read(parsed.data, skew) : malformed(json, parsed.error);
}

function read(row: AlertRow, skew: number): ReadRow {
  const inline = row.observables ?? row.artifacts;
  const counted = inline !== undefined || row.observableCount !== undefined;
  return { kind: "alert", alert: toAlert(row, inline, skew), counted };
}

/**
 * Reads an alert of API v0 (TheHive 3 or 4), which holds its observables.
 *
 * @param skew TheHive's clock minus ours, ms
 */
export function alertFromV0(json: unknown, skew = 0): ReadRow {
  if (typeof json !== "object" || json === null) return alertFromV1(json, skew);
  const row = new Map<string, unknown>(Object.entries(json));
  return alertFromV1(
    {
      ...json,
      _id: row.get("_id") ?? row.get("id"),
      _createdAt: row.get("createdAt"),
      _updatedAt: row.get("updatedAt"),
      caseId: row.get("case"),
      artifacts: row.get("artifacts") ?? [],
    },
    skew,
  );
}

/** Every key is always there: thousands are kept, and objects of one shape take the least. */
function toAlert(row: AlertRow, inline: readonly unknown[] | undefined, skew: number): Alert {
  const { _updatedAt, caseId, observableCount = 0 } = row;
  const status = row.status ?? derivedStatus(row.read, caseId);
  const observables = inline ?? (row.observableCount === 0 ? [] : undefined);
  return {
    id: row._id,
    title: row.title,
    severity: row.severity,
    createdAt: ours(row._createdAt, skew),
    updatedAt: oursIfAny(_updatedAt, skew),
    type: row.type ?? "unknown",
    source: row.source ?? "unknown",
    sourceRef: row.sourceRef,
    tags: row.tags ?? [],
    stage: stageOf(row.stage, status, caseId),
    status,
    caseId,
    assignee: row.assignee,
    // The ends of TheHive's own times to triage and to acknowledge, of which only a report wants to know.
    inProgressAt: oursIfAny(row.inProgressDate, skew),
    datedAt: row.inProgressDate === undefined ? undefined : oursIfAny(row.date, skew),
    // Only 5 tells a stage.
    tlp: row.tlp === undefined ? undefined : tlpOf(row.tlp, row.stage !== undefined),
    pap: row.pap === undefined ? undefined : papOf(row.pap),
    observableCount: inline?.length ?? observableCount,
    observables: observables && observablesFrom(observables),
    customFields: customFieldsFrom(row.customFields),
  };
}

function ours(stamp: Instant, skew: number): Instant {
  return Math.max(0, stamp - skew) as Instant;
}

function oursIfAny(stamp: Instant | undefined, skew: number): Instant | undefined {
  return stamp === undefined ? undefined : ours(stamp, skew);
}

function malformed(json: unknown, { issues }: z.ZodError): ReadRow {
  const [first] = issues;
  const where =
    first === undefined || first.path.length === 0 ? "the row" : first.path.join(".").replace(/^_/, "");
  return { kind: "malformed", id: idIn(json) ?? NO_ID, why: `${where}: ${first?.message ?? "not an alert"}` };
}

function idIn(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null || !("_id" in json)) return undefined;
  return typeof json._id === "string" && json._id !== "" ? json._id : undefined;
}
