import { deadlines, evaluate } from "../sla/evaluate.ts";
import { policyFor } from "../sla/policy.ts";
import type { Context } from "./context.ts";
import type { BoardRow, CardFacts } from "./ports.ts";
import type { Watched } from "./watchlist.ts";

/** All that a card of this alert shows now. */
export function factsOf({ settings, source, clock }: Context, { alert, record }: Watched): CardFacts {
  const now = clock.now();
  const applied = policyFor(alert, settings());
  const decision = record.handled === undefined ? evaluate(alert, record, settings(), now) : undefined;
  const due = deadlines(alert, applied);
  const nextTier = decision?.kind === "wait" && decision.next !== "high-risk" ? decision.next : undefined;
  const nextAt = nextTier === undefined ? undefined : (due[nextTier - 1] ?? undefined);
  const breachedAt = record.firings.at(-1)?.deadline;
  const url = source.alertUrl(alert.id);
  return {
    alert,
    record,
    now,
    tierCount: applied.policy.tiers.length,
    ignoreFor: settings().ignoreFor,
    acknowledgeFor: settings().acknowledgeFor,
    ...(url === undefined ? {} : { alertUrl: url }),
    ...(nextTier === undefined || nextAt === undefined ? {} : { next: { tier: nextTier, at: nextAt } }),
    ...(breachedAt === undefined ? {} : { breachedAt }),
  };
}

/** The alert as a row of the board. */
export function boardRow({ settings, source, clock }: Context, { alert, record }: Watched): BoardRow {
  const now = clock.now();
  const decision = evaluate(alert, record, settings(), now);
  const url = source.alertUrl(alert.id);
  const held = record.hold !== undefined && record.hold.until > now ? record.hold.kind : undefined;
  const quiet = decision.kind === "stop" && record.firings.length === 0;
  return {
    alert,
    record,
    state: held ?? (quiet ? "quiet" : record.firings.length > 0 ? "breached" : "waiting"),
    ...(url === undefined ? {} : { url }),
    ...(decision.kind === "wait" ? { next: { tier: decision.next, at: decision.until } } : {}),
    ...(decision.kind === "fire" ? { next: { tier: decision.tier, at: now } } : {}),
  };
}
