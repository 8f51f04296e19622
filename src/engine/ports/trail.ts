import type { AuditEvent } from "../../sla/event.ts";

/** The audit trail: appended, never edited. */
export interface Trail {
  /** In order, each on a line of its own. @throws AuditError when they could not all be written */
  append(events: readonly AuditEvent[]): Promise<void>;
  /** The last `limit` events, latest first: to see what a crash left unwritten. @throws AuditError */
  latest(limit: number): Promise<readonly AuditEvent[]>;
}
