import type { Duration, Instant } from "../lib/time.ts";
import { unreachable } from "../lib/unreachable.ts";
import type { AlertId } from "../sla/model.ts";
import type { Delivery } from "../sla/record.ts";
import type { Context } from "./context.ts";
import { factsOf } from "./facts.ts";
import type { Outcome, Page } from "./ports.ts";
import type { Watched } from "./watchlist.ts";

/** Sends one delivery of an alert by its method. Never throws: every failure is an outcome. */
export async function send(context: Context, id: AlertId, delivery: Delivery): Promise<Outcome> {
  const entry = context.watch.get(id);
  if (entry === undefined) return { state: "failed", scope: "person", detail: "the alert is forgotten" };
  switch (delivery.via) {
    case "slack":
      return sendToChannel(context, entry, delivery);
    case "dm":
      return sendToPerson(context, entry, delivery);
    case "sms":
    case "call": {
      const page = pageFor(context, entry, delivery);
      return page === undefined || context.phones === undefined
        ? noContact(delivery)
        : context.phones.send(page);
    }
    default:
      return unreachable(delivery.via);
  }
}

async function sendToChannel(context: Context, entry: Watched, delivery: Delivery): Promise<Outcome> {
  const { chat } = context;
  if (chat === undefined) return { state: "failed", scope: "setup", detail: "Slack is off" };
  const facts = factsOf(context, entry);
  const { card } = entry.record;
  if (card === undefined) return chat.postCard(delivery.id, delivery.to, facts);
  return chat.reply(delivery.id, card, { facts, tier: delivery.tier, repeat: delivery.repeat });
}

async function sendToPerson(context: Context, entry: Watched, delivery: Delivery): Promise<Outcome> {
  const user = context.roster().people[delivery.to]?.slack;
  if (user === undefined || context.chat === undefined) return noContact(delivery);
  return context.chat.say(delivery.id, user, {
    kind: "alert",
    facts: factsOf(context, entry),
    tier: delivery.tier,
  });
}

/** Looks at the provider for what an earlier try of this delivery may have done. */
export async function find(
  context: Context,
  id: AlertId,
  delivery: Delivery,
  startedAt: Instant,
): Promise<Outcome | "not-found"> {
  const entry = context.watch.get(id);
  const { chat, phones } = context;
  if (entry === undefined) return "not-found";
  if (delivery.via === "sms" || delivery.via === "call") {
    const page = pageFor(context, entry, delivery);
    if (page === undefined || phones === undefined) return "not-found";
    return phones.find(page, startedAt, (ref) => isAnothers(context, ref, delivery.id));
  }
  if (chat === undefined) return "not-found";
  const { card } = entry.record;
  if (delivery.via === "dm") {
    const user = context.roster().people[delivery.to]?.slack;
    return user === undefined ? "not-found" : chat.find(delivery.id, { channel: user }, startedAt);
  }
  return chat.find(
    delivery.id,
    card === undefined ? { channel: delivery.to } : { channel: card.channel, thread: card.ts },
    startedAt,
  );
}

/** Whether this text or call is known to be another delivery's. */
export function isAnothers({ watch }: Context, ref: string, id: string): boolean {
  return [...watch.all()].some(({ record }) =>
    record.deliveries.some((delivery) => delivery.ref === ref && delivery.id !== id),
  );
}

/** Asks how a sent text or call went on. */
export async function follow(
  { phones }: Context,
  via: Delivery["via"],
  ref: string | undefined,
): Promise<Outcome> {
  if (phones === undefined || ref === undefined || (via !== "sms" && via !== "call"))
    return { state: "sent", ref: ref ?? "" };
  return phones.follow(via, ref);
}

function pageFor(context: Context, { alert, record }: Watched, delivery: Delivery): Page | undefined {
  const phone = context.roster().people[delivery.to]?.phone;
  if (phone === undefined || (delivery.via !== "sms" && delivery.via !== "call")) return undefined;
  const firing = record.firings.findLast(
    ({ tier, repeat }) => tier === delivery.tier && repeat === delivery.repeat,
  );
  return {
    id: delivery.id,
    via: delivery.via,
    to: delivery.to,
    phone,
    attempt: delivery.attempt,
    about: {
      kind: "alert",
      number: record.number,
      severity: alert.severity,
      title: alert.title,
      age: Math.max(0, context.clock.now() - alert.createdAt) as Duration,
      tier: delivery.tier,
      repeat: delivery.repeat,
      unconfirmed: firing?.unconfirmed ?? false,
      ...(delivery.tier === "high-risk" && record.highRisk !== undefined
        ? { highRiskWord: record.highRisk.word }
        : {}),
    },
  };
}

function noContact(delivery: Delivery): Outcome {
  return {
    state: "failed",
    scope: "person",
    detail: `${delivery.to} can no longer be reached by ${delivery.via}`,
  };
}
