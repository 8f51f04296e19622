import { alertKpis } from "./alert-shapes.ts";
import type { Dialect, HiveUser, StoredAlert, StoredCase, StoredComment, StoredObservable } from "./model.ts";

/** What a filter or sort may ask of one thing. `flag` fields know equality only. */
export interface Field<T> {
  kind: "text" | "number" | "date" | "flag" | "texts";
  read(thing: T): unknown;
}

/** Field by name; undefined where the dialect has no such field. */
export type FieldsOf<T> = (name: string) => Field<T> | undefined;

type Table<T> = Readonly<Record<string, Field<T>>>;

const text = <T>(read: (thing: T) => unknown): Field<T> => ({ kind: "text", read });
const number = <T>(read: (thing: T) => unknown): Field<T> => ({ kind: "number", read });
const date = <T>(read: (thing: T) => unknown): Field<T> => ({ kind: "date", read });
const flag = <T>(read: (thing: T) => unknown): Field<T> => ({ kind: "flag", read });
const texts = <T>(read: (thing: T) => unknown): Field<T> => ({ kind: "texts", read });

interface Stamped {
  id: string;
  createdAt: number;
  createdBy: string;
  updatedAt?: number | undefined;
  updatedBy?: string | undefined;
}

const STAMPS_V1: Table<Stamped> = {
  _id: text((thing) => thing.id),
  _createdAt: date((thing) => thing.createdAt),
  _createdBy: text((thing) => thing.createdBy),
  _updatedAt: date((thing) => thing.updatedAt),
  _updatedBy: text((thing) => thing.updatedBy),
};

const STAMPS_V0: Table<Stamped> = {
  _id: text((thing) => thing.id),
  id: text((thing) => thing.id),
  createdAt: date((thing) => thing.createdAt),
  createdBy: text((thing) => thing.createdBy),
  updatedAt: date((thing) => thing.updatedAt),
  updatedBy: text((thing) => thing.updatedBy),
};

const ALERT: Table<StoredAlert> = {
  type: text((alert) => alert.type),
  source: text((alert) => alert.source),
  sourceRef: text((alert) => alert.sourceRef),
  title: text((alert) => alert.title),
  description: text((alert) => alert.description),
  severity: number((alert) => alert.severity),
  date: date((alert) => alert.date),
  lastSyncDate: date((alert) => alert.lastSyncDate),
  tags: texts((alert) => alert.tags),
  tlp: number((alert) => alert.tlp),
  pap: number((alert) => alert.pap),
  follow: flag((alert) => alert.follow),
};

const READ_AND_CASE: Table<StoredAlert> = {
  read: flag((alert) => alert.read),
  imported: flag((alert) => alert.caseId !== undefined),
  case: text((alert) => alert.caseId),
};

const ALERT_FIELDS: Record<Dialect, Table<StoredAlert>> = {
  "v0-3": {
    ...STAMPS_V0,
    ...ALERT,
    status: text((alert) => alert.status),
    case: text((alert) => alert.caseId),
  },
  "v0-4": { ...STAMPS_V0, ...ALERT, ...READ_AND_CASE, status: text((alert) => alert.status) },
  "v1-4": {
    ...STAMPS_V1,
    ...ALERT,
    ...READ_AND_CASE,
    flag: flag(() => false),
    summary: text((alert) => alert.summary),
    user: text((alert) => alert.createdBy),
    importDate: date((alert) => alert.importedDate),
  },
  "v1-5": {
    ...STAMPS_V1,
    ...ALERT,
    case: text((alert) => alert.caseId),
    status: text((alert) => alert.status),
    stage: text((alert) => alert.stage),
    assignee: text((alert) => alert.assignee),
    summary: text((alert) => alert.summary),
    externalLink: text((alert) => alert.externalLink),
    importDate: date((alert) => alert.importedDate),
    newDate: date((alert) => alert.newDate),
    inProgressDate: date((alert) => alert.inProgressDate),
    closedDate: date((alert) => alert.closedDate),
    importedDate: date((alert) => alert.importedDate),
    timeToDetect: number((alert) => alertKpis(alert).timeToDetect),
    timeToTriage: number((alert) => alertKpis(alert).timeToTriage),
    timeToQualify: number((alert) => alertKpis(alert).timeToQualify),
    timeToAcknowledge: number((alert) => alertKpis(alert).timeToAcknowledge),
  },
};

/** Fields of alerts, custom fields included. */
export function alertFields(dialect: Dialect): FieldsOf<StoredAlert> {
  const table = ALERT_FIELDS[dialect];
  return (name) => (name.startsWith("customFields.") ? customField(name) : own(table, name));
}

export function caseFields(dialect: Dialect): FieldsOf<StoredCase> {
  const isV1 = dialect === "v1-4" || dialect === "v1-5";
  const table: Table<StoredCase> = {
    ...(isV1 ? STAMPS_V1 : STAMPS_V0),
    [isV1 ? "number" : "caseId"]: number((stored: StoredCase) => stored.number),
    title: text((stored) => stored.title),
    severity: number((stored) => stored.severity),
    startDate: date((stored) => stored.startDate),
    tags: texts((stored) => stored.tags),
    assignee: text((stored) => stored.assignee),
  };
  return (name) => own(table, name);
}

export function observableFields(dialect: Dialect): FieldsOf<StoredObservable> {
  const table: Table<StoredObservable> = {
    ...(dialect === "v1-4" || dialect === "v1-5" ? STAMPS_V1 : STAMPS_V0),
    dataType: text((observable) => observable.dataType),
    data: text((observable) => observable.data),
    message: text((observable) => observable.message),
    tags: texts((observable) => observable.tags),
    tlp: number((observable) => observable.tlp),
    ioc: flag((observable) => observable.ioc),
    sighted: flag((observable) => observable.sighted),
  };
  return (name) => own(table, name);
}

const COMMENT: Table<StoredComment> = {
  ...STAMPS_V1,
  createdAt: date((comment) => comment.createdAt),
  message: text((comment) => comment.message),
};

export const commentFields: FieldsOf<StoredComment> = (name) => own(COMMENT, name);

export function userFields(dialect: Dialect): FieldsOf<HiveUser> {
  const table: Table<HiveUser> = {
    _id: text((user) => user.id),
    login: text((user) => user.login),
    name: text((user) => user.name),
    locked: flag((user) => user.locked),
    ...(dialect === "v1-5" ? { email: text((user: HiveUser) => user.email) } : {}),
  };
  return (name) => own(table, name);
}

function own<T>(table: Table<T>, name: string): Field<T> | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function customField(path: string): Field<StoredAlert> {
  const wanted = path.split(".")[1];
  return text((alert) => alert.customFields.find(({ name }) => name === wanted)?.value);
}
