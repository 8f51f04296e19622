import { z } from "zod";
import { Instant } from "../../lib/time.ts";
import { AlertId, Method, Severity, TierRef } from "../../sla/model.ts";
import { type Audience, plan, type Target } from "../../sla/plan.ts";
import { type Item, newItem } from "../items/item.ts";
import { eachAlertOnce, type Member } from "../items/subject.ts";

/** A breach about to be told. */
export const Breach = z.strictObject({
  id: AlertId,
  tier: TierRef,
  repeat: z.number().int().nonnegative(),
  severity: Severity,
  methods: z.array(Method).readonly(),
  channel: z.string().optional(),
});
export type Breach = Readonly<z.infer<typeof Breach>>;

/** Breaches that are told together, by the digest of that name. */
export const Batch = z.strictObject({
  reference: z.string(),
  madeAt: Instant,
  flushAt: Instant,
  breaches: z.array(Breach).readonly(),
});
export type Batch = Readonly<z.infer<typeof Batch>>;
export const Batches = z.array(Batch).readonly();

/**
 * The items of a digest: whoever each breach alone would have been told to, each once. What would be a digest of
 * one is told as itself.
 */
export function digestItems({ reference, breaches }: Batch, audience: Audience, now: Instant): Item[] {
  const found = new Map<string, { target: Target; alerts: Member[] }>();
  const plans = new Map<string, readonly Target[]>();
  for (const { id, tier, repeat, methods, channel } of breaches) {
    const key = JSON.stringify([methods, channel]);
    const targets = plans.get(key) ?? plan(methods, channel, audience);
    plans.set(key, targets);
    for (const target of targets) {
      const place = `${target.group ?? ""}/${target.via}/${target.to}`;
      const told = found.get(place) ?? { target, alerts: [] };
      told.alerts.push({ alertId: id, tier, repeat });
      found.set(place, told);
    }
  }
  return oncePerPerson([...found.values()], audience).map(({ target, alerts }) => {
    const told = eachAlertOnce(alerts);
    const [only] = told;
    const single = told.length === 1 && only !== undefined;
    return newItem(
      single ? { kind: "tier", ...only } : { kind: "digest", reference, alerts: told },
      target,
      now,
    );
  });
}

interface Told {
  readonly target: Target;
  readonly alerts: Member[];
}

/** Somebody in two groups, or two people with one number, hear of everything by one call. */
function oncePerPerson(all: readonly Told[], audience: Audience): Told[] {
  const byAddress = new Map<string, Told>();
  for (const { target, alerts } of all) {
    const { via, to, failed } = target;
    const address =
      via === "slack" || failed !== undefined ? `${via} ${to}` : (audience.address(via, to) ?? to);
    const key = `${via} ${address} ${failed ?? ""}`;
    const before = byAddress.get(key);
    if (before === undefined) byAddress.set(key, { target, alerts: [...alerts] });
    else before.alerts.push(...alerts);
  }
  return [...byAddress.values()];
}
