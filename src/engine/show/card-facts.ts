import type { Settings } from "../../config/settings.ts";
import type { Clock } from "../../lib/time.ts";
import { deadlines, evaluate } from "../../sla/evaluate.ts";
import type { AlertId } from "../../sla/model.ts";
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
}

/** All that a card of this alert shows now. */
export function cardFacts(sources: CardSources, { alert, record }: Watched): CardFacts {
  const { settings, source, clock, itemsOf } = sources;
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
    told: itemsOf(alert.id).flatMap((item) => told(item, alert.id)),
    now,
    tierCount: applied.policy.tiers.length,
    ignoreFor: settings().ignoreFor,
    acknowledgeFor: settings().acknowledgeFor,
    ...(url === undefined ? {} : { alertUrl: url }),
    ...(nextTier === undefined || nextAt === undefined ? {} : { next: { tier: nextTier, at: nextAt } }),
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
  const url = source.alertUrl(alert.id);
  const held = record.hold !== undefined && record.hold.until > now ? record.hold.kind : undefined;
  const quiet = decision.kind === "stop" && record.firings.length === 0;
  return {
    alert,
    record,
    told: itemsOf(alert.id).flatMap((item) => told(item, alert.id)),
    state: held ?? (quiet ? "quiet" : record.firings.length > 0 ? "breached" : "waiting"),
    ...(url === undefined ? {} : { url }),
    ...(decision.kind === "wait" ? { next: { tier: decision.next, at: decision.until } } : {}),
    ...(decision.kind === "fire" ? { next: { tier: decision.tier, at: now } } : {}),
  };
}
