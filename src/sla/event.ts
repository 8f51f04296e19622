import { z } from "zod";
import { Actor, TierRef, Via } from "./model.ts";

/** Everything that can have happened, in the past tense. */
const auditEventNames = [
  "monitor.started",
  "monitor.stopped",
  "alert.seen",
  "tier.fired",
  "tier.skipped",
  "highRisk.fired",
  "alert.atRisk",
  "notification.sent",
  "notification.delivered",
  "notification.failed",
  "notification.dropped",
  "alert.ignored",
  "alert.acknowledged",
  "alert.resumed",
  "alert.offered",
  "alert.offerOver",
  "alert.promoted",
  "alert.closed",
  "alert.merged",
  "alert.handled",
  "alert.reopened",
  "clock.stopped",
  "clock.resumed",
  "case.overdue",
  "alert.malformed",
  "alert.holdOver",
  "alert.unanswered",
  "config.changed",
  "config.refused",
  "oncall.changed",
  "oncall.handoff",
  "monitor.paused",
  "monitor.resumed",
  "thehive.down",
  "thehive.up",
  "storm.digested",
  "unattended.listed",
  "test.sent",
  "test.answered",
  "reply.refused",
] as const;

/** One line of the audit trail. `at` is ISO 8601 in UTC; `to` a person's name or a channel, never a number. */
export const AuditEvent = z.strictObject({
  at: z.string(),
  event: z.enum(auditEventNames),
  actor: Actor,
  alertId: z.string().optional(),
  tier: TierRef.optional(),
  via: Via.optional(),
  to: z.string().optional(),
  detail: z.unknown().optional(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;
