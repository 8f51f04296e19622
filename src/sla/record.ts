import { z } from "zod";
import { Instant } from "../lib/time.ts";
import { Actor, type Alert, AlertId, AlertSnapshot, Severity, TierRef } from "./model.ts";

/** Computed from what is told, tier, way, person and attempt: a resend is recognisable as one. */
export const DeliveryId = z.string().min(1).brand("DeliveryId");
export type DeliveryId = z.infer<typeof DeliveryId>;

/**
 * How one try to tell one person or channel stands.
 *
 * `pending`: written down, not yet tried. `sending`: handed to the provider, answer unknown (after a crash:
 * look before sending again). `sent`: the provider took it. `delivered`: it arrived, or the call was answered.
 * `unanswered`: the phone rang in vain. `failed`: it never will. `dropped`: no longer wanted.
 */
export const DeliveryState = z.enum([
  "pending",
  "sending",
  "sent",
  "delivered",
  "unanswered",
  "failed",
  "dropped",
]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Quiet until an instant. The person who asked for it is shown on the card. */
export const Hold = z.strictObject({
  kind: z.enum(["ignored", "acknowledged"]),
  until: Instant,
  at: Instant,
  by: Actor,
  /** In the words of whoever holds it. */
  reason: z.string().optional(),
  /** Whom it was offered to in vain, when that is why it ended. */
  offeredTo: Actor.optional(),
});
export type Hold = z.infer<typeof Hold>;

/** An alert was handed to somebody who has not accepted it yet; until then it is whoever's it was. */
export const Offer = z.strictObject({ to: Actor, by: Actor, at: Instant, until: Instant });
export type Offer = z.infer<typeof Offer>;

export const CaseLink = z.strictObject({
  id: z.string(),
  number: z.number().int().optional(),
  url: z.string().optional(),
});
export type CaseLink = z.infer<typeof CaseLink>;

/** How an alert left the open states, as far as TheHive tells. */
export const Handled = z.strictObject({
  how: z.enum(["promoted", "merged", "imported", "closed", "in-progress", "deleted"]),
  at: Instant,
  /** Who did it, when it was done through us. */
  by: Actor.optional(),
  /** TheHive's status word, for what was closed there. */
  status: z.string().optional(),
  case: CaseLink.optional(),
});
export type Handled = z.infer<typeof Handled>;

export const Firing = z.strictObject({
  tier: TierRef,
  repeat: z.number().int().nonnegative().default(0),
  at: Instant,
  deadline: Instant,
  severity: Severity,
  /** TheHive could not be asked immediately before: the alert may already have been handled. */
  unconfirmed: z.boolean().default(false),
  /** Who did not wait for the deadline. */
  by: Actor.optional(),
});
export type Firing = z.infer<typeof Firing>;

/** The SLA clock did not run, as seen when TheHive was read; without `until` it does not yet. */
export const Standstill = z.strictObject({ from: Instant, until: Instant.optional(), status: z.string() });
export type Standstill = z.infer<typeof Standstill>;

/** What is promised of a case: that somebody has it, and that it is closed. In this order. */
export const caseSteps = ["assigned", "closed"] as const;
export const CaseStep = z.enum(caseSteps);
export type CaseStep = z.infer<typeof CaseStep>;

/**
 * A step of a case whose deadline has come. `told`: it had not been done, and people were told. `met`: it had.
 * `skipped`: the next step was due as well.
 */
export const CaseMark = z.strictObject({
  step: CaseStep,
  how: z.enum(["told", "met", "skipped"]),
  at: Instant,
  deadline: Instant,
  /** TheHive could not be asked immediately before. */
  unconfirmed: z.boolean().default(false),
  /** When it was found to have been done, after people were told. */
  doneAt: Instant.optional(),
});
export type CaseMark = z.infer<typeof CaseMark>;

/** What is remembered of an alert's case. */
export const CaseWatch = z.strictObject({
  /** As the case was read last; until then the alert's counts. */
  severity: Severity.optional(),
  marks: z.array(CaseMark),
  /** Nothing more is due. */
  over: z.enum(["closed", "deleted"]).optional(),
});
export type CaseWatch = z.infer<typeof CaseWatch>;

/** The result that is to be written on the alert in TheHive, or has been: `writeBack` in the settings. */
export const WrittenBack = z.strictObject({
  text: z.string(),
  at: Instant,
  state: z.enum(["due", "written", "given-up"]),
});
export type WrittenBack = z.infer<typeof WrittenBack>;

/** Everything we remember about one alert, but for what is told of it: that lies in the outbox. */
export const AlertRecord = z.strictObject({
  version: z.literal(2),
  alertId: AlertId,
  /** The short number people use: `#17`. */
  number: z.number().int().positive(),
  firstSeenAt: Instant,
  /** As last read; its observables are not written down. */
  alert: AlertSnapshot,
  /** How many tiers are behind us, fired or skipped. */
  tiersDone: z.number().int().nonnegative(),
  firings: z.array(Firing),
  highRisk: z.strictObject({ word: z.string(), where: z.string(), at: Instant }).optional(),
  /** Earliest first. */
  standstills: z.array(Standstill).optional(),
  hold: Hold.optional(),
  offer: Offer.optional(),
  handled: Handled.optional(),
  /** Since it became a case. */
  caseWatch: CaseWatch.optional(),
  writtenBack: WrittenBack.optional(),
  /** When a person first took it; ignoring it is no response. */
  respondedAt: Instant.optional(),
  /** When it was last found open again after it had been handled. */
  reopenedAt: Instant.optional(),
  /** When it was said that the last tier has fired and nobody has responded. A response ends it. */
  unansweredAt: Instant.optional(),
  /** The Slack message that shows this alert. `stale`: something changed since it was last drawn. */
  card: z.strictObject({ channel: z.string(), ts: z.string(), stale: z.boolean() }).optional(),
});
export type AlertRecord = z.infer<typeof AlertRecord>;

/** One for all: most alerts never have any. */
const NONE: AlertRecord["firings"] = [];
Object.freeze(NONE);

export function newRecord(alert: Alert, number: number, now: Instant): AlertRecord {
  return {
    version: 2,
    alertId: alert.id,
    number,
    firstSeenAt: now,
    alert,
    tiersDone: 0,
    firings: NONE,
  };
}

/** Without what is not remembered, and its keys in one order, whatever made the alert. */
export function snapshot(alert: AlertSnapshot): AlertSnapshot {
  const kept: { [Key in keyof Required<AlertSnapshot>]: AlertSnapshot[Key] } = {
    id: alert.id,
    title: alert.title,
    severity: alert.severity,
    createdAt: alert.createdAt,
    updatedAt: alert.updatedAt,
    type: alert.type,
    source: alert.source,
    sourceRef: alert.sourceRef,
    tags: alert.tags,
    stage: alert.stage,
    status: alert.status,
    caseId: alert.caseId,
    assignee: alert.assignee,
    inProgressAt: alert.inProgressAt,
    datedAt: alert.datedAt,
    tlp: alert.tlp,
    pap: alert.pap,
    observableCount: alert.observableCount,
    customFields: alert.customFields,
  };
  return kept;
}
