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
  const watched = new Map<AlertId, Watched>();
  const numbers = new Map<number, AlertId>();
  const cases = caseIndex();
  const open = new Set<AlertId>();
  const listeners = new Set<(id: AlertId) => void>();
  let highestNumber = 0;

  function put(entry: Watched): void {
    watched.set(entry.record.alertId, entry);
    numbers.set(entry.record.number, entry.record.alertId);
    if (entry.record.handled === undefined) open.add(entry.record.alertId);
    else open.delete(entry.record.alertId);
    cases.note(entry.record);
    highestNumber = Math.max(highestNumber, entry.record.number);
  }

  const tell = (id: AlertId) => {
    for (const listener of listeners) listener(id);
  };

  function change(id: AlertId, record: AlertRecord): readonly Entry[] {
    const entry = watched.get(id);
    // What was read last, whatever the change was worked out from.
    const current = { ...record, alert: entry?.record.alert ?? record.alert };
    put({ alert: entry?.alert ?? record.alert, record: current });
    tell(id);
    return [[recordKey(id), current]];
  }

  return {
    load(records) {
      for (const record of records) put({ record, alert: record.alert });
    },
    get: (id) => watched.get(id),
    byNumber: (number) => numbers.get(number),
    all: () => watched.values(),
    ofCase: (caseId) => cases.of(caseId).flatMap((id) => watched.get(id) ?? []),
    open: () => open,
    async admit(alerts) {
      const now = clock.now();
      const entries = alerts.map((alert) => ({ alert, record: newRecord(alert, ++highestNumber, now) }));
      for (const entry of entries) put(entry);
      for (const { alert } of entries) tell(alert.id);
      await journal.write(
        entries.map(({ record }): Entry => [recordKey(record.alertId), record]),
        entries.map((entry) => seen(entry, reportedFields())),
      );
    },
    refresh(alert) {
      const entry = watched.get(alert.id);
      // The very same is no news.
      if (entry === undefined || entry.alert === alert) return;
      // Observables come apart from the alert on some versions: what was read once is not lost.
      const { observables } = entry.alert;
      watched.set(alert.id, {
        ...entry,
        alert:
          alert.observables !== undefined || observables === undefined ? alert : { ...alert, observables },
        record: { ...entry.record, alert: snapshot(alert) },
      });
      tell(alert.id);
    },
    change,
    async commit(id, { record, events }) {
      await journal.write(change(id, record), events);
    },
    forget(id) {
      const entry = watched.get(id);
      if (entry === undefined) return [];
      watched.delete(id);
      open.delete(id);
      cases.forget(id);
      numbers.delete(entry.record.number);
      return [[recordKey(id), undefined]];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function seen({ alert, record }: Watched, reported: readonly string[]): AuditEvent {
  const fields = reported.flatMap((name) => {
    const value = alert.customFields[name];
    return value === undefined ? [] : [[name, String(value).slice(0, LONGEST_VALUE)] as const];
  });
  return {
    at: iso(record.firstSeenAt),
    event: "alert.seen",
    actor: system,
    alertId: alert.id,
    detail: {
      number: record.number,
      severity: alert.severity,
      createdAt: iso(alert.createdAt),
      source: alert.source.slice(0, LONGEST_VALUE),
      ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
    },
  };
}
