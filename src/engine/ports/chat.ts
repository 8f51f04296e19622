import type { Instant } from "../../lib/time.ts";
import type { TimeZone } from "../../lib/zoned.ts";
import type { PersonalVia } from "../../oncall/ways.ts";
import type { HandOver } from "../../sla/hand-over.ts";
import type { TierRef } from "../../sla/model.ts";
import type { Because } from "../../sla/reason.ts";
import type { CaseStep, DeliveryId, Hold } from "../../sla/record.ts";
import type { Language } from "../../words/language.ts";
import type { CardFacts } from "./card-facts.ts";
import type { Notice } from "./notice.ts";
import type { Outcome } from "./outcome.ts";

/** Slack, as the engine speaks to it. */
export interface Chat {
  /** Loads what a message takes, so that the next one goes out at once. Never throws. Absent where nothing is to load. */
  ready?(): Promise<void>;
  /** Posts an alert's card. `sent.ref` is `channel/ts`. Never throws. */
  postCard(id: DeliveryId, channel: string, facts: CardFacts): Promise<Outcome>;
  /** Redraws it. A message that is gone is a `failed` with scope `person`. */
  redrawCard(ref: { channel: string; ts: string }, facts: CardFacts): Promise<Outcome>;
  reply(id: DeliveryId, ref: { channel: string; ts: string }, reply: ThreadReply): Promise<Outcome>;
  /** One plain line in a card's thread, not shown in the channel: how a delivery failed, what went on. */
  remark(
    id: DeliveryId,
    ref: { channel: string; ts: string },
    remark: Remark,
    language: Language,
  ): Promise<Outcome>;
  /** @param to a channel, or a Slack user id for a direct message */
  say(id: DeliveryId, to: string, notice: Notice): Promise<Outcome>;
  /** Looks for a message posted under this id, after a crash or an unknown outcome. */
  find(
    id: DeliveryId,
    where: { channel: string; thread?: string },
    startedAt: Instant,
  ): Promise<Outcome | "not-found">;
  /** By which clock a Slack user lives, where that is known already. Asks nobody. */
  zoneOf(user: string): TimeZone | undefined;
  /** The channel alerts go to unless a route says otherwise. */
  readonly channel: string;
}

/** How a try to tell somebody of the card's alert failed, or that everybody was tried in vain. */
export type Remark = Readonly<
  | { kind: "not-through"; via: PersonalVia; to: string; why: Because | undefined }
  | { kind: "nobody"; tried: readonly string[] }
>;

/** A step of an alert's case was not done by its deadline; said in its thread, or by itself where there is no card. */
export interface CaseOverdue {
  readonly kind: "case-overdue";
  readonly facts: CardFacts;
  readonly step: CaseStep;
  readonly deadline: Instant;
  /** TheHive could not be asked immediately before. */
  readonly unconfirmed: boolean;
}

/**
 * What is said in a card's thread and shown in the channel too.
 *
 * `tier`: a later tier fired. `hold-over`: a hold has ended and the alert is still open; names who held it, and the
 * next step. `nobody`: the last tier has fired, nobody has responded, and nothing more will be sent by phone.
 */
export type ThreadReply = Readonly<
  | { kind: "tier"; facts: CardFacts; tier: TierRef; repeat: number }
  | { kind: "hold-over"; facts: CardFacts; hold: Hold }
  | { kind: "nobody"; facts: CardFacts; tier: TierRef; repeat: number }
  /** Who has the alert has changed, or may. */
  | { kind: "hand-over"; facts: CardFacts; step: HandOver }
  | CaseOverdue
>;
