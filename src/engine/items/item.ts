import { z } from "zod";
import { Instant } from "../../lib/time.ts";
import { Via } from "../../sla/model.ts";
import type { Target } from "../../sla/plan.ts";
import { Reason } from "../../sla/reason.ts";
import { type AlertRecord, DeliveryId, DeliveryState } from "../../sla/record.ts";
import { Subject, subjectKey } from "./subject.ts";

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
  /** Held back by a pause; until `notBefore`, unless that ends earlier. */
  paused: z.boolean().optional(),
  /** A call that a pause could not end: somebody has taken it, or the provider did not say. */
  outlasts: z.boolean().optional(),
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
  /** The same for those who read another language; one that this version does not know is left to the words. */
  reason: Reason.optional().catch(undefined),
});
export type Item = Readonly<z.infer<typeof Item>>;

/** An item that nothing holds back any more. */
export function released({ notBefore: _, limited: __, paused: ___, ...rest }: Item): Item {
  return rest;
}

/** Where an item lies in the store. */
export const ITEMS = "item:";
export const itemKey = (id: string) => `${ITEMS}${id}`;

/** Which person or channel an item is for. Its id is computed, so telling the same thing again is recognised. */
export function newItem(about: Subject, target: Target, now: Instant, more: { urgent?: boolean } = {}): Item {
  const { failed, ...whom } = target;
  const path = whom.group === undefined ? [whom.via, whom.to] : [whom.group, whom.via, whom.to];
  return {
    version: 1,
    id: DeliveryId.parse([subjectKey(about), ...path, whom.attempt].join("/")),
    about,
    ...whom,
    ...(failed === undefined ? { state: "pending" } : { state: "failed", settledAt: now, ...failed }),
    at: now,
    tries: 0,
    ...(more.urgent === true ? { urgent: true } : {}),
  };
}

/** What is said in the thread of an alert's card; nothing while there is no card. */
export function inThread({ card }: Pick<AlertRecord, "card">, about: Subject, now: Instant): Item[] {
  return card === undefined ? [] : [newItem(about, { via: "slack", to: card.channel, attempt: 1 }, now)];
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
