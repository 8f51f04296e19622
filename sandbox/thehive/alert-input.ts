import { z } from "zod";
import { type AttributeFault, badAttributes } from "./errors.ts";
import { versionOf } from "./filters.ts";
import type { AlertDraft, Attachment, Dialect, ObservableDraft, Version } from "./model.ts";
import { isObject } from "./rows.ts";

const Tags = z.array(z.string().min(1).max(128));
const Severity = z.int().min(1).max(4);
const Stamp = z.int();

const Observable = z.object({
  dataType: z.string().min(1),
  data: z.union([z.string().max(4096), z.array(z.string().max(4096))]).optional(),
  message: z.string().optional(),
  tags: Tags.optional(),
  tlp: z.int().min(0).max(4).optional(),
  pap: z.int().min(0).max(3).optional(),
  ioc: z.boolean().optional(),
  sighted: z.boolean().optional(),
});

const Creation = z.object({
  type: z.string().min(1),
  source: z.string().min(1),
  sourceRef: z.string().min(1),
  title: z.string().min(1),
  description: z.string(),
  externalLink: z.string().max(4096).optional(),
  severity: Severity.optional(),
  date: Stamp.optional(),
  tags: Tags.optional(),
  tlp: z.int().min(0).max(3).optional(),
  pap: z.int().min(0).max(3).optional(),
  follow: z.boolean().optional(),
  caseTemplate: z.string().optional(),
});

const CreationV0 = Creation.extend({
  customFields: z.unknown().optional(),
  artifacts: z.array(Observable).optional(),
});

const Creation5 = Creation.extend({
  type: z.string().min(1).max(32),
  source: z.string().min(1).max(32),
  sourceRef: z.string().min(1).max(128),
  title: z.string().min(1).max(512),
  description: z.string().max(2 ** 20),
  tlp: z.int().min(0).max(4).optional(),
  status: z.string().max(64).optional(),
  assignee: z.string().max(128).optional(),
  summary: z
    .string()
    .max(2 ** 20)
    .optional(),
  customFields: z.unknown().optional(),
  observables: z.array(Observable).optional(),
});

/**
 * Reads what a source sends to create an alert.
 *
 * @throws HiveProblem 400 with one entry per attribute that is missing or malformed
 */
export function readCreation(dialect: Dialect, body: unknown): AlertDraft {
  const version = versionOf(dialect);
  switch (dialect) {
    case "v0-3":
    case "v0-4": {
      const { artifacts = [], customFields, ...rest } = parseInput(version, CreationV0, body);
      const observables = artifacts.flatMap(spread).map(fileOrValue);
      return { ...rest, observables, customFields: readCustomFields(customFields) };
    }
    case "v1-4": {
      const { customFieldValue, ...rest } = parseInput(
        version,
        Creation.extend({ customFieldValue: z.unknown().optional() }),
        body,
      );
      return { ...rest, customFields: readCustomFields(customFieldValue) };
    }
    case "v1-5": {
      const { observables = [], customFields, ...rest } = parseInput(version, Creation5, body);
      return {
        ...rest,
        observables: observables.flatMap(spread),
        customFields: readCustomFields(customFields),
      };
    }
  }
}

/** Reads observables to add; a list of values makes one each. */
export function readObservables(version: Version, body: unknown): ObservableDraft[] {
  return spread(parseInput(version, Observable, body));
}

/** @throws HiveProblem 400 naming each attribute that does not fit */
export function parseInput<T>(version: Version, schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse((version === "5" ? body : withoutNulls(body)) ?? {});
  if (parsed.success) return parsed.data;
  throw badAttributes(
    version,
    parsed.error.issues.map((issue) => attributeFault(issue, body)),
  );
}

/** To TheHive 3 and 4 null is nothing: TheHive4py writes it for all that was not given. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}

/** Takes all forms in use: a list of name and value, plain values by name, typed values by name. */
export function readCustomFields(given: unknown): Record<string, string | number | boolean> {
  const entries: [unknown, unknown][] = Array.isArray(given)
    ? given.filter(isObject).map(({ name, value }) => [name, value])
    : Object.entries(isObject(given) ? given : {}).map(([name, value]) => [name, typedValue(value)]);
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      typeof name === "string" && isPlain(value) ? [[name, value] as const] : [],
    ),
  );
}

function typedValue(value: unknown): unknown {
  return isObject(value) ? Object.entries(value).find(([type]) => type !== "order")?.[1] : value;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function spread({ data, ...rest }: z.infer<typeof Observable>): ObservableDraft[] {
  return Array.isArray(data) ? data.map((one) => ({ ...rest, data: one })) : [{ ...rest, data }];
}

/** v0 sends a file as "name;type;base64". */
function fileOrValue(observable: ObservableDraft): ObservableDraft {
  if (observable.dataType !== "file" || observable.data === undefined) return observable;
  const [name = "", contentType = "", content = ""] = observable.data.split(";");
  const attachment: Attachment = { name, contentType, size: Buffer.from(content, "base64").length };
  return { ...observable, data: undefined, attachment };
}

function attributeFault(issue: z.core.$ZodIssue, body: unknown): AttributeFault {
  const name = issue.path.map(String).join(".");
  const found = valueAt(body, issue.path);
  if (found === undefined) return { name, type: "MissingAttributeError" };
  const format = issue.code === "invalid_type" ? issue.expected : issue.code;
  return { name, type: "InvalidFormatAttributeError", format, field: JSON.stringify(found) };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return body;
  return isObject(body) || Array.isArray(body) ? valueAt(Reflect.get(body, key), rest) : undefined;
}
