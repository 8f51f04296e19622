import { after, type Instant } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import type { CaseState } from "../sla/case-watch.ts";
import type { Alert } from "../sla/model.ts";
import { isOpen, waitingIn } from "../sla/policy.ts";
import type { AlertRecord } from "../sla/record.ts";
import { type Change, handledElsewhere, hold, promoted, reopened, resume } from "../sla/respond.ts";
import { observed } from "../sla/standstill.ts";
import type { ReplayedResponse, SimulatedSettings } from "./model.ts";

/** An alert as TheHive has it, and what the monitor remembers of it. */
export interface Standing {
  readonly alert: Alert;
  readonly record: AlertRecord;
  /** The case it was promoted to, as TheHive would tell it. */
  readonly case?: CaseState;
}

export type Answer = Readonly<{ kind: "done"; standing: Standing } | { kind: "refused"; why: string }>;

/** The alert changed in TheHive: it may have left the open states, or come back to them. */
export function became(
  { record, case: made }: Standing,
  alert: Alert,
  now: Instant,
  settings: SimulatedSettings,
): Standing {
  const ofCase = made === undefined ? {} : { case: made };
  const clocked = (one: AlertRecord) => observed(one, alert, settings.poll, now)?.record ?? one;
  const wasOpen = record.handled === undefined;
  if (isOpen(alert, waitingIn(settings.poll)))
    return { alert, record: clocked(wasOpen ? record : reopened(record, now).record) };
  if (!wasOpen) return { alert, record, ...ofCase };
  // Its clock no longer stands then, should it be opened again.
  return { alert, record: handledElsewhere(clocked(record), alert, now).record, ...ofCase };
}

/**
 * What a person's response makes of it.
 *
 * @param waiting the alert as it is when it waits, for the one that is opened again
 */
export function respondTo(
  standing: Standing,
  response: ReplayedResponse,
  waiting: Alert,
  settings: SimulatedSettings,
): Answer {
  const { alert, record } = standing;
  const { action, at, by } = response;
  if (action === "reopen") {
    if (record.handled === undefined) return { kind: "refused", why: "it was open" };
    return { kind: "done", standing: became(standing, waiting, at, settings) };
  }
  if (action === "assign" || action === "close-case") return caseChanged(standing, response);
  if (record.handled !== undefined) return { kind: "refused", why: "it was handled already" };
  const answered = (change: Change): Answer => ({
    kind: "done",
    standing: { alert, record: change.record },
  });
  switch (action) {
    case "ignore":
      return answered(hold(record, "ignored", after(at, response.for ?? settings.ignoreFor), at, by));
    case "acknowledge":
      return answered(
        hold(record, "acknowledged", after(at, response.for ?? settings.acknowledgeFor), at, by),
      );
    case "resume": {
      const resumed = resume(record, at, by);
      return resumed === undefined ? { kind: "refused", why: "it was not ignored" } : answered(resumed);
    }
    case "promote":
      return {
        kind: "done",
        standing: {
          alert: { ...alert, stage: "imported", status: "Imported" },
          record: promoted(record, SIMULATED, at, by).record,
          case: { link: SIMULATED, closed: false },
        },
      };
    case "close":
      return {
        kind: "done",
        standing: became(standing, { ...alert, stage: "closed", status: "Closed" }, at, settings),
      };
    default:
      return unreachable(action);
  }
}

const SIMULATED = { id: "simulated" };

/** Somebody takes the case, or closes it. */
function caseChanged(standing: Standing, { action, by }: ReplayedResponse): Answer {
  const made = standing.case;
  if (made === undefined) return { kind: "refused", why: "it was not promoted" };
  if (made.closed) return { kind: "refused", why: "its case was closed already" };
  const changed = action === "assign" ? { ...made, assignee: by } : { ...made, closed: true };
  return { kind: "done", standing: { ...standing, case: changed } };
}
