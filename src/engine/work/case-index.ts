import { caseIdOf } from "../../sla/case-deadlines.ts";
import type { AlertId } from "../../sla/model.ts";
import type { AlertRecord } from "../../sla/record.ts";

/** Which alerts became which case. */
export interface CaseIndex {
  note(record: AlertRecord): void;
  forget(id: AlertId): void;
  of(caseId: string): readonly AlertId[];
}

export function caseIndex(): CaseIndex {
  const caseOf = new Map<AlertId, string>();
  const members = new Map<string, Set<AlertId>>();

  function forget(id: AlertId): void {
    const caseId = caseOf.get(id);
    if (caseId === undefined) return;
    caseOf.delete(id);
    members.get(caseId)?.delete(id);
    if (members.get(caseId)?.size === 0) members.delete(caseId);
  }

  return {
    note(record) {
      const caseId = caseIdOf(record);
      if (caseId === caseOf.get(record.alertId)) return;
      forget(record.alertId);
      if (caseId === undefined) return;
      caseOf.set(record.alertId, caseId);
      members.set(caseId, (members.get(caseId) ?? new Set()).add(record.alertId));
    },
    forget,
    of: (caseId) => [...(members.get(caseId) ?? [])],
  };
}
