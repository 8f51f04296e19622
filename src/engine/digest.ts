import { z } from "zod";
import { between, Instant, iso } from "../lib/time.ts";
import { AlertId, Method, Severity, severities, system, TierRef } from "../sla/model.ts";
import { plan } from "../sla/plan.ts";
import type { Delivery } from "../sla/record.ts";
import { audienceAt } from "./audience.ts";
import type { Context } from "./context.ts";
import type { Notices } from "./notices.ts";
import type { DigestAlert, DigestGroup } from "./ports.ts";
import type { Watched } from "./watchlist.ts";

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

/** Breaches that are told together. `reference` names them, and its parts derive their ids from it. */
export const Batch = z.strictObject({
  reference: z.string(),
  madeAt: Instant,
  flushAt: Instant,
  breaches: z.array(Breach).readonly(),
});
export type Batch = Readonly<z.infer<typeof Batch>>;

/**
 * Tells a batch: one message per channel, one text and one call per person.
 * @param lookFirst a crash may have come after it was told
 */
export async function tellDigest(
  context: Context,
  notices: Notices,
  { reference, madeAt, breaches }: Batch,
  lookFirst: boolean,
): Promise<void> {
  const now = context.clock.now();
  const since = lookFirst ? madeAt : undefined;
  for (const destination of destinations(context, breaches, now)) {
    const { to, told } = destination;
    const entries = told.flatMap(({ id }) => context.watch.get(id) ?? []);
    const [first] = entries;
    if (first === undefined) continue;
    const oldest = entries.reduce((best, one) => (ageOrder(one, best) < 0 ? one : best), first);
    const worst = entries.reduce((best, one) => (rank(one) > rank(best) ? one : best), first);
    if (destination.via === "slack" || destination.via === "dm") {
      const channel = destination.via === "slack" ? to : context.roster().people[to]?.slack;
      if (channel === undefined) continue;
      const shown = { oldest: shownAlert(context, oldest), worst: shownAlert(context, worst) };
      const digest = {
        kind: "digest" as const,
        groups: counts(told),
        ...shown,
        total: told.length,
        reference,
      };
      await notices.say(`${reference}/${channel}`, channel, digest, since);
    } else {
      const page = {
        kind: "digest" as const,
        count: told.length,
        worst: worst.alert.severity,
        oldest: between(oldest.alert.createdAt, now),
        reference,
      };
      await notices.page(reference, destination.via, to, destination.group, page, since);
    }
  }
  const detail = { count: breaches.length, alerts: breaches.map(({ id }) => id) };
  await context.trail.append([{ at: iso(now), event: "storm.digested", actor: system, detail }]);
}

type Destination = { to: string; told: Breach[] } & (
  | { via: "slack" }
  | { via: "dm" }
  | { via: "sms" | "call"; group: string }
);

/** Whoever each breach alone would have been told to, each once. */
function destinations(context: Context, breaches: readonly Breach[], now: Instant): Destination[] {
  const audience = audienceAt(context, now);
  const found = new Map<string, Destination>();
  for (const breach of breaches) {
    const { id, tier, repeat, methods, channel } = breach;
    for (const delivery of plan({ alert: { id }, tier, repeat, methods, channel }, audience, now)) {
      const key = `${delivery.via}/${delivery.to}`;
      const destination = found.get(key) ?? destinationOf(delivery);
      if (destination === undefined) continue;
      destination.told.push(breach);
      found.set(key, destination);
    }
  }
  return [...found.values()];
}

function destinationOf({ via, to, group, state }: Delivery): Destination | undefined {
  if (state !== "pending") return undefined;
  if (via === "slack" || via === "dm") return { via, to, told: [] };
  return group === undefined ? undefined : { via, to, group, told: [] };
}

function shownAlert({ source }: Context, { alert, record }: Watched): DigestAlert {
  const { title, severity, createdAt } = alert;
  const url = source.alertUrl(alert.id);
  return { number: record.number, title, severity, createdAt, ...(url === undefined ? {} : { url }) };
}

const rank = ({ alert }: Watched) => severities.indexOf(alert.severity);
const ageOrder = (one: Watched, other: Watched) => one.alert.createdAt - other.alert.createdAt;

function counts(breaches: readonly Breach[]): DigestGroup[] {
  const groups = new Map<string, DigestGroup>();
  for (const { severity, tier } of breaches) {
    const key = `${severity} ${tier}`;
    groups.set(key, { severity, tier, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      String(a.tier).localeCompare(String(b.tier)),
  );
}
