import { customFieldsV0, customFieldsV1 } from "./custom-fields.ts";
import { papLabel, severityLabel, tlpLabel } from "./labels.ts";
import type { Dialect, StoredCase } from "./model.ts";
import { orNull, present, type Row } from "./rows.ts";

/** A case as this dialect writes it; `permissions` are the reader's own. */
export function caseRow(
  dialect: Dialect,
  stored: StoredCase,
  permissions: readonly string[],
  extraData: Row = {},
): Row {
  switch (dialect) {
    case "v0-3":
      return caseV0of3(stored);
    case "v0-4":
      return caseV0of4(stored, permissions);
    case "v1-4":
      return caseV1of4(stored, extraData);
    case "v1-5":
      return caseV1of5(stored, permissions, extraData);
  }
}

/** In v0 `caseId` is the number. */
function caseV0of3(stored: StoredCase): Row {
  return present({
    _id: stored.id,
    id: stored.id,
    _routing: stored.id,
    _parent: null,
    _type: "case",
    createdBy: stored.createdBy,
    createdAt: stored.createdAt,
    updatedBy: stored.updatedBy,
    updatedAt: stored.updatedAt,
    caseId: stored.number,
    title: stored.title,
    description: stored.description,
    severity: stored.severity,
    startDate: stored.startDate,
    tags: stored.tags,
    flag: stored.flag,
    tlp: stored.tlp,
    pap: stored.pap,
    status: stored.closed ? "Resolved" : "Open",
    owner: stored.assignee ?? stored.createdBy,
    customFields: customFieldsV0(stored.customFields, true),
    metrics: {},
  });
}

function caseV0of4(stored: StoredCase, permissions: readonly string[]): Row {
  return {
    _id: stored.id,
    id: stored.id,
    createdBy: stored.createdBy,
    updatedBy: orNull(stored.updatedBy),
    createdAt: stored.createdAt,
    updatedAt: orNull(stored.updatedAt),
    _type: "case",
    caseId: stored.number,
    title: stored.title,
    description: stored.description,
    severity: stored.severity,
    startDate: stored.startDate,
    endDate: null,
    impactStatus: null,
    resolutionStatus: null,
    tags: stored.tags,
    flag: stored.flag,
    tlp: stored.tlp,
    pap: stored.pap,
    status: stored.closed ? "Resolved" : "Open",
    summary: orNull(stored.summary),
    owner: orNull(stored.assignee),
    customFields: customFieldsV0(stored.customFields, true),
    stats: {},
    permissions,
  };
}

function caseV1of4(stored: StoredCase, extraData: Row): Row {
  return present({
    _id: stored.id,
    _type: "Case",
    _createdBy: stored.createdBy,
    _updatedBy: stored.updatedBy,
    _createdAt: stored.createdAt,
    _updatedAt: stored.updatedAt,
    number: stored.number,
    title: stored.title,
    description: stored.description,
    severity: stored.severity,
    startDate: stored.startDate,
    tags: stored.tags,
    flag: stored.flag,
    tlp: stored.tlp,
    pap: stored.pap,
    status: stored.closed ? "Resolved" : "Open",
    summary: stored.summary,
    assignee: stored.assignee,
    customFields: customFieldsV1(stored.customFields, true),
    extraData,
  });
}

function caseV1of5(stored: StoredCase, permissions: readonly string[], extraData: Row): Row {
  const { origin } = stored;
  return present({
    _id: stored.id,
    _type: "Case",
    _createdBy: stored.createdBy,
    _updatedBy: stored.updatedBy,
    _createdAt: stored.createdAt,
    _updatedAt: stored.updatedAt,
    number: stored.number,
    title: stored.title,
    description: stored.description,
    severity: stored.severity,
    severityLabel: severityLabel(stored.severity),
    startDate: stored.startDate,
    tags: stored.tags,
    flag: stored.flag,
    tlp: stored.tlp,
    tlpLabel: tlpLabel(stored.tlp),
    pap: stored.pap,
    papLabel: papLabel(stored.pap),
    status: stored.closed ? "TruePositive" : "New",
    stage: stored.closed ? "Closed" : "New",
    summary: stored.summary,
    assignee: stored.assignee,
    access: { _kind: "OrganisationAccessKind" },
    customFields: customFieldsV1(stored.customFields, false),
    userPermissions: permissions,
    extraData,
    newDate: stored.createdAt,
    timeToDetect: 0,
    ...(origin === undefined
      ? {}
      : {
          alertDate: origin.date,
          alertNewDate: origin.newDate,
          alertInProgressDate: origin.inProgressDate,
          alertImportedDate: stored.createdAt,
        }),
  });
}
