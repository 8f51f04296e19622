import type { Instant } from "../lib/time.ts";
import { iso } from "../lib/time.ts";
import type { CaseDecision } from "./case-deadlines.ts";
import type { Severity } from "./model.ts";
import { system } from "./model.ts";
import type { AlertRecord, CaseLink, CaseMark, CaseStep, CaseWatch } from "./record.ts";
import { type Change, event, stale } from "./respond.ts";

/** A case as TheHive has it now. */
export interface CaseState {
  readonly link: CaseLink;
  readonly severity?: Severity;
  /** A person's login: the monitor's own is nobody. */
  readonly assignee?: string;
  readonly closed: boolean;
}

type Due = CaseDecision & { kind: "due" };

/** Whether what was promised has been done. */
export function isDone(step: CaseStep, { assignee, closed }: CaseState): boolean {
  return closed || (step === "assigned" && assignee !== undefined);
}

/** The record after its case was read; undefined: nothing is new. @param state undefined = the case is gone */
export function caseSeen(
  record: AlertRecord,
  state: CaseState | undefined,
  now: Instant,
): AlertRecord | undefined {
  const before = record.caseWatch ?? { marks: [] };
  const over = state === undefined ? "deleted" : state.closed ? "closed" : undefined;
  const marks = before.marks.map((mark): CaseMark => {
    const isNews = mark.how === "told" && mark.doneAt === undefined && state !== undefined;
    return isNews && isDone(mark.step, state) ? { ...mark, doneAt: now } : mark;
  });
  const severity = state?.severity ?? before.severity;
  const watch: CaseWatch = {
    marks,
    ...(severity === undefined ? {} : { severity }),
    ...(over === undefined ? {} : { over }),
  };
  const link = record.handled?.case ?? state?.link;
  const isSame = JSON.stringify(sorted(watch)) === JSON.stringify(sorted(before));
  if (isSame && link === record.handled?.case) return undefined;
  return stale({ ...withLink(record, link), caseWatch: watch });
}

/** A deadline has come: it was done in time, or people are told now. */
export function caseMarked(
  record: AlertRecord,
  { step, deadline, skipped }: Due,
  how: "met" | "told",
  now: Instant,
  unconfirmed = false,
): Change {
  const before = record.caseWatch ?? { marks: [] };
  const passed = skipped.map(
    (one): CaseMark => ({ step: one.step, how: "skipped", at: now, deadline: one.at, unconfirmed: false }),
  );
  const marks = [...before.marks, ...passed, { step, how, at: now, deadline, unconfirmed }];
  const detail = {
    step,
    deadline: iso(deadline),
    ...(record.handled?.case === undefined ? {} : { case: record.handled.case }),
    ...(unconfirmed ? { unconfirmed } : {}),
  };
  return {
    record: stale({ ...record, caseWatch: { ...before, marks } }),
    events: how === "met" ? [] : [event(record, now, "case.overdue", system, detail)],
  };
}

/** It is of another case now: cases were merged. */
export function caseMoved(record: AlertRecord, link: CaseLink): AlertRecord {
  return stale(withLink(record, link));
}

function withLink(record: AlertRecord, link: CaseLink | undefined): AlertRecord {
  if (record.handled === undefined || link === undefined) return record;
  return { ...record, handled: { ...record.handled, case: link } };
}

function sorted({ severity, over, marks }: CaseWatch): unknown[] {
  return [severity, over, marks];
}
