import { createFeed, type Feed } from "./feed.ts";
import { createIds, type Ids, type Triple } from "./ids.ts";
import { createLaggingIndex, type LaggingIndex } from "./lagging-index.ts";
import { type Lifecycle, lifecycleOf } from "./lifecycle.ts";
import type {
  AlertDraft,
  HiveChange,
  ObservableDraft,
  StoredAlert,
  StoredCase,
  StoredComment,
  StoredObservable,
} from "./model.ts";
import { newAlert, newObservable } from "./new-alert.ts";
import type { Settings } from "./options.ts";

/** Everything one TheHive remembers, and the only place where it changes. */
export class HiveStore {
  readonly alerts = new Map<string, StoredAlert>();
  readonly cases = new Map<string, StoredCase>();
  readonly comments: StoredComment[] = [];
  readonly changes: Feed<HiveChange> = createFeed();
  readonly settings: Settings;
  readonly lifecycle: Lifecycle;
  readonly ids: Ids;
  readonly index: LaggingIndex;
  /** TheHive's own clock, skew included. */
  readonly now: () => number;
  readonly #byTriple = new Map<string, string>();
  #raised = 0;
  #nextCase: number;

  constructor(settings: Settings, faults: { clockSkew: number; indexLag: number }) {
    this.settings = settings;
    this.now = () => settings.clock.now() + faults.clockSkew;
    this.lifecycle = lifecycleOf(settings.version, settings.statuses);
    this.ids = createIds(settings.version);
    // The lag runs on sandbox time: a skew set meanwhile must not stretch it.
    this.index = createLaggingIndex({
      alerts: this.alerts,
      now: () => settings.clock.now(),
      lag: () => faults.indexLag,
    });
    this.#nextCase = settings.firstCaseNumber;
  }

  /** The alert that already has this triple, if any. */
  twinOf(triple: Triple, organisation: string): StoredAlert | undefined {
    const id = this.#byTriple.get(this.#tripleKey(triple, organisation));
    return id === undefined ? undefined : this.alerts.get(id);
  }

  /** @throws Error when the triple is taken */
  raise(draft: AlertDraft): StoredAlert {
    const [alert] = this.raiseAll([draft]);
    if (alert === undefined) throw new Error("No alert was raised");
    return alert;
  }

  /** Many at once, told as one change. */
  raiseAll(drafts: Iterable<AlertDraft>): StoredAlert[] {
    const raised = Array.from(drafts, (draft) => this.#add(draft));
    this.changes.emit({ kind: "alertsRaised", ids: raised.map(({ id }) => id) });
    return raised;
  }

  /** Changes an alert and tells; `touch: false` leaves its update stamp alone. */
  change(alert: StoredAlert, changes: Partial<StoredAlert>, { by, touch = true }: Act): void {
    this.index.remember(alert.id, alert);
    const now = this.now();
    Object.assign(alert, changes);
    if (touch) Object.assign(alert, { updatedAt: now, updatedBy: by });
    this.lifecycle.align(alert, now);
    this.changes.emit({ kind: "alertChanged", id: alert.id });
  }

  /** The triple may change too, which is why it goes through here and not through `change`. */
  rename(alert: StoredAlert, triple: Partial<Triple>): void {
    this.#byTriple.delete(this.#tripleKey(alert, alert.organisation));
    Object.assign(alert, triple);
    this.#byTriple.set(this.#tripleKey(alert, alert.organisation), alert.id);
  }

  observe(alert: StoredAlert, drafts: readonly ObservableDraft[], by: string): StoredObservable[] {
    const added = drafts.map((draft) =>
      newObservable(draft, { alert, id: this.ids.observable(), now: this.now(), by }),
    );
    const status = this.settings.version === "3" && alert.status !== "New" ? "Updated" : alert.status;
    const changes = { observables: [...alert.observables, ...added], status };
    this.change(alert, changes, { by, touch: this.settings.observablesTouchAlert });
    return added;
  }

  remove(alert: StoredAlert): void {
    this.index.remember(alert.id, alert);
    this.alerts.delete(alert.id);
    this.#byTriple.delete(this.#tripleKey(alert, alert.organisation));
    this.changes.emit({ kind: "alertRemoved", id: alert.id });
  }

  comment(alert: StoredAlert, message: string, by: string): StoredComment {
    const comment = {
      id: this.ids.comment(),
      alertId: alert.id,
      message,
      createdAt: this.now(),
      createdBy: by,
    };
    this.comments.push(comment);
    this.changes.emit({ kind: "commentAdded", id: comment.id, alertId: alert.id });
    return comment;
  }

  addCase(fresh: Omit<StoredCase, "id" | "number" | "createdAt">): StoredCase {
    const made: StoredCase = {
      ...fresh,
      id: this.ids.case(),
      number: this.#nextCase++,
      createdAt: this.now(),
    };
    this.cases.set(made.id, made);
    this.changes.emit({ kind: "caseOpened", id: made.id, alertId: made.alertIds[0] });
    return made;
  }

  changeCase(changed: StoredCase, changes: Partial<StoredCase>, by: string): void {
    Object.assign(changed, changes, { updatedAt: this.now(), updatedBy: by });
    this.changes.emit({ kind: "caseChanged", id: changed.id });
  }

  #add(draft: AlertDraft): StoredAlert {
    const nth = ++this.#raised;
    const alert = newAlert(draft, { nth, settings: this.settings, now: this.now(), idOf: this.ids.alert });
    if (this.twinOf(alert, alert.organisation) !== undefined) {
      throw new Error(`An alert ${alert.type}:${alert.source}:${alert.sourceRef} exists already`);
    }
    alert.observables = (draft.observables ?? []).map((observable) =>
      newObservable(observable, {
        alert,
        id: this.ids.observable(),
        now: alert.createdAt,
        by: alert.createdBy,
      }),
    );
    // TheHive 5 counts the observables that come along as a first update.
    if (this.settings.version === "5" && alert.observables.length > 0) {
      Object.assign(alert, { updatedAt: alert.createdAt, updatedBy: alert.createdBy });
    }
    this.lifecycle.align(alert, alert.createdAt);
    this.index.remember(alert.id, undefined);
    this.alerts.set(alert.id, alert);
    this.#byTriple.set(this.#tripleKey(alert, alert.organisation), alert.id);
    return alert;
  }

  #tripleKey({ type, source, sourceRef }: Triple, organisation: string): string {
    // TheHive 3 knows no organisations: there a triple is unique everywhere.
    return JSON.stringify([type, source, sourceRef, this.settings.version === "3" ? "" : organisation]);
  }
}

/** Who acts, and whether the alert's update stamp shows it. */
export interface Act {
  by: string;
  touch?: boolean;
}
