import { type Duration, type Instant, iso } from "../lib/time.ts";
import { severities } from "../sla/model.ts";
import { isOfCase, type OpenAtEnd, type SimulationRequest, type StormSpan, type Summary } from "./model.ts";
import { notification } from "./notification.ts";
import type { Firing, Walk } from "./walk.ts";

/** Counts what happened in the window; `firings` are those of the window, earliest first. */
export function summarise(
  walks: readonly Walk[],
  firings: readonly Firing[],
  { settings, from, to }: SimulationRequest,
): Summary {
  const all = firings.flatMap((firing) => firing.targets.map((target) => ({ firing, target })));
  const told = all.filter(({ target }) => target.failed === undefined);
  return {
    from: iso(from),
    to: iso(to),
    alerts: walks.length,
    handled: walks.filter(({ end }) => end.kind === "handled").length,
    notifications: told.length,
    byTier: counts(told.map(({ firing }) => String(firing.tier))),
    byVia: counts(told.map(({ target }) => target.via)),
    byPerson: counts(told.flatMap(({ target }) => (target.group === undefined ? [] : [target.to]))),
    bySeverity: counts(told.map(({ firing }) => firing.alert.severity)),
    skippedTiers: firings.reduce((sum, { skipped }) => sum + skipped.length, 0),
    unreached: all.flatMap(({ firing, target }) =>
      target.failed === undefined
        ? []
        : [{ ...notification(firing, target, settings.disclosure), why: target.failed.detail }],
    ),
    refusedResponses: walks
      .flatMap(({ refusals }) => refusals)
      .filter(({ response }) => response.at < to)
      .sort((a, b) => a.response.at - b.response.at)
      .map(({ response: { at, alertId, action }, why }) => ({ at: iso(at), alertId, action, why })),
    storms: storms(
      firings.flatMap(({ at, tier }) => (isOfCase(tier) ? [] : at)),
      settings.storm,
    ),
    open: walks
      .flatMap(openAtEnd)
      .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity)),
  };
}

/** An alert that nobody has taken care of when the window ends; none when somebody has. */
function openAtEnd({ firings, alert, end }: Walk): OpenAtEnd[] {
  if (end.kind === "handled") return [];
  const last = firings.findLast(({ targets }) => targets.some(({ failed }) => failed === undefined));
  return [
    {
      alertId: alert.id,
      severity: alert.severity,
      heardLast: last === undefined ? null : iso(last.at),
      since: iso(last?.at ?? alert.createdAt),
      next: end.kind === "wait" ? iso(end.until) : null,
      why: end.why,
    },
  ];
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
