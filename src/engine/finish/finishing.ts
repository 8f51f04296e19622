import type { AlertId, Severity } from "../../sla/model.ts";
import type { Answer, Person } from "../desk.ts";
import type { AlertDetails, ClosingStatuses } from "../ports/alert-finisher.ts";

/** The part of the desk at which alerts are finished, and looked into before that. Nothing here rejects. */
export interface Finishing {
  /** The statuses that close an alert, or why they cannot be told. */
  closingStatuses(): Promise<ClosingStatuses | Failure>;
  /** Empty also when TheHive cannot be asked. */
  caseTemplates(): Promise<readonly string[]>;
  /** Closes them, each once, and tells of each what came of it. @param status in any spelling */
  close(
    ids: readonly AlertId[],
    status: string,
    note: string | undefined,
    person: Person,
  ): Promise<ClosingAnswer>;
  /** Puts an alert into a case that exists. @param caseName its number, id or link */
  merge(id: AlertId, caseName: string, person: Person): Promise<Answer>;
  details(
    id: AlertId,
  ): Promise<Readonly<{ kind: "found"; details: AlertDetails } | { kind: "gone" } | Failure>>;
}

/** TheHive did not do it; `detail` says why, in plain words. */
export interface Failure {
  readonly kind: "failed";
  readonly detail: string;
}

/** `not-offered`: this TheHive has no such closing status. */
export type ClosingAnswer = Readonly<
  ({ kind: "closed" } & ClosingReport) | { kind: "not-offered"; statuses: ClosingStatuses } | Failure
>;

export interface ClosingReport {
  /** As TheHive spells it. */
  readonly status: string;
  readonly statuses: ClosingStatuses;
  readonly closed: readonly NamedAlert[];
  /** Were closed, or a case, before we came. */
  readonly already: readonly NamedAlert[];
  /** Were not closed, or nobody knows; with the reason. */
  readonly left: readonly (NamedAlert & { readonly why: string })[];
}

export interface NamedAlert {
  readonly id: AlertId;
  readonly number: number;
  readonly severity: Severity;
  /** An attacker's text. */
  readonly title: string;
}
