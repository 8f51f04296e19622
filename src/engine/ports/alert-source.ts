import type { CaseState } from "../../sla/case-watch.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import type { CaseLink } from "../../sla/record.ts";
import type { WriteBackTo } from "../../sla/result.ts";
import type { AlertFinisher, CaseWishes, Promotion } from "./alert-finisher.ts";

/** What one poll brought. A `full` answer names every open alert; `changes` only what moved since. */
export type Poll = Readonly<
  | { kind: "full"; alerts: readonly Alert[]; malformed: readonly Malformed[] }
  | { kind: "changes"; alerts: readonly Alert[]; malformed: readonly Malformed[] }
>;

/** An alert that TheHive sent and nobody can read. It is reported and skipped. */
export interface Malformed {
  readonly id: string;
  readonly why: string;
}

/** TheHive, as the engine asks it. */
export interface AlertSource extends AlertFinisher {
  /**
   * Lists open alerts, oldest first, with their observables: everything at first and as a safety net now and
   * then, otherwise what was created or changed since the last good poll (handled ones included).
   * @param expectOpen how many open alerts the caller knows: when TheHive counts otherwise, everything is read
   * @throws HiveError
   */
  poll(expectOpen: number, signal?: AbortSignal): Promise<Poll>;
  /**
   * Reads one alert afresh, with its observables.
   * @returns undefined when TheHive no longer has it
   * @throws HiveError
   */
  read(id: AlertId, signal?: AbortSignal): Promise<Alert | undefined>;
  /**
   * Turns the alert into a case; asked twice, the same case. Looks before it asks again when in doubt.
   * @throws HiveError
   */
  promote(id: AlertId, wishes?: CaseWishes): Promise<Promotion>;
  /** The case an alert was imported into. @throws HiveError */
  caseOf(alert: Alert): Promise<CaseLink | undefined>;
  /**
   * Reads a case afresh: who has it (the monitor itself is nobody), and whether it is closed.
   * @returns undefined when TheHive no longer has it
   * @throws HiveError
   */
  readCase(id: string, signal?: AbortSignal): Promise<CaseState | undefined>;
  /** Who brought the alert to where it is now, as far as TheHive tells; never the monitor itself. @throws HiveError */
  handledBy(id: AlertId): Promise<string | undefined>;
  /**
   * Writes a result on the alert. Looks first: what is there already is not written again.
   * `unsupported`: this version has no comments. `gone`: it has the alert no longer.
   * @throws HiveError
   */
  leaveResult(id: AlertId, to: WriteBackTo, text: string): Promise<"written" | "unsupported" | "gone">;
  /** Assigns the alert to the TheHive user with this e-mail; false when there is none or the version has no assignees. @throws HiveError */
  assign(id: AlertId, email: string): Promise<boolean>;
  /** Leaves a comment on the alert where the version has comments; false elsewhere. @throws HiveError */
  comment(id: AlertId, text: string): Promise<boolean>;
  /** Where a person opens this alert in a browser. Known only after the first contact with TheHive. */
  alertUrl(id: AlertId): string | undefined;
  /** TheHive's clock minus ours in ms, as last measured; undefined before the first answer. */
  clockSkew(): number | undefined;
}
