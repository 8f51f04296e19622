import { after, type Duration, hours, type Instant, minutes, seconds } from "../lib/time.ts";
import type { AuditEvent } from "../sla/event.ts";
import { type AlertId, system } from "../sla/model.ts";
import { nextAttempt } from "../sla/plan.ts";
import type { AlertRecord, Delivery, DeliveryId } from "../sla/record.ts";
import { stale } from "../sla/respond.ts";
import { audienceAt } from "./audience.ts";
import type { Cards } from "./cards.ts";
import { type Context, iso } from "./context.ts";
import type { Courier, OnOutcome, Parcel } from "./courier.ts";
import type { Outcome } from "./ports.ts";
import { find, send } from "./transmit.ts";

/** Brings an alert's deliveries to their people, and follows texts and calls to their end. */
export interface AlertDeliveries {
  /** Takes up whatever of this alert is not settled. Safe to call at any time. */
  dispatch(id: AlertId): void;
}

interface AlertDeliveriesOptions {
  readonly courier: Courier;
  readonly cards: Cards;
  readonly onOutcome: OnOutcome;
}

export function alertDeliveries(
  context: Context,
  { courier, cards, onOutcome }: AlertDeliveriesOptions,
): AlertDeliveries {
  const { watch, lanes, clock, timetable, work, phones, chat } = context;

  function dispatch(id: AlertId): void {
    for (const delivery of watch.get(id)?.record.deliveries ?? []) {
      if (delivery.state === "pending" || delivery.state === "sending")
        courier.carry(parcel(id, delivery.id));
      else if (delivery.state === "sent") follow(id, delivery.id, 0);
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
      get keepTrying() {
        return read()?.via === "slack" ? hours(24 * 7) : hours(1);
      },
    };
  }

  /** Writes a delivery down, with whatever follows from how it ended. */
  async function save(id: AlertId, delivery: Delivery, outcome?: Outcome): Promise<void> {
    await lanes.inLane(id, async () => {
      const entry = watch.get(id);
      if (entry === undefined) return;
      const settled =
        entry.record.handled !== undefined && delivery.state === "sending" && delivery.tries === 1
          ? drop(delivery, clock.now())
          : delivery;
      const record = withDelivery(entry.record, settled);
      const further = outcome === undefined ? undefined : furtherAttempt(record, settled, outcome);
      await watch.commit(id, {
        record: stale(withCard(further === undefined ? record : withDelivery(record, further), settled)),
        events: outcome === undefined ? [] : [event(id, settled, clock.now())],
      });
    });
    if (outcome === undefined) return;
    cards.refresh(id, seconds(1));
    onOutcome(delivery.via, outcome);
    if (outcome.state === "failed" || outcome.state === "unanswered") remark(id, delivery);
    dispatch(id);
  }

  function furtherAttempt(record: AlertRecord, ended: Delivery, outcome: Outcome): Delivery | undefined {
    if (outcome.state !== "unanswered" && outcome.state !== "failed") return undefined;
    if (outcome.state === "failed" && outcome.scope === "setup") return undefined;
    const now = clock.now();
    if (record.handled !== undefined || (record.hold !== undefined && record.hold.until > now))
      return undefined;
    const setback = outcome.state === "unanswered" ? "unanswered" : "person";
    return nextAttempt(
      record,
      ended,
      setback,
      audienceAt(context, now),
      context.settings().voice.retries,
      now,
    );
  }

  /** Asks how a text or call went on, at growing distances, until it has ended or nobody will ever know. */
  function follow(id: AlertId, deliveryId: DeliveryId, asked: number): void {
    const delivery = watch.get(id)?.record.deliveries.find((one) => one.id === deliveryId);
    if (delivery?.state !== "sent" || delivery.ref === undefined || phones === undefined) return;
    const { via, ref } = delivery;
    if (via !== "sms" && via !== "call") return;
    const pauses = via === "call" ? callPauses : textPauses;
    const pause = pauses[Math.min(asked, pauses.length - 1)] ?? minutes(1);
    if (clock.now() > after(delivery.settledAt ?? delivery.at, minutes(10)) && asked > 0) return;
    timetable.at(`follow ${deliveryId}`, after(clock.now(), pause), () =>
      work.start(`follow ${deliveryId}`, async () => {
        const outcome = await phones.follow(via, ref);
        const now = clock.now();
        if (outcome.state === "delivered" || outcome.state === "unanswered") {
          const detail = outcome.detail === undefined ? {} : { detail: outcome.detail };
          await save(id, { ...delivery, ...detail, state: outcome.state, settledAt: now }, outcome);
        } else if (outcome.state === "failed" && outcome.again === undefined && outcome.scope === "person") {
          await save(id, { ...delivery, state: "failed", detail: outcome.detail, settledAt: now }, outcome);
        } else follow(id, deliveryId, asked + 1);
      }),
    );
  }

  // The card tells it too; a line in the thread is seen sooner.
  function remark(id: AlertId, delivery: Delivery): void {
    const card = watch.get(id)?.record.card;
    if (chat === undefined || card === undefined || delivery.via === "slack") return;
    const text = `${delivery.via === "sms" ? "SMS" : delivery.via === "call" ? "Call" : "Message"} to ${delivery.to}: ${delivery.detail ?? "did not get through"}`;
    work.start(`remark ${delivery.id}`, () => chat.remark(delivery.id, card, text));
  }

  return { dispatch };
}

const callPauses: readonly Duration[] = [seconds(5)];
const textPauses: readonly Duration[] = [2, 5, 10, 20, 40, 60].map(seconds);

function drop(delivery: Delivery, now: Instant): Delivery {
  return { ...delivery, state: "dropped", settledAt: now, detail: "handled first" };
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
