import { type Clock, iso } from "../../lib/time.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { type Alert, type AlertId, system } from "../../sla/model.ts";
import { type AlertRecord, newRecord, snapshot } from "../../sla/record.ts";
import type { Change } from "../../sla/respond.ts";
import type { Entry } from "../ports/store.ts";
import { caseIndex } from "./case-index.ts";
import type { Journal } from "./journal.ts";

export interface Watched {
  readonly alert: Alert;
  readonly record: AlertRecord;
}

/** Every alert we know. A change counts from the moment it is made; the journal brings it to the disk. */
export interface Watchlist {
  load(records: readonly AlertRecord[]): void;
  get(id: AlertId): Watched | undefined;
  byNumber(number: number): AlertId | undefined;
  all(): Iterable<Watched>;
  /** The alerts that became one case, in no order. */
  ofCase(caseId: string): Iterable<Watched>;
  /** Alerts that wait for a person, as far as we know. */
  open(): ReadonlySet<AlertId>;
  /** Starts to watch alerts seen for the first time, in one go. */
  admit(alerts: readonly Alert[]): Promise<void>;
  /** Takes note of an alert as it was just read. Not saved: TheHive has it. */
  refresh(alert: Alert): void;
  /** Changes a record in memory and gives the entry to write with whatever belongs to it. */
  change(id: AlertId, record: AlertRecord): readonly Entry[];
  /** Changes it and writes it. Resolves once it is on the disk, or the disk refuses. */
  commit(id: AlertId, change: Change): Promise<void>;
  forget(id: AlertId): readonly Entry[];
  onChange(listener: (id: AlertId) => void): () => void;
}

/** Of what strangers wrote, in the trail. */
const LONGEST_VALUE = 80;

const recordKey = (id: AlertId) => `record:${id}`;

/** @param reportedFields the custom fields by which reports tell alerts apart: their values go to the trail */
export function watchlist(
  journal: Journal,
  clock: Clock,
  reportedFields: () => readonly string[] = () => [],
): Watchlist {
  const records = new Map<AlertId, AlertRecord>();
  const numbers = new Map<number, AlertId>();
  const cases = caseIndex();
  const open = new Set<AlertId>();
  const listeners = new Set<(id: AlertId) => void>();
  let highestNumber = 0;

  function put(record: AlertRecord): void {
    const { alertId, number, handled } = record;
    records.set(alertId, record);
    numbers.set(number, alertId);
    if (handled === undefined) open.add(alertId);
    else open.delete(alertId);
    cases.note(record);
    highestNumber = Math.max(highestNumber, number);
  }

  function get(id: AlertId): Watched | undefined {
    const record = records.get(id);
    return record === undefined ? undefined : watched(record);
  }

  const tell = (id: AlertId) => {
    for (const listener of listeners) listener(id);
  };

  function change(id: AlertId, record: AlertRecord): readonly Entry[] {
    // What was read last, whatever the change was worked out from.
    const current = { ...record, alert: records.get(id)?.alert ?? record.alert };
    put(current);
    tell(id);
    return [rowOf(current)];
  }

  return {
    load(found) {
      for (const record of found) put(record);
    },
    get,
    byNumber: (number) => numbers.get(number),
    *all() {
      for (const record of records.values()) yield watched(record);
    },
    ofCase: (caseId) => cases.of(caseId).flatMap((id) => get(id) ?? []),
    open: () => open,
    async admit(alerts) {
      const now = clock.now();
      const strangers = alerts.map((alert) => newRecord(alert, ++highestNumber, now));
      for (const record of strangers) put(record);
      for (const { alertId } of strangers) tell(alertId);
      await journal.write(
        strangers.map(rowOf),
        strangers.map((record) => seen(record, reportedFields())),
      );
    },
    refresh(alert) {
      const entry = get(alert.id);
      // The very same is no news.
      if (entry === undefined || entry.alert === alert) return;
      // Observables come apart from the alert on some versions: what was read once is not lost.
      const { observables } = entry.alert;
      const isWhole = alert.observables !== undefined || observables === undefined;
      const current: Alert = isWhole ? alert : { ...alert, observables };
      records.set(alert.id, { ...entry.record, alert: current });
      tell(alert.id);
    },
    change,
    async commit(id, { record, events }) {
      await journal.write(change(id, record), events);
    },
    forget(id) {
      const record = records.get(id);
      if (record === undefined) return [];
      records.delete(id);
      open.delete(id);
      cases.forget(id);
      numbers.delete(record.number);
      return [[recordKey(id), undefined]];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The alert is kept in its record, once for each of thousands. */
function watched(record: AlertRecord): Watched {
  return { alert: record.alert, record };
}

/** As it is written. In memory its alert is the one that was read, with its observables: one is enough. */
function rowOf(record: AlertRecord): Entry {
  return [recordKey(record.alertId), { ...record, alert: snapshot(record.alert) }];
}

function seen({ alert, number, firstSeenAt }: AlertRecord, reported: readonly string[]): AuditEvent {
  const fields = reported.flatMap((name) => {
    const value = alert.customFields[name];
    return value === undefined ? [] : [[name, String(value).slice(0, LONGEST_VALUE)] as const];
  });
  return {
    at: iso(firstSeenAt),
    event: "alert.seen",
    actor: system,
    alertId: alert.id,
    detail: {
      number,
      severity: alert.severity,
      createdAt: iso(alert.createdAt),
      source: alert.source.slice(0, LONGEST_VALUE),
      ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
    },
  };
}
