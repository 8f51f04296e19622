import type { Alert, AlertId, Observable } from "../../sla/model.ts";
import type { CaseLink } from "../../sla/record.ts";

/** What finishes alerts in TheHive, and what one must know to decide about them. Part of the port `AlertSource`. */
export interface AlertFinisher {
  /** The statuses that close an alert, as this TheHive spells them, and what closing cannot do there. @throws HiveError */
  closingStatuses(): Promise<ClosingStatuses>;
  /**
   * Closes an alert with one of TheHive's closing statuses. Reads it first, and again when in doubt: what is closed is
   * never closed a second time.
   * @throws HiveError
   */
  close(id: AlertId, wish: ClosingWish): Promise<Closing>;
  /** Names of the case templates; empty where there are none or the key may not list them. @throws HiveError */
  caseTemplates(): Promise<readonly string[]>;
  /**
   * Puts the alert into a case that exists; an alert that is of a case already stays there.
   * @param caseName the case's number, its id, or a link to it
   * @throws HiveError
   */
  mergeInto(id: AlertId, caseName: string): Promise<Promotion>;
  /** All that TheHive tells of an alert; undefined when it no longer has it. @throws HiveError */
  details(id: AlertId): Promise<AlertDetails | undefined>;
}

export interface ClosingStatuses {
  readonly names: readonly string[];
  /** Whether a note is kept in TheHive. */
  readonly keepsNote: boolean;
  /** What this version cannot do, in sentences for people. */
  readonly limits: readonly string[];
}

export interface ClosingWish {
  readonly status: string;
  readonly note?: string | undefined;
  /** Of whoever closes it: becomes the assignee of an alert that has none, where TheHive knows them. */
  readonly email?: string | undefined;
}

/** `already`: it was closed, or a case, before we asked. `alert` is as it stands then. */
export interface Closing {
  readonly kind: "closed" | "already";
  readonly alert: Alert;
}

/** `alreadyImported`: somebody had made the case before us, in TheHive or through another copy. */
export interface Promotion {
  readonly case: CaseLink;
  readonly alreadyImported: boolean;
}

/** What is wished of a new case. */
export interface CaseWishes {
  /** E-mail of its assignee; who is no user of TheHive becomes none. */
  readonly assignee?: string | undefined;
  readonly template?: string | undefined;
}

/** An observable and what TheHive knows of it. */
export interface KnownObservable extends Observable {
  /** Of a file. */
  readonly fileName?: string;
  /** TheHive has met it elsewhere; absent where it does not tell. */
  readonly seen?: boolean;
  readonly ioc: boolean;
}

/** An alert or case that shares observables with another. */
export interface Similar {
  readonly id: string;
  readonly title: string;
  readonly number?: number;
  readonly url?: string;
  /** How many observables they share; absent where TheHive does not tell. */
  readonly shared?: number;
}

/** Enough to decide. All text is an attacker's. */
export interface AlertDetails {
  readonly alert: Alert;
  readonly description: string;
  /** By name, such as `AMBER`. */
  readonly tlp?: string;
  readonly pap?: string;
  readonly observables: readonly KnownObservable[];
  readonly similarAlerts?: readonly Similar[];
  readonly similarCases?: readonly Similar[];
  /** What is missing above and why, in sentences for people. */
  readonly untold: readonly string[];
}
