import { seconds } from "../../lib/time.ts";
import { type Escalated, nextTierNow } from "../../sla/escalate.ts";
import { fire } from "../../sla/fire.ts";
import type { Actor, AlertId } from "../../sla/model.ts";
import { tierItems } from "./fire-due.ts";
import { type Parts, pauseEnd } from "./parts.ts";
import { see } from "./seen.ts";

/** Why no tier could be fired ahead of its time. */
export interface NotEscalated {
  readonly why: (Escalated & { kind: "none" })["why"] | "unknown" | "paused";
}

/** Fires the next tier because a person asked for it: not in a storm's digest. @returns why not; undefined when it has fired */
export async function fireNext(parts: Parts, id: AlertId, by: Actor): Promise<NotEscalated | undefined> {
  const { clock, watch, outbox, confirm, settings } = parts;
  if (pauseEnd(parts, clock.now()) !== undefined) return { why: "paused" };
  const fresh = await confirm.ask(id);
  await see(parts, id, fresh);
  const entry = watch.get(id);
  if (entry === undefined) return { why: "unknown" };
  const now = clock.now();
  const decision = nextTierNow(entry.alert, entry.record, settings(), now);
  if (decision.kind === "none") return decision;
  if (entry.record.handled !== undefined) return { why: "handled" };
  const change = fire(entry.record, entry.alert, decision, fresh === "unconfirmed", now, by);
  const items = tierItems(parts, entry.alert, decision, true);
  await outbox.add(items, { entries: watch.change(id, change.record), events: change.events });
  parts.log.info({ alertId: id, tier: decision.tier, by }, "tier fired ahead of its time");
  parts.cards.refresh(id, seconds(1));
  return undefined;
}
