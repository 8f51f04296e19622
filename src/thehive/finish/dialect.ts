import type { ClosingStatuses } from "../../engine/ports/alert-finisher.ts";
import type { AlertId } from "../../sla/model.ts";
import type { CaseRow } from "../wire.ts";

/** How one kind of TheHive closes and merges alerts and tells more of them. Every method throws HiveError. */
export interface FinishDialect {
  closingStatuses(signal: AbortSignal): Promise<ClosingStatuses>;
  /** Asks once, never again by itself. */
  close(id: AlertId, wish: WireClosing): Promise<void>;
  /** Asks once, never again by itself. */
  merge(id: AlertId, caseId: string): Promise<CaseRow>;
  /** The id of the case with this number; undefined when there is none. */
  caseNumbered(number: number, signal: AbortSignal): Promise<string | undefined>;
  templates(signal: AbortSignal): Promise<readonly string[]>;
  /** The login of the user with this e-mail; undefined when there is none, or nobody may be looked up. */
  login(email: string, signal: AbortSignal): Promise<string | undefined>;
  /** Gives a case to somebody, where that cannot be asked for when the case is made. */
  readonly giveCase?: (caseId: string, login: string) => Promise<void>;
  /** What the alert's row does not hold; what cannot be had is `untold`. */
  surroundings(id: AlertId, signal: AbortSignal): Promise<Surroundings>;
}

/** A closing in TheHive's words; absent keys are left as they are. */
export interface WireClosing {
  readonly status: string;
  readonly summary?: string;
  readonly assignee?: string;
}

/** Rows as they came; undefined: not told. */
export interface Surroundings {
  readonly observables?: readonly unknown[] | undefined;
  readonly similarAlerts?: readonly unknown[] | undefined;
  readonly similarCases?: readonly unknown[] | undefined;
  readonly untold: readonly string[];
}
