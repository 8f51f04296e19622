import { alertRow } from "./alert-shapes.ts";
import { visible } from "./auth.ts";
import { caseRow } from "./case-shapes.ts";
import { alertFields, caseFields, commentFields, observableFields, userFields } from "./fields.ts";
import type { FilterContext } from "./filters.ts";
import type { Caller, Hive } from "./hive.ts";
import type {
  AlertStatus,
  Dialect,
  StoredAlert,
  StoredCase,
  StoredComment,
  StoredObservable,
} from "./model.ts";
import { artifact3, artifact4, observable4, observable5 } from "./observable-shapes.ts";
import { commentRow, statusRow, userRow } from "./people-shapes.ts";
import { present, type Row } from "./rows.ts";
import { similarAlertV1, similarCaseV0, similarCaseV1, templateRow } from "./similar-shapes.ts";
import { isSeen, type Likeness, similarAlerts, similarCases } from "./similarity.ts";
import { type Entity, type Traversal, traverse } from "./traversal.ts";

/** Who asks, in which dialect, of which TheHive. */
export interface View {
  hive: Hive;
  caller: Caller;
  dialect: Dialect;
}

/** Alerts as a list shows them: the caller's organisation, as far as the index has come. */
export function listedAlerts({ hive, caller }: View): StoredAlert[] {
  if (hive.faults.emptyOrganisation) return [];
  return hive.store.index.view().filter((alert) => visible(hive, caller, alert) !== undefined);
}

/** One alert as the wire shows it, spoilt if a fault says so. */
export function renderAlert({ hive, dialect }: View, alert: StoredAlert, extraData: Row = {}): unknown {
  return hive.faults.spoil(alert.id, alertRow(dialect, alert, extraData));
}

/** One alert with the cases that share observables with it, as v0 shows it when asked. */
export function renderWithSimilar(view: View, alert: StoredAlert): unknown {
  const row = renderAlert(view, alert);
  const cases = similarCases(view, alert).map(similarCaseV0);
  const artifacts = alert.observables.map((one) => ({
    ...(view.dialect === "v0-4" ? { ...artifact4(one), seen: isSeen(view, one) } : artifact3(one)),
  }));
  return typeof row === "object" && row !== null ? { ...row, artifacts, similarCases: cases } : row;
}

export function renderCase({ dialect, caller }: View, stored: StoredCase): Row {
  return caseRow(dialect, stored, caller.user.permissions);
}

export function renderObservable(dialect: Dialect, observable: StoredObservable, extraData: Row = {}): Row {
  if (dialect === "v1-5") return observable5(observable, extraData);
  return dialect === "v1-4" ? observable4(observable, extraData) : artifact4(observable);
}

export function walkAlerts(view: View, alerts: readonly StoredAlert[]): Traversal {
  const entity: Entity<StoredAlert> = {
    ...context(view, "Alert"),
    fields: alertFields(view.dialect),
    render: (alert, extraData) => renderAlert(view, alert, alertExtras(view, alert, extraData)),
    follow: {
      observables: (found) =>
        walkObservables(
          view,
          found.flatMap(({ observables }) => observables),
        ),
      case: (found) =>
        walkCases(
          view,
          found.flatMap(({ caseId }) => (caseId === undefined ? [] : [caseId])),
        ),
      ...(view.dialect === "v1-5"
        ? {
            comments: (found) => walkComments(view, found),
            similarAlerts: (found) =>
              walkSimilar(
                view,
                found.flatMap((alert) => similarAlerts(view, alert)),
                (one) => similarAlertV1(view, one),
              ),
            similarCases: (found) =>
              walkSimilar(
                view,
                found.flatMap((alert) => similarCases(view, alert)),
                (one) => similarCaseV1(view, one),
              ),
          }
        : {}),
    },
  };
  return traverse(entity, alerts);
}

export function walkCases(view: View, ids: readonly string[]): Traversal {
  const { cases } = view.hive.store;
  const found = [...new Set(ids)].flatMap((id) => visible(view.hive, view.caller, cases.get(id)) ?? []);
  const entity: Entity<StoredCase> = {
    ...context(view, "Case"),
    fields: caseFields(view.dialect),
    render: (stored) => renderCase(view, stored),
    follow: {
      observables: (chosen) =>
        walkObservables(
          view,
          chosen.flatMap((stored) => copiedObservables(view, stored)),
        ),
      alerts: (chosen) =>
        walkAlerts(
          view,
          alertsOf(
            view,
            chosen.flatMap(({ alertIds }) => alertIds),
          ),
        ),
    },
  };
  return traverse(entity, found);
}

export function walkObservables(view: View, observables: readonly StoredObservable[]): Traversal {
  const entity: Entity<StoredObservable> = {
    ...context(view, "Observable"),
    fields: observableFields(view.dialect),
    render: (observable, extraData) =>
      renderObservable(view.dialect, observable, observableExtras(view, observable, extraData)),
    follow: {
      alert: (found) =>
        walkAlerts(
          view,
          alertsOf(
            view,
            found.map(({ alertId }) => alertId),
          ),
        ),
    },
  };
  return traverse(entity, observables);
}

function walkSimilar<T>(
  view: View,
  found: readonly Likeness<T>[],
  render: (one: Likeness<T>) => Row,
): Traversal {
  return traverse({ ...context(view, "Similar"), fields: () => undefined, render, follow: {} }, found);
}

/** Case templates by name. */
export function walkTemplates(view: View): Traversal {
  const { caseTemplates } = view.hive.settings;
  const fields = (name: string) =>
    name === "name" ? { kind: "text" as const, read: (template: string) => template } : undefined;
  const render = (name: string) => templateRow(name, caseTemplates.indexOf(name), true);
  return traverse({ ...context(view, "CaseTemplate"), fields, render, follow: {} }, caseTemplates);
}

function observableExtras(view: View, observable: StoredObservable, wanted: ReadonlySet<string>): Row {
  return {
    ...(wanted.has("links") ? links(view, observable) : {}),
    ...(wanted.has("seen") ? { seen: isSeen(view, observable) } : {}),
  };
}

function walkComments(view: View, alerts: readonly StoredAlert[]): Traversal {
  const ids = new Set(alerts.map(({ id }) => id));
  const entity: Entity<StoredComment> = {
    ...context(view, "Comment"),
    fields: commentFields,
    render: commentRow,
    follow: {},
  };
  return traverse(
    entity,
    view.hive.store.comments.filter(({ alertId }) => ids.has(alertId)),
  );
}

export function walkUsers(view: View, users: Hive["users"]): Traversal {
  const { hive, caller, dialect } = view;
  const render = (user: Hive["users"][number]) => userRow(dialect, user, hive, caller);
  return traverse({ ...context(view, "User"), fields: userFields(dialect), render, follow: {} }, users);
}

export function walkStatuses(view: View): Traversal {
  const { statuses } = view.hive.store.lifecycle;
  const fields = (name: string) =>
    name === "value" || name === "stage"
      ? { kind: "text" as const, read: (status: AlertStatus) => status[name] }
      : undefined;
  const render = (status: AlertStatus) => statusRow(status, statuses.indexOf(status));
  return traverse({ ...context(view, "AlertStatus"), fields, render, follow: {} }, statuses);
}

/** TheHive 5 fills the new case in the background. */
export function copiedObservables({ hive }: View, stored: StoredCase): readonly StoredObservable[] {
  return hive.settings.clock.now() < stored.observablesFrom ? [] : stored.observables;
}

function context({ hive, dialect }: View, thing: string): Omit<FilterContext<never>, "fields"> {
  return { dialect, thing, now: hive.store.now(), inOnId: dialect !== "v1-5" || hive.settings.inOnId };
}

function alertsOf({ hive, caller }: View, ids: readonly string[]): StoredAlert[] {
  return [...new Set(ids)].flatMap((id) => visible(hive, caller, hive.store.alerts.get(id)) ?? []);
}

/** TheHive 4 puts the whole alert there, in v0 form; of TheHive 5 only the id is sure. */
function links({ hive, dialect }: View, { alertId }: StoredObservable): Row {
  const alert = hive.store.alerts.get(alertId);
  if (!hive.settings.observableLinks || alert === undefined) return {};
  return { links: { alert: dialect === "v1-5" ? { _id: alertId } : alertRow("v0-4", alert) } };
}

function alertExtras(view: View, alert: StoredAlert, wanted: ReadonlySet<string>): Row {
  const { hive, dialect } = view;
  const linked = alert.caseId === undefined ? undefined : hive.store.cases.get(alert.caseId);
  const known: Row = {
    importDate: alert.importedDate,
    caseNumber: linked?.number,
    ...(dialect === "v1-5"
      ? {
          relatedCase: linked && {
            number: linked.number,
            accessKind: "OrganisationAccessKind",
            isVisible: true,
          },
          status: { value: alert.status, stage: alert.stage },
          procedureCount: 0,
        }
      : { similarCases: similarCases(view, alert).map((one) => similarCaseV1(view, one)) }),
  };
  return present(Object.fromEntries(Object.entries(known).filter(([name]) => wanted.has(name))));
}
