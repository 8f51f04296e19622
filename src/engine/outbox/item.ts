import { z } from "zod";
import { Instant } from "../../lib/time.ts";
import { HandOver } from "../../sla/hand-over.ts";
import { AlertId, TierRef, Via } from "../../sla/model.ts";
import type { Target } from "../../sla/plan.ts";
import { DeliveryId, DeliveryState, Hold } from "../../sla/record.ts";
import type { Notice, PageSubject } from "../ports.ts";

/** One alert in a digest, and for which of its firings. */
export const Member = z.strictObject({
  alertId: AlertId,
  tier: TierRef,
  /** Counts repeats of the last tier; 0 is the tier itself. */
  repeat: z.number().int().nonnegative(),
});
export type Member = Readonly<z.infer<typeof Member>>;

// Made by us and only read back after a restart.
const Words = z.custom<Notice | PageSubject>((value) => typeof value === "object" && value !== null);

/** What is told. `tier`, `hold-over`, `nobody` and `hand-over` are about one alert; a `digest` about many; a `notice` about none. */
export const Subject = z.discriminatedUnion("kind", [
  Member.extend({ kind: z.literal("tier") }),
  z.strictObject({
    kind: z.literal("hold-over"),
    alertId: AlertId,
    hold: Hold,
    /** What follows, as it was then: by the time it is read it may have happened. */
    next: z
      .strictObject({ tier: TierRef, repeat: z.number().int().nonnegative().default(0), at: Instant })
      .optional(),
  }),
  Member.extend({ kind: z.literal("nobody") }),
  /** Who has an alert has changed, or may. */
  z.strictObject({ kind: z.literal("hand-over"), alertId: AlertId, at: Instant, step: HandOver }),
  z.strictObject({
    kind: z.literal("digest"),
    /** Short and human: `D7`. */
    reference: z.string(),
    alerts: z.array(Member).readonly(),
  }),
  z.strictObject({
    kind: z.literal("notice"),
    /** Its own, so that the same thing is said once. */
    name: z.string(),
    notice: Words,
    /** A later notice of the same topic makes an unsent one pointless. */
    topic: z.string().optional(),
  }),
]);
export type Subject = Readonly<z.infer<typeof Subject>>;

/** One telling of one thing to one person or channel: written before it is sent, settled after. */
export const Item = z.strictObject({
  version: z.literal(1),
  id: DeliveryId,
  about: Subject,
  via: Via,
  group: z.string().optional(),
  /** A person's name in the settings, or the Slack channel. A notice by `dm` may name a Slack id. */
  to: z.string(),
  attempt: z.number().int().positive(),
  state: DeliveryState,
  at: Instant,
  /** When it was last handed to the provider. */
  startedAt: Instant.optional(),
  settledAt: Instant.optional(),
  /** Sends so far, for the back-off between them. */
  tries: z.number().int().nonnegative(),
  notBefore: Instant.optional(),
  /** Held back by `limits`. */
  limited: z.boolean().optional(),
  /** Breaks out of a storm: one more than the limit allows. */
  urgent: z.boolean().optional(),
  /** It struggles or is owed, and others were told in its stead. */
  stoodIn: z.boolean().optional(),
  /** It was told together with others, in the digest of this reference. */
  bundledIn: z.string().optional(),
  /** The provider's own id: a Twilio SID, `channel/ts` in Slack. */
  ref: z.string().optional(),
  /** By which a text can be answered. */
  code: z.string().optional(),
  /** A machine took the call, which goes on; others were told. */
  machine: z.boolean().optional(),
  /** When it was answered, by a reply or a key: once. */
  answeredAt: Instant.optional(),
  /** What people are told about the outcome: plain words, no secrets, no numbers. */
  detail: z.string().optional(),
});
export type Item = Readonly<z.infer<typeof Item>>;

/** Where an item lies in the store. */
export const ITEMS = "item:";
export const itemKey = (id: string) => `${ITEMS}${id}`;

/** The same for everything that tells the same thing. */
export function subjectKey(about: Subject): string {
  switch (about.kind) {
    case "tier":
      return `${about.alertId}/${rung(about)}`;
    case "hold-over":
      return `${about.alertId}/hold-over/${about.hold.until}`;
    case "nobody":
      return `${about.alertId}/nobody/${rung(about)}`;
    case "hand-over":
      return `${about.alertId}/${about.step.kind}/${about.at}`;
    case "digest":
      return about.reference;
    case "notice":
      return about.name;
  }
}

/** The alerts it tells of. */
export function membersOf(about: Subject): readonly AlertId[] {
  switch (about.kind) {
    case "digest":
      return about.alerts.map(({ alertId }) => alertId);
    case "notice":
      return [];
    default:
      return [about.alertId];
  }
}

/** Asked for by whoever gets it, who waits: never held back, and nothing else will do. */
export function isAwaited({ about }: Pick<Item, "about">): boolean {
  return about.kind === "notice" && awaited.has(about.notice.kind);
}
const awaited: ReadonlySet<string> = new Set(["test", "taken", "too-late", "not-understood", "test-passed"]);

/** Whether a reply or a key can mean something. */
export function isAnswerable({ about, via }: Pick<Item, "about" | "via">): boolean {
  if (via !== "sms" && via !== "call") return false;
  return about.kind === "tier" || about.kind === "digest" || isTest(about);
}

export function isTest(about: Subject): boolean {
  return about.kind === "notice" && about.notice.kind === "test";
}

/** Each alert once, for the latest of its firings. */
export function eachAlertOnce(alerts: readonly Member[]): readonly Member[] {
  return [...new Map(alerts.map((member) => [member.alertId, member])).values()];
}

/** Which person or channel an item is for. Its id is computed, so telling the same thing again is recognised. */
export function newItem(about: Subject, target: Target, now: Instant, more: { urgent?: boolean } = {}): Item {
  const { failed, ...whom } = target;
  const path = whom.group === undefined ? [whom.via, whom.to] : [whom.group, whom.via, whom.to];
  return {
    version: 1,
    id: DeliveryId.parse([subjectKey(about), ...path, whom.attempt].join("/")),
    about,
    ...whom,
    ...(failed === undefined ? { state: "pending" } : { state: "failed", settledAt: now, detail: failed }),
    at: now,
    tries: 0,
    ...(more.urgent === true ? { urgent: true } : {}),
  };
}

/** Nothing more will come of it. */
export function isOver({ state, via }: Item): boolean {
  switch (state) {
    case "pending":
    case "sending":
      return false;
    case "sent":
      return via === "slack" || via === "dm";
    default:
      return true;
  }
}

function rung({ tier, repeat }: Pick<Member, "tier" | "repeat">): string {
  return repeat === 0 ? `${tier}` : `${tier}r${repeat}`;
}
