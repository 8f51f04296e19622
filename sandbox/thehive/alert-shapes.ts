import { customFieldsV0, customFieldsV1 } from "./custom-fields.ts";
import { papLabel, severityLabel, tlpLabel } from "./labels.ts";
import type { Dialect, StoredAlert } from "./model.ts";
import { artifact3, artifact4 } from "./observable-shapes.ts";
import { orNull, present, type Row } from "./rows.ts";

/** An alert as this dialect writes it. v0 has no `extraData`. */
export function alertRow(dialect: Dialect, alert: StoredAlert, extraData: Row = {}): Row {
  switch (dialect) {
    case "v0-3":
      return alertV0of3(alert);
    case "v0-4":
      return alertV0of4(alert);
    case "v1-4":
      return alertV1of4(alert, extraData);
    case "v1-5":
      return alertV1of5(alert, extraData);
  }
}

/** Empty keys are left out; observables come along, without ids. */
function alertV0of3(alert: StoredAlert): Row {
  return present({
    _id: alert.id,
    id: alert.id,
    _routing: alert.id,
    _parent: null,
    _type: "alert",
    createdBy: alert.createdBy,
    createdAt: alert.createdAt,
    updatedBy: alert.updatedBy,
    updatedAt: alert.updatedAt,
    type: alert.type,
    source: alert.source,
    sourceRef: alert.sourceRef,
    case: alert.caseId,
    title: alert.title,
    description: alert.description,
    severity: alert.severity,
    date: alert.date,
    lastSyncDate: alert.lastSyncDate,
    tags: alert.tags,
    tlp: alert.tlp,
    status: alert.status,
    follow: alert.follow,
    customFields: customFieldsV0(alert.customFields, true),
    caseTemplate: alert.caseTemplate,
    artifacts: alert.observables.map(artifact3),
  });
}

/** Every key is there; empty ones are null. */
function alertV0of4(alert: StoredAlert): Row {
  return {
    _id: alert.id,
    id: alert.id,
    createdBy: alert.createdBy,
    updatedBy: orNull(alert.updatedBy),
    createdAt: alert.createdAt,
    updatedAt: orNull(alert.updatedAt),
    _type: "alert",
    type: alert.type,
    source: alert.source,
    sourceRef: alert.sourceRef,
    externalLink: orNull(alert.externalLink),
    case: orNull(alert.caseId),
    title: alert.title,
    description: alert.description,
    severity: alert.severity,
    date: alert.date,
    tags: alert.tags,
    tlp: alert.tlp,
    pap: alert.pap,
    status: alert.status,
    follow: alert.follow,
    customFields: customFieldsV0(alert.customFields, false),
    caseTemplate: orNull(alert.caseTemplate),
    artifacts: alert.observables.map(artifact4),
    similarCases: [],
  };
}

/** No status and no stage: only whether it was read and whether it has a case. */
function alertV1of4(alert: StoredAlert, extraData: Row): Row {
  return present({
    _id: alert.id,
    _type: "Alert",
    _createdBy: alert.createdBy,
    _updatedBy: alert.updatedBy,
    _createdAt: alert.createdAt,
    _updatedAt: alert.updatedAt,
    type: alert.type,
    source: alert.source,
    sourceRef: alert.sourceRef,
    externalLink: alert.externalLink,
    title: alert.title,
    description: alert.description,
    severity: alert.severity,
    date: alert.date,
    tags: alert.tags,
    tlp: alert.tlp,
    pap: alert.pap,
    read: alert.read,
    follow: alert.follow,
    customFields: customFieldsV1(alert.customFields, true),
    caseTemplate: alert.caseTemplate,
    observableCount: alert.observables.length,
    caseId: alert.caseId,
    extraData,
  });
}

function alertV1of5(alert: StoredAlert, extraData: Row): Row {
  return present({
    _id: alert.id,
    _type: "Alert",
    _createdBy: alert.createdBy,
    _updatedBy: alert.updatedBy,
    _createdAt: alert.createdAt,
    _updatedAt: alert.updatedAt,
    type: alert.type,
    source: alert.source,
    sourceRef: alert.sourceRef,
    externalLink: alert.externalLink,
    title: alert.title,
    description: alert.description,
    severity: alert.severity,
    severityLabel: severityLabel(alert.severity),
    date: alert.date,
    tags: alert.tags,
    tlp: alert.tlp,
    tlpLabel: tlpLabel(alert.tlp),
    pap: alert.pap,
    papLabel: papLabel(alert.pap),
    follow: alert.follow,
    customFields: customFieldsV1(alert.customFields, false),
    caseTemplate: alert.caseTemplate,
    observableCount: alert.observables.length,
    caseId: alert.caseId,
    status: alert.status,
    stage: alert.stage,
    assignee: alert.assignee,
    summary: alert.summary,
    extraData,
    newDate: alert.newDate,
    inProgressDate: alert.inProgressDate,
    closedDate: alert.closedDate,
    importedDate: alert.importedDate,
    ...alertKpis(alert),
  });
}

/** Lengths of time, in ms, that TheHive 5 works out from the first entry into each stage. */
export function alertKpis({ date, newDate, inProgressDate, closedDate, importedDate }: StoredAlert): Row {
  const qualified = Math.max(closedDate ?? 0, importedDate ?? 0);
  return {
    timeToDetect: newDate - date,
    timeToTriage: inProgressDate === undefined ? undefined : inProgressDate - newDate,
    timeToQualify: qualified === 0 ? undefined : qualified - newDate,
    timeToAcknowledge: inProgressDate === undefined ? undefined : inProgressDate - date,
  };
}
