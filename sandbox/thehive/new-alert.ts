import type { Triple } from "./ids.ts";
import type { AlertDraft, CustomField, ObservableDraft, StoredAlert, StoredObservable } from "./model.ts";
import type { Settings } from "./options.ts";

interface Birth {
  /** Counts up per server; makes a reference when the source gave none. */
  nth: number;
  settings: Settings;
  now: number;
  idOf(triple: Triple): string;
}

/** A full alert out of what its source sent. */
export function newAlert(draft: AlertDraft, { nth, settings, now, idOf }: Birth): StoredAlert {
  const createdAt = draft.createdAt ?? now;
  const triple = {
    type: draft.type ?? "siem",
    source: draft.source ?? "sandbox",
    sourceRef: draft.sourceRef ?? `ref-${String(nth).padStart(6, "0")}`,
  };
  return {
    id: idOf(triple),
    organisation: draft.organisation ?? settings.organisation,
    ...triple,
    externalLink: draft.externalLink,
    title: draft.title,
    description: draft.description ?? "",
    severity: draft.severity ?? 2,
    date: draft.date ?? createdAt,
    lastSyncDate: createdAt,
    tags: draft.tags ?? [],
    tlp: draft.tlp ?? 2,
    pap: draft.pap ?? 2,
    follow: draft.follow ?? true,
    customFields: customFieldsOf(draft.customFields ?? {}),
    caseTemplate: draft.caseTemplate,
    summary: draft.summary,
    createdAt,
    createdBy: draft.createdBy ?? "feeder@soc.example",
    updatedAt: undefined,
    updatedBy: undefined,
    status: draft.status ?? "New",
    stage: "New",
    read: false,
    caseId: undefined,
    assignee: draft.assignee,
    newDate: createdAt,
    inProgressDate: undefined,
    closedDate: undefined,
    importedDate: undefined,
    observables: [],
  };
}

/** A full observable of `alert`. */
export function newObservable(
  draft: ObservableDraft,
  { alert, id, now, by }: { alert: StoredAlert; id: string; now: number; by: string },
): StoredObservable {
  return {
    id,
    alertId: alert.id,
    dataType: draft.dataType,
    data: draft.data,
    attachment: draft.attachment,
    message: draft.message,
    tags: draft.tags ?? [],
    tlp: draft.tlp ?? alert.tlp,
    pap: draft.pap ?? alert.pap,
    ioc: draft.ioc ?? false,
    sighted: draft.sighted ?? false,
    createdAt: now,
    createdBy: by,
  };
}

/** Types each value by what it is. */
export function customFieldsOf(values: Readonly<Record<string, string | number | boolean>>): CustomField[] {
  return Object.entries(values).map(([name, value], order) => ({ name, type: typeOf(value), value, order }));
}

function typeOf(value: string | number | boolean): CustomField["type"] {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  return Number.isInteger(value) ? "integer" : "float";
}
