/** Product generations of TheHive; each has its own face over the same data. */
export type Version = "3" | "4" | "5";

/** The API languages spoken: v0 by TheHive 3 and 4, v1 by 4 and 5, each with its own rules. */
export type Dialect = "v0-3" | "v0-4" | "v1-4" | "v1-5";

/**
 * Where an alert stands, whatever the version. TheHive 5 names these itself; for 3 and 4 they are
 * worked out from status, read flag and case, so that a page can show one column for all.
 */
export type Stage = "New" | "InProgress" | "Closed" | "Imported";

/** A status of TheHive 5 and the stage it belongs to. */
export interface AlertStatus {
  value: string;
  stage: Stage;
  hidden?: boolean;
}

export interface CustomField {
  name: string;
  type: "string" | "integer" | "float" | "boolean" | "date";
  value: string | number | boolean;
  order: number;
}

export interface Attachment {
  name: string;
  size: number;
  contentType: string;
}

export interface StoredObservable {
  id: string;
  alertId: string;
  dataType: string;
  /** Absent for files, which have an attachment instead. */
  data: string | undefined;
  attachment: Attachment | undefined;
  message: string | undefined;
  tags: readonly string[];
  tlp: number;
  pap: number;
  ioc: boolean;
  sighted: boolean;
  createdAt: number;
  createdBy: string;
}

/** One alert as TheHive keeps it. All dates are ms since 1970 UTC by TheHive's own clock. */
export interface StoredAlert {
  id: string;
  organisation: string;
  type: string;
  source: string;
  sourceRef: string;
  externalLink: string | undefined;
  title: string;
  description: string;
  /** 1 low, 2 medium, 3 high, 4 critical. */
  severity: number;
  /** When the source says it happened; may be long before `createdAt`. */
  date: number;
  lastSyncDate: number;
  tags: readonly string[];
  tlp: number;
  pap: number;
  follow: boolean;
  customFields: readonly CustomField[];
  caseTemplate: string | undefined;
  summary: string | undefined;
  createdAt: number;
  createdBy: string;
  updatedAt: number | undefined;
  updatedBy: string | undefined;
  /** 5: a configurable name. 3: New, Updated, Ignored or Imported, stored. 4: the same four, derived. */
  status: string;
  stage: Stage;
  read: boolean;
  caseId: string | undefined;
  assignee: string | undefined;
  newDate: number;
  inProgressDate: number | undefined;
  closedDate: number | undefined;
  importedDate: number | undefined;
  observables: readonly StoredObservable[];
}

export interface StoredCase {
  id: string;
  /** The number people say aloud; links use the id. */
  number: number;
  organisation: string;
  title: string;
  description: string;
  severity: number;
  startDate: number;
  tags: readonly string[];
  tlp: number;
  pap: number;
  flag: boolean;
  assignee: string | undefined;
  closed: boolean;
  summary: string | undefined;
  customFields: readonly CustomField[];
  createdAt: number;
  createdBy: string;
  updatedAt: number | undefined;
  updatedBy: string | undefined;
  alertIds: readonly string[];
  observables: readonly StoredObservable[];
  /** TheHive 5 copies observables in the background: before this instant it shows none. */
  observablesFrom: number;
  origin: { date: number; newDate: number; inProgressDate: number | undefined } | undefined;
}

export interface StoredComment {
  id: string;
  alertId: string;
  message: string;
  createdAt: number;
  createdBy: string;
}

export interface HiveUser {
  id: string;
  login: string;
  name: string;
  email: string | undefined;
  permissions: string[];
  apiKey: string | undefined;
  password: string | undefined;
  type: "Normal" | "Service";
  locked: boolean;
}

export interface ObservableDraft {
  dataType: string;
  data?: string | undefined;
  attachment?: Attachment | undefined;
  message?: string | undefined;
  tags?: readonly string[] | undefined;
  tlp?: number | undefined;
  pap?: number | undefined;
  ioc?: boolean | undefined;
  sighted?: boolean | undefined;
}

/** What a detection tool sends; all but the title has a sensible default. */
export interface AlertDraft {
  title: string;
  severity?: number | undefined;
  type?: string | undefined;
  source?: string | undefined;
  sourceRef?: string | undefined;
  externalLink?: string | undefined;
  description?: string | undefined;
  tags?: readonly string[] | undefined;
  tlp?: number | undefined;
  pap?: number | undefined;
  follow?: boolean | undefined;
  observables?: readonly ObservableDraft[] | undefined;
  customFields?: Readonly<Record<string, string | number | boolean>> | undefined;
  caseTemplate?: string | undefined;
  /** TheHive 5 only: the status it starts in. */
  status?: string | undefined;
  assignee?: string | undefined;
  summary?: string | undefined;
  organisation?: string | undefined;
  createdAt?: number | undefined;
  createdBy?: string | undefined;
  date?: number | undefined;
}

/** What happened to the data, told after it happened. */
export type HiveChange =
  | { kind: "alertsRaised"; ids: readonly string[] }
  | { kind: "alertChanged"; id: string }
  | { kind: "alertRemoved"; id: string }
  | { kind: "caseOpened"; id: string; alertId: string | undefined }
  | { kind: "caseChanged"; id: string }
  | { kind: "caseRemoved"; id: string }
  | { kind: "commentAdded"; id: string; alertId: string }
  | { kind: "connectivity"; up: boolean };
