import { type Instant, instant } from "../../src/lib/time.ts";
import { TimeZone } from "../../src/lib/zoned.ts";
import type { Report } from "../../src/report/model.ts";
import { reporting } from "../../src/report/report.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import type { Severity } from "../../src/sla/model.ts";

/** An event of 2 March 2026, in UTC. */
export function event(
  time: string,
  name: AuditEvent["event"],
  alertId: string,
  parts: Partial<AuditEvent> = {},
): AuditEvent {
  return { at: `2026-03-02T${time}:00.000Z`, event: name, actor: "system", alertId, ...parts };
}

export function seen(created: string, alertId: string, severity: Severity): AuditEvent {
  const detail = { number: 1, severity, createdAt: `2026-03-02T${created}:00.000Z` };
  return event(created, "alert.seen", alertId, { detail });
}

const page = (
  time: string,
  to: string,
  via: "sms" | "call",
  ref: string,
  name: AuditEvent["event"] = "notification.sent",
) => event(time, name, "~2", { tier: 1, to, via, detail: { attempt: 1, ref } });

/** One day, small enough to be worked out by hand. */
export const events: readonly AuditEvent[] = [
  // Seen the day before: its breach counts, its fate does not.
  event("02:00", "tier.fired", "~0", { tier: 3 }),
  // In time, after 10 minutes.
  seen("08:00", "~1", "high"),
  event("08:10", "alert.acknowledged", "~1", { actor: "U1" }),
  // Late, after 40 minutes.
  seen("09:00", "~2", "high"),
  event("09:30", "tier.fired", "~2", { tier: 1 }),
  page("09:30", "alice", "sms", "SM1"),
  page("09:31", "alice", "sms", "SM1", "notification.delivered"),
  event("09:30", "notification.sent", "~2", {
    tier: 1,
    to: "C1",
    via: "slack",
    detail: { attempt: 1, ref: "C1/1" },
  }),
  event("09:40", "alert.promoted", "~2", { actor: "U1" }),
  event("09:41", "alert.handled", "~2"),
  // Ignored, then late, after 60 minutes.
  seen("10:00", "~3", "high"),
  event("10:05", "alert.ignored", "~3", { actor: "U1" }),
  event("10:50", "tier.skipped", "~3", { tier: 1 }),
  event("10:50", "tier.fired", "~3", { tier: 2 }),
  event("11:00", "alert.handled", "~3"),
  // Nothing has happened to it yet.
  seen("12:00", "~5", "low"),
  // In time, after 20 minutes: handled in TheHive.
  seen("13:00", "~6", "high"),
  event("13:20", "alert.handled", "~6"),
  // Late, and nobody has responded: two tiers, one of them repeated.
  page("21:00", "bob", "call", "CA1"),
  seen("22:10", "~4", "critical"),
  event("22:10", "highRisk.fired", "~4", { tier: "high-risk" }),
  event("22:25", "tier.fired", "~4", { tier: 1 }),
  event("22:40", "tier.fired", "~4", { tier: 2 }),
  page("22:40", "alice", "call", "CA2"),
  event("22:50", "tier.fired", "~4", { tier: 2, detail: { repeat: 1 } }),
  page("22:50", "bob", "call", "CA3"),
];

/** The report of all these events at once. */
export function reportFrom(
  all: readonly AuditEvent[],
  since: Instant,
  until: Instant,
  zone: TimeZone,
): Report {
  const made = reporting(since, until, zone);
  made.add(all);
  return made.report();
}

/** The day of the example as Paris has it, an hour ahead of UTC. */
export function example(zone = "Europe/Paris") {
  return reportFrom(events, instant("2026-03-02T00:00Z"), instant("2026-03-03T00:00Z"), TimeZone.parse(zone));
}
