import { alertRow } from "./alert-shapes.ts";
import { caseRow } from "./case-shapes.ts";
import type { View } from "./entities.ts";
import type { StoredAlert, StoredCase } from "./model.ts";
import type { Row } from "./rows.ts";
import type { Likeness } from "./similarity.ts";

/** A similar case as v0 writes it: flat. */
export function similarCaseV0({ thing, shared }: Likeness<StoredCase>): Row {
  const { id, number, title, severity, tags, tlp, startDate } = thing;
  return {
    _id: id,
    id,
    caseId: number,
    title,
    severity,
    tags,
    tlp,
    startDate,
    status: "Open",
    artifactCount: thing.observables.length,
    iocCount: 0,
    similarArtifactCount: shared,
    similarIocCount: 0,
  };
}

/** A similar case as v1 writes it: beside what it shares. */
export function similarCaseV1({ dialect, caller }: View, { thing, shared }: Likeness<StoredCase>): Row {
  return {
    case: caseRow(dialect, thing, caller.user.permissions),
    similarObservableCount: shared,
    observableCount: thing.observables.length,
  };
}

export function similarAlertV1({ dialect }: View, { thing, shared }: Likeness<StoredAlert>): Row {
  return {
    alert: alertRow(dialect, thing),
    similarObservableCount: shared,
    observableCount: thing.observables.length,
  };
}

/** A case template, of which only the name matters here. */
export function templateRow(name: string, index: number, v1: boolean): Row {
  const id = `~${20_480 + index * 8}`;
  return v1
    ? { _id: id, _type: "CaseTemplate", name, displayName: name, tags: [], flag: false, tasks: [] }
    : { _id: id, id, _type: "caseTemplate", name, displayName: name, tags: [], flag: false, tasks: [] };
}
