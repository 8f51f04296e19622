import type { AlertStatus, Stage, StoredAlert, Version } from "./model.ts";

/** Statuses every TheHive 5 has. */
const PREDEFINED_STATUSES: readonly AlertStatus[] = [
  { value: "New", stage: "New" },
  { value: "InProgress", stage: "InProgress" },
  { value: "Pending", stage: "InProgress" },
  { value: "Imported", stage: "Imported" },
  { value: "Duplicate", stage: "Closed" },
  { value: "FalsePositive", stage: "Closed" },
  { value: "Ignored", stage: "Closed" },
];

/** How alerts move in one version of TheHive. */
export interface Lifecycle {
  /** Brings derived fields in line after a change and stamps the first entry into a stage. */
  align(alert: StoredAlert, now: number): void;
  statuses: readonly AlertStatus[];
  stageOf(status: string): Stage | undefined;
  /** The change that takes an alert off the list without a case. */
  closing(alert: StoredAlert, status: string | undefined): Partial<StoredAlert>;
  /** The change that puts it back on the list. */
  reopening(alert: StoredAlert): Partial<StoredAlert>;
  importing(caseId: string): Partial<StoredAlert>;
}

export function lifecycleOf(version: Version, extraStatuses: readonly AlertStatus[]): Lifecycle {
  switch (version) {
    case "3":
      return storedStatus();
    case "4":
      return readFlag();
    case "5":
      return stages([...PREDEFINED_STATUSES, ...extraStatuses]);
  }
}

/** TheHive 5: a status belongs to one of four stages. */
function stages(statuses: readonly AlertStatus[]): Lifecycle {
  const byValue = new Map(statuses.map((status) => [status.value, status.stage]));
  return {
    statuses,
    stageOf: (status) => byValue.get(status),
    align: (alert, now) => {
      alert.stage = byValue.get(alert.status) ?? alert.stage;
      alert.read = alert.stage === "Closed" || alert.stage === "Imported";
      stampStage(alert, now);
    },
    closing: (_alert, status = "Ignored") => {
      if (byValue.get(status) !== "Closed")
        throw new Error(`"${status}" is not a status that closes an alert`);
      return { status };
    },
    reopening: () => ({ status: "New", caseId: undefined }),
    importing: (caseId) => ({ status: "Imported", caseId }),
  };
}

/** TheHive 4: a read flag and a case; the old status names are derived from them. */
function readFlag(): Lifecycle {
  return {
    ...noStatuses(),
    align: (alert, now) => {
      if (alert.caseId === undefined) alert.status = alert.read ? "Ignored" : "New";
      else alert.status = alert.read ? "Imported" : "Updated";
      alert.stage = legacyStage(alert);
      stampStage(alert, now);
    },
    closing: () => ({ read: true }),
    reopening: () => ({ read: false }),
    importing: (caseId) => ({ read: true, caseId }),
  };
}

/** TheHive 3: one stored status out of four. */
function storedStatus(): Lifecycle {
  return {
    ...noStatuses(),
    align: (alert, now) => {
      alert.read = alert.status === "Ignored" || alert.status === "Imported";
      alert.stage = legacyStage(alert);
      stampStage(alert, now);
    },
    closing: ({ caseId }) => ({ status: caseId === undefined ? "Ignored" : "Imported" }),
    reopening: ({ caseId }) => ({ status: caseId === undefined ? "New" : "Updated" }),
    importing: (caseId) => ({ status: "Imported", caseId }),
  };
}

function noStatuses() {
  return { statuses: [], stageOf: () => undefined };
}

function legacyStage({ caseId, read }: StoredAlert): Stage {
  if (caseId !== undefined) return "Imported";
  return read ? "Closed" : "New";
}

function stampStage(alert: StoredAlert, now: number): void {
  if (alert.stage === "InProgress") alert.inProgressDate ??= now;
  if (alert.stage === "Closed") alert.closedDate ??= now;
  if (alert.stage === "Imported") alert.importedDate ??= now;
}
