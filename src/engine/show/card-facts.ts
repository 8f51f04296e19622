import type { Settings } from "../../config/settings.ts";
import type { Clock, Instant } from "../../lib/time.ts";
import { type Decision, evaluate } from "../../sla/evaluate.ts";
import type { AlertId, TierRef } from "../../sla/model.ts";
import { policyFor } from "../../sla/policy.ts";
import type { Item } from "../outbox/item.ts";
import type { AlertSource, BoardRow, CardFacts, Told } from "../ports.ts";
import type { Watched, Watchlist } from "../work/watchlist.ts";

/** What cards and boards are drawn from. */
export interface CardSources {
  readonly clock: Clock;
  readonly source: Pick<AlertSource, "alertUrl">;
  readonly settings: () => Settings;
  readonly watch: Watchlist;
  /** What was told, or is to be, of one alert, in the order in which it was written down. */
  readonly itemsOf: (id: AlertId) => readonly Item[];
  /** While this is in the future nothing fires. */
  readonly pausedUntil: () => Instant | undefined;
}

/** All that a card of this alert shows now. */
export function cardFacts(sources: CardSources, { alert, record }: Watched): CardFacts {
  const { settings, source, clock, itemsOf } = sources;
  const now = clock.now();
  const applied = policyFor(alert, settings());
  const decision = record.handled === undefined ? evaluate(alert, record, settings(), now) : undefined;
  const next = decision === undefined ? undefined : nextAct(decision, now, sources.pausedUntil());
  const breachedAt = record.firings.at(-1)?.deadline;
  const url = source.alertUrl(alert.id);
  return {
    alert,
    record,
    told: itemsOf(alert.id).flatMap((item) => told(item, alert.id)),
    now,
    tierCount: applied.policy.tiers.length,
    ignoreFor: settings().ignoreFor,
    acknowledgeFor: settings().acknowledgeFor,
    ...(url === undefined ? {} : { alertUrl: url }),
    ...(next === undefined || next.tier === "high-risk" ? {} : { next: { tier: next.tier, at: next.at } }),
    ...(breachedAt === undefined ? {} : { breachedAt }),
  };
}

/** What was told together is shown once, by its digest. */
function told(item: Item, id: AlertId): Told[] {
  const { about, via, group, to, attempt, state, at, notBefore, limited, detail } = item;
  const shown = { via, group, to, attempt, state, at, notBefore, limited, detail };
  if (item.bundledIn !== undefined) return [];
  if (about.kind === "tier") return [{ tier: about.tier, repeat: about.repeat, ...shown }];
  if (about.kind !== "digest") return [];
  const member = about.alerts.findLast(({ alertId }) => alertId === id);
  if (member === undefined) return [];
  return [{ tier: member.tier, repeat: member.repeat, ...shown, digest: about.reference }];
}

/** The alert as a row of the board. */
export function boardRow(sources: CardSources, { alert, record }: Watched): BoardRow {
  const { settings, source, clock, itemsOf } = sources;
  const now = clock.now();
  const decision = evaluate(alert, record, settings(), now);
  const next = nextAct(decision, now, sources.pausedUntil());
  const url = source.alertUrl(alert.id);
  const held = record.hold !== undefined && record.hold.until > now ? record.hold.kind : undefined;
  const quiet = decision.kind === "stop" && record.firings.length === 0;
  return {
    alert,
    record,
    told: itemsOf(alert.id).flatMap((item) => told(item, alert.id)),
    state: held ?? (quiet ? "quiet" : record.firings.length > 0 ? "breached" : "waiting"),
    ...(url === undefined ? {} : { url }),
    ...(next === undefined ? {} : { next }),
  };
}

/** What the engine does next, and when: holds, repeats and pauses included. */
function nextAct(
  decision: Decision,
  now: Instant,
  pausedUntil: Instant | undefined,
): { tier: TierRef; at: Instant } | undefined {
  if (decision.kind === "stop") return undefined;
  const [tier, at] = decision.kind === "wait" ? [decision.next, decision.until] : [decision.tier, now];
  return { tier, at: pausedUntil !== undefined && pausedUntil > at ? pausedUntil : at };
}
