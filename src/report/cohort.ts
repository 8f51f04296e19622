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
}

const Seen = z.object({ severity: Severity, createdAt: z.iso.datetime({ offset: true }) });
// The trail may hold anything, and a picture has only so much room.
const LONGEST = days(3650);
const RESPONSES: ReadonlySet<AuditEvent["event"]> = new Set([
  "alert.acknowledged",
  "alert.promoted",
  "alert.closed",
  "alert.merged",
  "alert.handled",
]);

/** Follows every alert that was first seen among these events, which are in order. */
export function courses(events: readonly AuditEvent[]): Course[] {
  const byAlert = new Map<string, Course>();
  for (const { alertId, event, at, detail } of events) {
    if (alertId === undefined) continue;
    const known = byAlert.get(alertId);
    const seen = event === "alert.seen" && known === undefined ? Seen.safeParse(detail).data : undefined;
    if (seen !== undefined) byAlert.set(alertId, { ...seen, createdAt: instant(seen.createdAt) });
    if (known === undefined) continue;
    if (RESPONSES.has(event) && known.respondedAt === undefined)
      byAlert.set(alertId, { ...known, respondedAt: instant(at) });
    if (event === "tier.fired" && known.breachedAt === undefined)
      byAlert.set(alertId, { ...known, breachedAt: instant(earlyFiring(detail) ?? at) });
  }
  return [...byAlert.values()];
}

const Early = z.object({ deadline: z.string() });

/** The deadline of a tier that somebody fired before it: the SLA was kept until then. */
export function earlyFiring(detail: unknown): string | undefined {
  return Early.safeParse(detail).data?.deadline;
}

/** Taken up before any tier fired, too late, or neither yet. */
export function outcomeOf({ respondedAt, breachedAt }: Course): "withinSla" | "late" | "waiting" {
  if (breachedAt !== undefined && (respondedAt === undefined || breachedAt <= respondedAt)) return "late";
  return respondedAt === undefined ? "waiting" : "withinSla";
}

/** From creation to the first response; undefined while there is none. */
export function triageTime({ createdAt, respondedAt }: Course): Duration | undefined {
  if (respondedAt === undefined) return undefined;
  return milliseconds(Math.min(between(createdAt, respondedAt), LONGEST));
}
