import { bareName } from "../lib/fold.ts";
import { type Duration, type Instant, iso } from "../lib/time.ts";
import { addOpenTime, type Hours, never, openTimeBetween } from "./calendar.ts";
import type { AuditEvent } from "./event.ts";
import { type Alert, system } from "./model.ts";
import type { PollRules } from "./policy.ts";
import type { AlertRecord, Standstill } from "./record.ts";

/** Whether the SLA clock stands still while the alert is as it is. */
export function standsStill(alert: Alert, { pause }: PollRules): boolean {
  if (pause.length === 0) return false;
  const names = pause.map(bareName);
  return names.includes(bareName(alert.status)) || names.includes(bareName(alert.stage));
}

/** The clock was found to stand, or to run again, since it was last looked at; undefined: it is as it was. */
export function observed(
  record: AlertRecord,
  alert: Alert,
  poll: PollRules,
  now: Instant,
): { readonly record: AlertRecord; readonly events: readonly AuditEvent[] } | undefined {
  const before = record.standstills ?? [];
  const current = standingSince(record);
  if (standsStill(alert, poll) === (current !== undefined)) return undefined;
  const { status } = alert;
  const standstills =
    current === undefined
      ? [...before, { from: now, status }]
      : [...before.slice(0, -1), { ...current, until: now }];
  const event = current === undefined ? ("clock.stopped" as const) : ("clock.resumed" as const);
  const card = record.card === undefined ? {} : { card: { ...record.card, stale: true } };
  return {
    record: { ...record, standstills, ...card },
    events: [{ at: iso(now), event, actor: system, alertId: record.alertId, detail: { status } }],
  };
}

/** The standstill that has not ended yet. */
export function standingSince({ standstills }: Pick<AlertRecord, "standstills">): Standstill | undefined {
  const last = standstills?.at(-1);
  return last?.until === undefined ? last : undefined;
}

/** The instant at which `length` of SLA time has passed since `start`: in open hours, and not while the clock stood. */
export function addRunningTime(
  hours: Hours,
  start: Instant,
  length: Duration,
  { standstills = [] }: Pick<AlertRecord, "standstills">,
): Instant {
  let stood = 0;
  let end = addOpenTime(hours, start, length);
  for (const { from, until } of standstills) {
    if (from >= end) break;
    if (until === undefined) return never;
    stood += openTimeBetween(hours, from > start ? from : start, until);
    end = addOpenTime(hours, start, (length + stood) as Duration);
  }
  return end;
}

/** How much of the open hours from `start` to `end` the clock stood still. */
export function stoodStill(
  hours: Hours,
  start: Instant,
  end: Instant,
  { standstills = [] }: Pick<AlertRecord, "standstills">,
): Duration {
  return standstills.reduce((sum, { from, until }) => {
    const last = until === undefined || until > end ? end : until;
    return sum + openTimeBetween(hours, from > start ? from : start, last);
  }, 0) as Duration;
}
