import { after, type Instant } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
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
}

export type Answer = Readonly<{ kind: "done"; standing: Standing } | { kind: "refused"; why: string }>;

/** The alert changed in TheHive: it may have left the open states, or come back to them. */
export function became(
  { record }: Standing,
  alert: Alert,
  now: Instant,
  settings: SimulatedSettings,
): Standing {
  const open = isOpen(alert, waitingIn(settings.poll));
  const kept =
    open === (record.handled === undefined)
      ? record
      : (open ? reopened(record, now) : handledElsewhere(record, alert, now)).record;
  if (kept.handled !== undefined) return { alert, record: kept };
  return { alert, record: observed(kept, alert, settings.poll, now)?.record ?? kept };
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
  if (record.handled !== undefined) return { kind: "refused", why: "it was handled already" };
  const answered = (change: Change, now: Alert = alert): Answer => ({
    kind: "done",
    standing: { alert: now, record: change.record },
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
      return answered(promoted(record, { id: "simulated" }, at, by), {
        ...alert,
        stage: "imported",
        status: "Imported",
      });
    case "close":
      return {
        kind: "done",
        standing: became(standing, { ...alert, stage: "closed", status: "Closed" }, at, settings),
      };
    default:
      return unreachable(action);
  }
}
