import { after, hours, type Instant, iso, seconds } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import { type Alert, type AlertId, system } from "../sla/model.ts";
import { lastResort, nextAttempt } from "../sla/plan.ts";
import { policyFor } from "../sla/policy.ts";
import type { AlertRecord, Delivery, DeliveryId } from "../sla/record.ts";
import { stale } from "../sla/respond.ts";
import { audienceAt } from "./audience.ts";
import type { Cards } from "./cards.ts";
import type { Context } from "./context.ts";
import type { Courier, Parcel } from "./courier.ts";
import type { Outcome } from "./ports.ts";
import { find, follow, send } from "./transmit.ts";

/** Brings an alert's deliveries to their people. */
export interface AlertDeliveries {
  /** Takes up whatever of this alert is not settled. Safe to call at any time. */
  dispatch(id: AlertId): void;
  /** After a restart: also what was sent and not yet followed to its end. */
  resume(id: AlertId): void;
}

interface AlertDeliveriesOptions {
  readonly courier: Courier;
  readonly cards: Cards;
  /** Reads an alert again, to see whether it is still open. */
  readonly lookFor: (id: AlertId) => Promise<void>;
}

/** For so long the look before a firing counts. */
const STILL_TRUE = seconds(15);

export function alertDeliveries(
  context: Context,
  { courier, cards, lookFor }: AlertDeliveriesOptions,
): AlertDeliveries {
  const { watch, lanes, clock, work, chat, log } = context;

  function dispatch(id: AlertId): void {
    const { card, deliveries = [] } = watch.get(id)?.record ?? {};
    // The first message is the card, and the others are replies to it: they wait until it is settled.
    let cardUnderWay = false;
    for (const delivery of deliveries) {
      if (delivery.state === "pending" || delivery.state === "sending") {
        if (!(cardUnderWay && delivery.via === "slack")) courier.carry(parcel(id, delivery.id));
        cardUnderWay ||= card === undefined && delivery.via === "slack";
      }
    }
  }

  function resume(id: AlertId): void {
    dispatch(id);
    for (const { state, id: deliveryId } of watch.get(id)?.record.deliveries ?? []) {
      if (state === "sent") courier.carry(parcel(id, deliveryId));
    }
  }

  function parcel(id: AlertId, deliveryId: DeliveryId): Parcel {
    const read = () => watch.get(id)?.record.deliveries.find((one) => one.id === deliveryId);
    return {
      id: deliveryId,
      read,
      save: (delivery, outcome) => save(id, delivery, outcome),
      // A card comes before the replies below it.
      send: (delivery) => lanes.inLane(`card ${id}`, () => send(context, id, delivery)),
      find: (delivery, startedAt) => find(context, id, delivery, startedAt),
      follow: ({ via, ref }) => follow(context, via, ref),
      unwanted: () => unwanted(id, deliveryId),
      get keepTrying() {
        return read()?.via === "slack" ? hours(24 * 7) : hours(1);
      },
    };
  }

  /** Who is told late, after a retry or because another did not answer, is told only if it is still open. */
  async function unwanted(id: AlertId, deliveryId: DeliveryId): Promise<string | undefined> {
    const { record } = watch.get(id) ?? {};
    const delivery = record?.deliveries.find((one) => one.id === deliveryId);
    const asked = record?.firings.findLast(
      ({ tier, repeat }) => tier === delivery?.tier && repeat === delivery.repeat,
    )?.at;
    if (record?.handled === undefined && (asked === undefined || clock.now() > after(asked, STILL_TRUE)))
      await lookFor(id).catch((error: unknown) =>
        log.warn({ alertId: id, err: error }, "could not look again"),
      );
    return watch.get(id)?.record.handled === undefined ? undefined : "handled first";
  }

  /** Writes a delivery down, with whatever follows from how it ended. */
  async function save(id: AlertId, delivery: Delivery, outcome?: Outcome): Promise<void> {
    await lanes.inLane(id, async () => {
      const entry = watch.get(id);
      if (entry === undefined) return;
      const record = withDelivery(entry.record, delivery);
      const further = outcome === undefined ? undefined : furtherAttempt(record, delivery, outcome);
      await watch
        .commit(id, {
          record: stale(withCard(further === undefined ? record : withDelivery(record, further), delivery)),
          events: outcome === undefined ? [] : [event(id, delivery, clock.now())],
        })
        // Also when only the audit trail failed: whoever comes next must not wait for it.
        .finally(() => outcome !== undefined && dispatch(id));
    });
    if (outcome === undefined) return;
    cards.refresh(id, seconds(1));
    if (outcome.state === "failed" || outcome.state === "unanswered") remark(id, delivery);
  }

  function furtherAttempt(record: AlertRecord, ended: Delivery, outcome: Outcome): Delivery | undefined {
    if (outcome.state !== "unanswered" && outcome.state !== "failed") return undefined;
    const now = clock.now();
    if (record.handled !== undefined || (record.hold !== undefined && record.hold.until > now))
      return undefined;
    const setback = outcome.state === "unanswered" ? "unanswered" : "person";
    const { retries } = context.settings().voice;
    const nextPerson =
      outcome.state === "failed" && outcome.scope === "setup"
        ? undefined
        : nextAttempt(record, ended, setback, audienceAt(context, now), retries, now);
    return nextPerson ?? lastResort(record, ended, channelOf(record.alert), now);
  }

  function channelOf(alert: Alert): string | undefined {
    return chat === undefined ? undefined : (policyFor(alert, context.settings()).channel ?? chat.channel);
  }

  // The card tells it too; a line in the thread is seen sooner.
  function remark(id: AlertId, delivery: Delivery): void {
    const card = watch.get(id)?.record.card;
    if (chat === undefined || card === undefined || delivery.via === "slack") return;
    const text = `${delivery.via === "sms" ? "SMS" : delivery.via === "call" ? "Call" : "Message"} to ${delivery.to}: ${delivery.detail ?? "did not get through"}`;
    work.start(`remark ${delivery.id}`, () => chat.remark(delivery.id, card, text));
  }

  return { dispatch, resume };
}

function withDelivery(record: AlertRecord, delivery: Delivery): AlertRecord {
  const known = record.deliveries.some(({ id }) => id === delivery.id);
  const deliveries = known
    ? record.deliveries.map((one) => (one.id === delivery.id ? delivery : one))
    : [...record.deliveries, delivery];
  return { ...record, deliveries };
}

/** The first message of an alert is its card. */
function withCard(record: AlertRecord, { via, state, ref }: Delivery): AlertRecord {
  if (record.card !== undefined || via !== "slack" || state !== "sent" || ref === undefined) return record;
  const [channel = "", ts = ""] = ref.split("/");
  return { ...record, card: { channel, ts, stale: true } };
}

function event(
  id: AlertId,
  { state, tier, via, to, detail, attempt, ref }: Delivery,
  now: Instant,
): AuditEvent {
  const name =
    state === "sent"
      ? "notification.sent"
      : state === "delivered"
        ? "notification.delivered"
        : "notification.failed";
  return {
    at: iso(now),
    event: name,
    actor: system,
    alertId: id,
    tier,
    via,
    to,
    detail: {
      attempt,
      ...(ref === undefined ? {} : { ref }),
      ...(detail === undefined ? {} : { why: detail }),
    },
  };
}
