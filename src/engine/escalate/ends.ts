import type { Instant } from "../../lib/time.ts";
import { type Decision, evaluate } from "../../sla/evaluate.ts";
import { offerOver } from "../../sla/hand-over.ts";
import type { Hold } from "../../sla/record.ts";
import { holdOver, unanswered } from "../../sla/respond.ts";
import { handOverItems } from "../items/hand-over-items.ts";
import { type Item, inThread } from "../items/item.ts";
import { nextAct } from "../show/next-act.ts";
import type { Watched } from "../work/watchlist.ts";
import type { Parts } from "./parts.ts";

/** Ends a hold that is over, and says so in the thread. @returns whether there was one */
export async function endHold(parts: Parts, { alert, record }: Watched, now: Instant): Promise<boolean> {
  const change = holdOver(record, now);
  if (change === undefined) return false;
  const decision = evaluate(alert, change.record, parts.settings(), now);
  const items = holdOverItems(parts, { alert, record: change.record }, change.hold, decision, now);
  const isOver = decision.kind === "stop" && record.firings.length > 0;
  // The same message says that nothing more will be sent.
  const ended = isOver && items.length > 0 ? { ...change.record, unansweredAt: now } : change.record;
  const entries = parts.watch.change(record.alertId, ended);
  await parts.outbox.add(items, { entries, events: change.events });
  if (isOver) parts.onSilence();
  parts.cards.refresh(record.alertId);
  return true;
}

function holdOverItems(
  { settings, pausedUntil }: Parts,
  { alert, record }: Watched,
  hold: Hold,
  decision: Decision,
  now: Instant,
): Item[] {
  if (decision.kind === "stop" && decision.why === "handled") return [];
  const next = nextAct({ alert, record, rules: settings(), now, pausedUntil: pausedUntil() });
  const about = { kind: "hold-over", alertId: record.alertId, hold } as const;
  return inThread(record, next === undefined ? about : { ...about, next }, now);
}

/** Nobody accepted what nobody held: its thread is told. @returns whether an offer has ended */
export async function endOffer(parts: Parts, { record }: Watched, now: Instant): Promise<boolean> {
  const change = offerOver(record, now);
  if (change === undefined) return false;
  const entries = parts.watch.change(record.alertId, change.record);
  await parts.outbox.add(handOverItems(record, change, now), { entries, events: change.events });
  parts.cards.refresh(record.alertId);
  return true;
}

/** The last tier has fired, nobody has responded, and nothing more will be sent by phone. */
export async function saySilence(parts: Parts, { record }: Watched, now: Instant): Promise<void> {
  const { alertId, firings } = record;
  const last = firings.at(-1);
  const change = unanswered(record, now);
  const items =
    last === undefined
      ? []
      : inThread(record, { kind: "nobody", alertId, tier: last.tier, repeat: last.repeat }, now);
  const entries = parts.watch.change(alertId, change.record);
  await parts.outbox.add(items, { entries, events: change.events });
  parts.onSilence();
  parts.cards.refresh(alertId);
}
