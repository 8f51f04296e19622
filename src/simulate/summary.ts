import type { Duration, Instant } from "../lib/time.ts";
import type { SimulationRequest, StormSpan, Summary } from "./model.ts";
import { iso, notification } from "./notification.ts";
import type { Firing, Walk } from "./walk.ts";

/** Counts what happened in the window; `firings` are those of the window, earliest first. */
export function summarise(
  walks: readonly Walk[],
  firings: readonly Firing[],
  { settings, from, to }: SimulationRequest,
): Summary {
  const all = firings.flatMap((firing) => firing.deliveries.map((delivery) => ({ firing, delivery })));
  const told = all.filter(({ delivery }) => delivery.state === "pending");
  return {
    from: iso(from),
    to: iso(to),
    alerts: walks.length,
    handled: walks.filter(({ isHandled }) => isHandled).length,
    notifications: told.length,
    byTier: counts(told.map(({ delivery }) => String(delivery.tier))),
    byVia: counts(told.map(({ delivery }) => delivery.via)),
    byPerson: counts(told.flatMap(({ delivery }) => (delivery.group === undefined ? [] : [delivery.to]))),
    bySeverity: counts(told.map(({ firing }) => firing.alert.severity)),
    skippedTiers: firings.reduce((sum, { skipped }) => sum + skipped.length, 0),
    unreached: all
      .filter(({ delivery }) => delivery.state === "failed")
      .map(({ firing, delivery }) => ({ ...notification(firing, delivery), why: delivery.detail ?? "" })),
    refusedResponses: walks
      .flatMap(({ refusals }) => refusals)
      .filter(({ response }) => response.at < to)
      .sort((a, b) => a.response.at - b.response.at)
      .map(({ response: { at, alertId, action }, why }) => ({ at: iso(at), alertId, action, why })),
    storms: storms(
      firings.map(({ at }) => at),
      settings.storm,
    ),
  };
}

function counts(keys: readonly string[]): Record<string, number> {
  const counted = new Map<string, number>();
  for (const key of keys) counted.set(key, (counted.get(key) ?? 0) + 1);
  return Object.fromEntries([...counted].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Spans in which breaches come closer together than the settings let them be told one by one. */
function storms(
  breaches: readonly Instant[],
  { window, threshold }: { readonly window: Duration; readonly threshold: number },
): StormSpan[] {
  const spans: { first: number; last: number }[] = [];
  for (let first = 0; first + threshold < breaches.length; first++) {
    const last = first + threshold;
    if ((breaches[last] ?? 0) - (breaches[first] ?? 0) >= window) continue;
    const open = spans.at(-1);
    if (open !== undefined && first <= open.last) open.last = last;
    else spans.push({ first, last });
  }
  return spans.flatMap(({ first, last }) => {
    const [from, to] = [breaches[first], breaches[last]];
    return from === undefined || to === undefined
      ? []
      : [{ from: iso(from), to: iso(to), breaches: last - first + 1 }];
  });
}
