import { z } from "zod";
import { Instant } from "../lib/time.ts";
import { AlertId, type Observable, severities } from "../sla/model.ts";

/*
 * What TheHive really sends, as far as we use it: unknown keys are ignored, null means missing, and a key that
 * only decorates the alert never spoils it.
 */

const NumericText = z.string().regex(/^\d+$/).transform(Number);

const Count = z.union([z.number(), NumericText]).pipe(z.number().int().nonnegative());

const NO_TIME = "not a time in milliseconds since 1970";
/** The last instant of the year 9999: what comes after it cannot be written, nor can deadlines be added to it. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const Millis = z
  .union([z.number(), NumericText], { error: NO_TIME })
  .transform(Math.trunc)
  .pipe(Instant.min(0, NO_TIME).max(LAST, NO_TIME));

/** Whether it is a time already, as nearly all are. */
export function isStamp(value: unknown): value is Instant {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= LAST;
}

/** A time as a row tells it, whatever stands there; NaN when it is none. */
export function stampIn(value: unknown): number {
  // Two of each row are looked at in every full read.
  if (value === undefined) return Number.NaN;
  if (isStamp(value)) return value;
  const { success, data } = Millis.safeParse(value);
  return success ? data : Number.NaN;
}

const LONGEST_ID = 512;
// It goes into addresses: no half characters, nothing that means another folder.
const Id = AlertId.refine(
  (id) => id.length <= LONGEST_ID && !/^\.{1,2}$|\p{Surrogate}/u.test(id),
  "no id that an address can hold",
);

const SeverityNumber = z
  .union([z.number(), NumericText], { error: "not a number from 1 to 4" })
  .transform((number, context) => {
    const severity = severities[number - 1];
    if (severity !== undefined) return severity;
    context.issues.push({ code: "custom", input: number, message: `${number} is not from 1 to 4` });
    return z.NEVER;
  });

const Word = z.union([z.string(), z.number().transform(String)]);

const Words = z
  .array(z.unknown())
  .transform((values) => exact(values.filter((value) => typeof value === "string")));

/** A list that grew keeps room for more, a small one for ten times what it holds; a copy has none to spare. */
function exact<Item>(grown: readonly Item[]): Item[] {
  return grown.slice();
}

function decoration<T extends z.ZodType>(schema: T) {
  return schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);
}

/**
 * An alert in API v1. TheHive 4 has `read` and no `status`, `stage`, `assignee`; an export may add `observables`.
 * What v0 calls otherwise is renamed before.
 */
export const AlertRow = z.object({
  _id: Id,
  _createdAt: Millis,
  _updatedAt: decoration(Millis),
  title: z.string(),
  severity: SeverityNumber,
  type: decoration(z.string()),
  source: decoration(z.string()),
  sourceRef: decoration(Word),
  tags: decoration(Words),
  status: decoration(z.string()),
  stage: decoration(z.string()),
  read: decoration(z.boolean()),
  date: decoration(Millis),
  inProgressDate: decoration(Millis),
  caseId: decoration(Word.pipe(z.string().min(1))),
  assignee: decoration(z.string()),
  tlp: decoration(Count),
  pap: decoration(Count),
  customFields: z.unknown().optional(),
  observableCount: decoration(Count),
  observables: decoration(z.array(z.unknown())),
  artifacts: decoration(z.array(z.unknown())),
});
export type AlertRow = z.infer<typeof AlertRow>;

const ObservableRow = z.object({
  dataType: z.string().catch("other"),
  data: decoration(Word),
});

/** Reads observables of any version; what is no object is skipped. */
export function observablesFrom(rows: readonly unknown[]): Observable[] {
  const all = rows.flatMap((row) => {
    if (isPlain(row)) return [{ dataType: row.dataType, data: row.data }];
    const { success, data: found } = ObservableRow.safeParse(row);
    if (!success) return [];
    return [{ dataType: found.dataType, ...(found.data === undefined ? {} : { data: found.data }) }];
  });
  return exact(all);
}

/** As nearly all are: the schema would say the same of it, at ten times the cost. */
function isPlain(row: unknown): row is Required<Observable> {
  return isObject(row) && typeof row.dataType === "string" && typeof row.data === "string";
}

const Holder = z.union([z.string(), z.object({ _id: z.string() }).transform(({ _id }) => _id)]);

const ObservableLink = z
  .object({
    extraData: z.object({
      links: z.object({ alert: z.union([Holder, z.array(Holder).transform(([first]) => first)]) }),
    }),
  })
  .transform(({ extraData }) => extraData.links.alert);

/** The id of the alert that an observable served apart from it belongs to, when it says so. */
export function holderOf(row: unknown): string | undefined {
  return plainHolder(row) ?? ObservableLink.safeParse(row).data;
}

/** As nearly all tell it: the schema would say the same of it, at many times the cost. */
function plainHolder(row: unknown): string | undefined {
  const alert =
    isObject(row) && isObject(row.extraData) && isObject(row.extraData.links) && row.extraData.links.alert;
  return isObject(alert) && typeof alert._id === "string" ? alert._id : undefined;
}

/** Whether it is a row, or another object that JSON holds. */
export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** A case: v1 numbers it by `number`, v0 by `caseId`; whom it is given to is the `owner` there. */
export const CaseRow = z
  .object({
    _id: Word,
    number: decoration(Count),
    caseId: decoration(Count),
    severity: decoration(SeverityNumber),
    status: decoration(z.string()),
    stage: decoration(z.string()),
    assignee: decoration(z.string()),
    owner: decoration(z.string()),
  })
  .transform(({ _id, number, caseId, assignee, owner, ...rest }) => ({
    ...rest,
    id: _id,
    number: number ?? caseId,
    assignee: assignee ?? owner,
  }));
export type CaseRow = z.infer<typeof CaseRow>;

/** Who changed an alert last and when, and when it entered each stage: TheHive 5. */
export const LastChange = z.object({
  _updatedBy: decoration(z.string()),
  _updatedAt: decoration(Millis),
  inProgressDate: decoration(Millis),
  closedDate: decoration(Millis),
  importedDate: decoration(Millis),
});

export const CommentRow = z.object({ message: z.string() });

/** Who the key's owner is. `roles` on 3, `permissions` on 4 and 5. */
export const UserRow = z.object({
  login: decoration(z.string()),
  id: decoration(z.string()),
  _id: decoration(z.string()),
  email: decoration(z.string()),
  organisation: decoration(z.string()),
  permissions: decoration(Words),
  roles: decoration(Words),
});
export type UserRow = z.infer<typeof UserRow>;

/** One of TheHive 5's alert statuses. */
export const StatusRow = z.object({ value: z.string(), stage: z.string() });

export const PublicStatus = z.object({ version: z.string() });

export const OpenStatus = z.object({
  versions: z.object({ TheHive: z.string() }),
  health: z.object({ elasticsearch: z.string() }).optional().catch(undefined),
});

export const LicenceStatus = z.object({
  license: z.object({ isValid: z.boolean(), expiresAt: decoration(Count) }),
});
