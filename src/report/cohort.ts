import { z } from "zod";
import { between, type Duration, days, type Instant, instant, milliseconds } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import { Severity } from "../sla/model.ts";

/** What the trail tells of one alert that was first seen in the window. */
export interface Course {
  readonly severity: Severity;
  readonly createdAt: Instant;
  /** The first response of a person: acknowledged, promoted, or handled in TheHive. Ignoring is none. */
  readonly respondedAt?: Instant;
  readonly breachedAt?: Instant;
  /** When TheHive saw it taken up: the end of its own *time to triage*. */
  readonly takenUpAt?: Instant;
  /** By which date its source knows it: the start of TheHive's own *time to acknowledge*. */
  readonly datedAt?: Instant;
  readonly source?: string | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** How long its clock has stood still, and since when it does. */
  readonly stood?: Duration;
  readonly standsSince?: Instant;
}

/** Follows every alert that was first seen among the events it is shown, which are in order. */
export interface Cohort {
  /** @param at the instant that its `at` names */
  follow(event: AuditEvent, at: Instant): void;
  courses(): readonly Course[];
}

const Seen = z.object({
  severity: Severity,
  createdAt: z.iso.datetime({ offset: true }),
  source: z.string().optional().catch(undefined),
  fields: z.record(z.string(), z.string()).optional().catch(undefined),
});
const TakenUp = z.object({
  inProgressAt: z.iso.datetime({ offset: true }),
  datedAt: z.iso.datetime({ offset: true }).optional().catch(undefined),
});
// The trail may hold anything, and a picture has only so much room.
const LONGEST = days(3650);
export const responses = [
  "alert.acknowledged",
  "alert.promoted",
  "alert.closed",
  "alert.merged",
  "alert.handled",
] as const satisfies readonly AuditEvent["event"][];
const isResponse: ReadonlySet<AuditEvent["event"]> = new Set(responses);

export function cohort(): Cohort {
  const byAlert = new Map<string, Course>();
  return {
    courses: () => [...byAlert.values()],
    follow({ alertId, event, detail }, at) {
      if (alertId === undefined) return;
      const known = byAlert.get(alertId);
      if (known === undefined) {
        const seen = event === "alert.seen" ? Seen.safeParse(detail).data : undefined;
        if (seen !== undefined) byAlert.set(alertId, { ...seen, createdAt: instant(seen.createdAt) });
      } else if (isResponse.has(event)) {
        const responded = known.respondedAt === undefined ? { respondedAt: at } : {};
        byAlert.set(alertId, { ...running(known, at), ...responded, ...takenUp(event, detail) });
      } else if (event === "clock.stopped" && known.respondedAt === undefined) {
        byAlert.set(alertId, { ...known, standsSince: at });
      } else if (event === "clock.resumed") {
        byAlert.set(alertId, running(known, at));
      } else if (event === "tier.fired" && known.breachedAt === undefined) {
        byAlert.set(alertId, { ...known, breachedAt: firedAt(detail, at) });
      }
    },
  };
}

/** A tier that somebody fired before its time breaches no earlier than at its deadline. */
function firedAt(detail: unknown, at: Instant): Instant {
  const deadline = earlyFiring(detail);
  return deadline === undefined ? at : instant(deadline);
}

/** Its clock runs again, or nobody waits for that any more. */
function running({ standsSince, ...course }: Course, at: Instant): Course {
  if (standsSince === undefined) return course;
  return { ...course, stood: milliseconds((course.stood ?? 0) + between(standsSince, at)) };
}

/** How long its clock had stood still by `until`. */
export function stoodBy({ stood = milliseconds(0), standsSince }: Course, until: Instant): Duration {
  return standsSince === undefined ? stood : milliseconds(stood + between(standsSince, until));
}

function takenUp(event: AuditEvent["event"], detail: unknown): Pick<Course, "takenUpAt" | "datedAt"> {
  const found = event === "alert.handled" ? TakenUp.safeParse(detail).data : undefined;
  if (found === undefined) return {};
  const { inProgressAt, datedAt } = found;
  return {
    takenUpAt: instant(inProgressAt),
    ...(datedAt === undefined ? {} : { datedAt: instant(datedAt) }),
  };
}

const Early = z.object({ deadline: z.string() });

/** The deadline of a tier that somebody fired before it: the SLA was kept until then. */
export function earlyFiring(detail: unknown): string | undefined {
  return detail === undefined ? undefined : Early.safeParse(detail).data?.deadline;
}

/** Taken up before any tier fired, too late, or neither yet. */
export function outcomeOf({ respondedAt, breachedAt }: Course): "withinSla" | "late" | "waiting" {
  if (breachedAt !== undefined && (respondedAt === undefined || breachedAt <= respondedAt)) return "late";
  return respondedAt === undefined ? "waiting" : "withinSla";
}

/** From creation to when TheHive saw it taken up, or else to the first response; undefined while there is neither. */
export function triageTime({
  createdAt,
  respondedAt,
  takenUpAt = respondedAt,
}: Course): Duration | undefined {
  if (takenUpAt === undefined) return undefined;
  return milliseconds(Math.min(between(createdAt, takenUpAt), LONGEST));
}

/** From its source's date to when TheHive saw it taken up; undefined where TheHive tells not both. */
export function acknowledgeTime({ datedAt, takenUpAt }: Course): Duration | undefined {
  if (datedAt === undefined || takenUpAt === undefined) return undefined;
  return milliseconds(Math.min(Math.max(0, between(datedAt, takenUpAt)), LONGEST));
}
