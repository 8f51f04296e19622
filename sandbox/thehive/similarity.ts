import { visible } from "./auth.ts";
import type { View } from "./entities.ts";
import type { StoredAlert, StoredCase, StoredObservable } from "./model.ts";

/** Another alert or case, and how many observables it shares. */
export interface Likeness<T> {
  thing: T;
  shared: number;
}

/** Cases that hold an observable of the alert, its own left out. */
export function similarCases({ hive, caller }: View, alert: StoredAlert): Likeness<StoredCase>[] {
  const cases = [...hive.store.cases.values()].filter(({ id }) => id !== alert.caseId);
  return sharing(cases, alert).filter(({ thing }) => visible(hive, caller, thing) !== undefined);
}

/** Other alerts that hold an observable of the alert. */
export function similarAlerts({ hive, caller }: View, alert: StoredAlert): Likeness<StoredAlert>[] {
  const alerts = [...hive.store.alerts.values()].filter(({ id }) => id !== alert.id);
  return sharing(alerts, alert).filter(({ thing }) => visible(hive, caller, thing) !== undefined);
}

/** Whether another alert or case holds the same. */
export function isSeen({ hive }: View, observable: StoredObservable): boolean {
  const own = keyOf(observable);
  const elsewhere = (held: readonly StoredObservable[]) =>
    held.some((other) => other.alertId !== observable.alertId && keyOf(other) === own);
  const { alerts, cases } = hive.store;
  return [...alerts.values(), ...cases.values()].some(({ observables }) => elsewhere(observables));
}

function sharing<T extends StoredAlert | StoredCase>(
  things: readonly T[],
  alert: StoredAlert,
): Likeness<T>[] {
  const own = new Set(alert.observables.map(keyOf));
  return things
    .map((thing) => ({ thing, shared: thing.observables.filter((one) => own.has(keyOf(one))).length }))
    .filter(({ shared }) => shared > 0);
}

function keyOf({ dataType, data, attachment }: StoredObservable): string {
  return JSON.stringify([dataType, data ?? attachment?.name]);
}
