import { seconds } from "../../lib/time.ts";
import { type Decision, evaluate } from "../../sla/evaluate.ts";
import { fire } from "../../sla/fire.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import { plan } from "../../sla/plan.ts";
import { policyFor } from "../../sla/policy.ts";
import { observed } from "../../sla/standstill.ts";
import { type Item, newItem } from "../items/item.ts";
import type { Watched } from "../work/watchlist.ts";
import { leave } from "./leave.ts";
import type { Parts } from "./parts.ts";
import { refresh } from "./seen.ts";

type Firing = Decision & { kind: "fire" };

/** Reads an alert whose deadline has come again, and fires unless it has been handled since. */
export async function fireDue(parts: Parts, id: AlertId, before: Watched): Promise<void> {
  parts.storms.approach(id);
  try {
    const fresh = await parts.confirm.ask(id);
    if (fresh === undefined) return await leave(parts, id, undefined);
    if (fresh !== "unconfirmed") refresh(parts, fresh);
    const entry = parts.watch.get(id) ?? before;
    // Its clock was stopped since: nothing is due.
    if (observed(entry.record, entry.alert, parts.settings().poll, parts.clock.now()) !== undefined) return;
    const decision = evaluate(entry.alert, entry.record, parts.settings(), parts.clock.now());
    if (decision.kind === "fire") await announce(parts, entry, decision, fresh === "unconfirmed");
  } finally {
    parts.storms.leave(id);
  }
}

async function announce(
  parts: Parts,
  entry: Watched,
  { tier, repeat, methods }: Firing,
  unconfirmed: boolean,
): Promise<void> {
  const { watch, clock, outbox, storms } = parts;
  const { id, severity } = entry.alert;
  const channel = channelOf(parts, entry.alert);
  const admission = await storms.admit({ id, tier, repeat, severity, methods, channel });
  // Handled or held while others were waited for.
  const current = watch.get(id) ?? entry;
  const now = clock.now();
  const still = evaluate(current.alert, current.record, parts.settings(), now);
  if (current.record.handled !== undefined || still.kind !== "fire" || still.tier !== tier) return;
  const change = fire(current.record, current.alert, still, unconfirmed, now);
  const also = { entries: watch.change(id, change.record), events: change.events };
  if (admission.kind === "digest")
    await outbox.add([], { ...also, entries: [...admission.entries, ...also.entries] });
  else await outbox.add(tierItems(parts, current.alert, still, admission.urgent), also);
  parts.log.info({ alertId: id, tier, digest: admission.kind === "digest" }, "tier fired");
  parts.cards.refresh(id, seconds(1));
}

/** Whoever is to hear of a tier now, and how. */
export function tierItems(
  parts: Parts,
  alert: Alert,
  { tier, repeat, methods }: Firing,
  urgent: boolean,
): Item[] {
  const about = { kind: "tier", alertId: alert.id, tier, repeat } as const;
  const now = parts.clock.now();
  return plan(methods, channelOf(parts, alert), parts.audience()).map((target) =>
    newItem(about, target, now, { urgent }),
  );
}

function channelOf({ channel, settings }: Parts, alert: Alert): string | undefined {
  return channel === undefined ? undefined : (policyFor(alert, settings()).channel ?? channel);
}
