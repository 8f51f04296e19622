import type { StoredAlert, StoredCase } from "./model.ts";
import type { HiveStore } from "./store.ts";

/** Opens a case for an alert and links the two; what the caller gives wins over the alert's own values. */
export function openCaseFor(
  store: HiveStore,
  alert: StoredAlert,
  { by, overrides = {} }: { by: string; overrides?: Partial<StoredCase> },
): StoredCase {
  const { version, observableCopyDelay, clock } = store.settings;
  const opened = store.addCase({
    ...blankCase(alert, by),
    // TheHive 3 keeps the alert's date, the others start the case now.
    startDate: version === "3" ? alert.date : store.now(),
    alertIds: [alert.id],
    observables: alert.observables,
    observablesFrom: version === "5" ? clock.now() + observableCopyDelay : 0,
    origin: { date: alert.date, newDate: alert.newDate, inProgressDate: alert.inProgressDate },
    ...overrides,
  });
  link(store, alert, opened, by);
  return opened;
}

/** Adds an alert to a case that exists. */
export function mergeInto(store: HiveStore, alert: StoredAlert, target: StoredCase, by: string): void {
  const { version } = store.settings;
  const note = `\n\n#### Merged with alert #${alert.sourceRef} ${alert.title}\n\n${alert.description.trim()}`;
  store.changeCase(
    target,
    {
      description: version === "5" ? target.description : target.description + note,
      tags: [...new Set([...target.tags, ...alert.tags])],
      alertIds: [...target.alertIds, alert.id],
      observables: [...target.observables, ...alert.observables],
    },
    by,
  );
  link(store, alert, target, by);
}

/** Takes an alert out of its case (TheHive 5). */
export function unlink(store: HiveStore, alert: StoredAlert, by: string): void {
  const linked = alert.caseId === undefined ? undefined : store.cases.get(alert.caseId);
  if (linked !== undefined) {
    store.changeCase(linked, { alertIds: linked.alertIds.filter((id) => id !== alert.id) }, by);
  }
  store.change(alert, { status: "New", caseId: undefined }, { by });
}

/** Deletes a case; its alerts lose the link but stay read. */
export function removeCase(store: HiveStore, removed: StoredCase, by: string): void {
  store.cases.delete(removed.id);
  store.changes.emit({ kind: "caseRemoved", id: removed.id });
  for (const id of removed.alertIds) {
    const alert = store.alerts.get(id);
    if (alert === undefined) continue;
    const freed = { caseId: undefined, ...(store.settings.version === "4" ? {} : { status: "New" }) };
    store.change(alert, freed, { by });
  }
}

/** A case made by hand, or the parts of one that come from an alert. */
export function blankCase(
  from: Pick<
    StoredAlert,
    "title" | "description" | "severity" | "tags" | "tlp" | "pap" | "organisation" | "customFields"
  >,
  by: string,
): Omit<StoredCase, "id" | "number" | "createdAt" | "startDate"> {
  return {
    organisation: from.organisation,
    title: from.title,
    description: from.description,
    severity: from.severity,
    tags: from.tags,
    tlp: from.tlp,
    pap: from.pap,
    flag: false,
    assignee: by,
    closed: false,
    summary: undefined,
    customFields: from.customFields,
    createdBy: by,
    updatedAt: undefined,
    updatedBy: undefined,
    alertIds: [],
    observables: [],
    observablesFrom: 0,
    origin: undefined,
  };
}

function link(store: HiveStore, alert: StoredAlert, target: StoredCase, by: string): void {
  const touch = !(store.settings.version === "4" && store.settings.quietReads);
  store.change(alert, store.lifecycle.importing(target.id), { by, touch });
}
