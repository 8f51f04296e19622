import type { Instant } from "../lib/time.ts";
import { type AlertId, severities } from "../sla/model.ts";
import { type AlertRow, isObject, isStamp } from "./wire.ts";

type Optional = Omit<AlertRow, "_id" | "_createdAt" | "title" | "severity" | "customFields">;

/** As JSON holds it; null stands for missing. */
type PlainRow = {
  readonly _id: AlertId;
  readonly _createdAt: Instant;
  readonly title: string;
  readonly severity: number;
  readonly customFields?: unknown;
} & { readonly [Key in keyof Optional]: Optional[Key] | null };

const isText = (value: unknown) => typeof value === "string";
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;

const optional: { readonly [Key in keyof Required<Optional>]: (value: unknown) => boolean } = {
  _updatedAt: isStamp,
  date: isStamp,
  inProgressDate: isStamp,
  type: isText,
  source: isText,
  sourceRef: isText,
  status: isText,
  stage: isText,
  assignee: isText,
  caseId: (value) => isText(value) && value !== "",
  read: (value) => typeof value === "boolean",
  tlp: isCount,
  pap: isCount,
  observableCount: isCount,
  tags: (value) => Array.isArray(value) && value.every(isText),
  observables: Array.isArray,
  artifacts: Array.isArray,
};
const checks = Object.entries(optional);

// Fewer than the schema takes: ids as TheHive makes them.
const USUAL_ID = /^[~\w-]{1,64}$/;

/**
 * Reads a row in which every key plainly is what it should be, as nearly all are: the schema would read the same at
 * several times the cost. Undefined: ask the schema.
 */
export function plainRow(json: unknown): AlertRow | undefined {
  if (!isPlain(json)) return undefined;
  const severity = severities[json.severity - 1];
  if (severity === undefined) return undefined;
  return {
    _id: json._id,
    _createdAt: json._createdAt,
    _updatedAt: json._updatedAt ?? undefined,
    title: json.title,
    severity,
    type: json.type ?? undefined,
    source: json.source ?? undefined,
    sourceRef: json.sourceRef ?? undefined,
    tags: json.tags ?? undefined,
    status: json.status ?? undefined,
    stage: json.stage ?? undefined,
    read: json.read ?? undefined,
    date: json.date ?? undefined,
    inProgressDate: json.inProgressDate ?? undefined,
    caseId: json.caseId ?? undefined,
    assignee: json.assignee ?? undefined,
    tlp: json.tlp ?? undefined,
    pap: json.pap ?? undefined,
    customFields: json.customFields,
    observableCount: json.observableCount ?? undefined,
    observables: json.observables ?? undefined,
    artifacts: json.artifacts ?? undefined,
  };
}

function isPlain(json: unknown): json is PlainRow {
  if (!isObject(json)) return false;
  if (!isText(json.title) || !isStamp(json._createdAt) || !Number.isInteger(json.severity)) return false;
  if (typeof json._id !== "string" || !USUAL_ID.test(json._id)) return false;
  return checks.every(([key, isRight]) => {
    const value = json[key];
    return value === undefined || value === null || isRight(value);
  });
}
