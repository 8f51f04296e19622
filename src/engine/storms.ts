import { z } from "zod";
import { after, Instant } from "../lib/time.ts";
import { AlertId, Method, Severity, severities, system, TierRef } from "../sla/model.ts";
import { type Audience, plan } from "../sla/plan.ts";
import { audienceAt } from "./audience.ts";
import { type Context, iso } from "./context.ts";
import type { Notices } from "./notices.ts";
import type { DigestAlert, DigestGroup } from "./ports.ts";

/** A breach about to be told. */
export const Breach = z.strictObject({
  id: AlertId,
  tier: TierRef,
  severity: Severity,
  methods: z.array(Method).readonly(),
  channel: z.string().optional(),
});
export type Breach = Readonly<z.infer<typeof Breach>>;

const Gathered = z.strictObject({ breaches: z.array(Breach), flushAt: Instant });
type Gathered = z.infer<typeof Gathered>;
const PENDING = "digest:pending";

/**
 * Keeps a flood from ringing every phone for every alert: more than `storm.threshold` breaches within
 * `storm.window` are told as one digest.
 */
export interface Storms {
  /** An alert is about to breach: those that come together are judged together. Pair it with `admit` or `leave`. */
  approach(id: AlertId): void;
  leave(id: AlertId): void;
  /** @returns true when the breach is told on its own; false when a digest tells it, which is then on disk */
  admit(breach: Breach): Promise<boolean>;
  /** Takes up a digest that a crash left behind. */
  resume(): Promise<void>;
}

interface Arrival {
  readonly breach: Breach;
  readonly waitsFor: Set<AlertId>;
  readonly answer: (alone: boolean) => void;
  readonly fail: (error: unknown) => void;
}

export function storms(context: Context, notices: Notices): Storms {
  const { clock, settings, store, timetable, work } = context;
  const approaching = new Set<AlertId>();
  let arrivals: Arrival[] = [];
  /** When breaches were told on their own, oldest first. */
  let told: Instant[] = [];
  let lastDigestAt: Instant | undefined;
  let gathered: Gathered | undefined;

  function leave(id: AlertId): void {
    approaching.delete(id);
    for (const { waitsFor } of arrivals) waitsFor.delete(id);
    const ready = arrivals.filter(({ waitsFor }) => waitsFor.size === 0);
    if (ready.length === 0) return;
    arrivals = arrivals.filter(({ waitsFor }) => waitsFor.size > 0);
    judge(ready);
  }

  function judge(group: readonly Arrival[]): void {
    const { window, threshold } = settings().storm;
    const now = clock.now();
    told = told.filter((at) => at > now - window);
    const storming = lastDigestAt !== undefined && lastDigestAt > now - window;
    if (!storming && told.length + group.length <= threshold) {
      told.push(...group.map(() => now));
      for (const { answer } of group) answer(true);
      return;
    }
    gather(group.map(({ breach }) => breach)).then(
      () => {
        for (const { answer } of group) answer(false);
      },
      (error: unknown) => {
        for (const { fail } of group) fail(error);
      },
    );
  }

  /** Adds breaches to the digest that is to come: at once for the first of a storm, then one a window. */
  async function gather(breaches: readonly Breach[]): Promise<void> {
    const now = clock.now();
    const flushAt =
      lastDigestAt === undefined
        ? now
        : (Math.max(now, after(lastDigestAt, settings().storm.window)) as Instant);
    gathered = {
      breaches: [...(gathered?.breaches ?? []), ...breaches],
      flushAt: gathered?.flushAt ?? flushAt,
    };
    lastDigestAt ??= now;
    if (now - lastDigestAt > settings().storm.window) lastDigestAt = now;
    await store.write(PENDING, gathered);
    timetable.at("digest", gathered.flushAt, () => work.start("digest", flush));
  }

  async function flush(): Promise<void> {
    if (gathered === undefined) return;
    const { breaches } = gathered;
    gathered = undefined;
    lastDigestAt = clock.now();
    await tell(context, notices, breaches);
    if (gathered === undefined) await store.remove(PENDING);
  }

  return {
    approach: (id) => void approaching.add(id),
    leave,
    admit(breach) {
      return new Promise<boolean>((answer, fail) => {
        const others = new Set(approaching);
        others.delete(breach.id);
        for (const arrived of arrivals) others.delete(arrived.breach.id);
        arrivals.push({ breach, waitsFor: others, answer, fail });
        leave(breach.id);
      });
    },
    async resume() {
      const left = Gathered.safeParse(await store.read(PENDING));
      if (!left.success) return;
      gathered = left.data;
      timetable.at("digest", clock.now(), () => work.start("digest", flush));
    },
  };
}

async function tell(context: Context, notices: Notices, breaches: readonly Breach[]): Promise<void> {
  const now = context.clock.now();
  const reference = `digest/${now}`;
  for (const [channel, group] of byChannel(breaches)) {
    const digest = digestOf(context, group);
    if (digest === undefined) continue;
    if (channel !== "")
      await notices.say(`${reference}/${channel}`, channel, { kind: "digest", ...digest, reference });
  }
  for (const page of pagesOf(breaches, audienceAt(context, now), now).values()) {
    const worst = worstOf(page.breaches);
    const oldest = Math.max(
      ...page.breaches.map(({ id }) => now - (context.watch.get(id)?.alert.createdAt ?? now)),
    );
    await notices.page(reference, page.via, page.to, page.group, {
      kind: "digest",
      count: page.breaches.length,
      worst,
      oldest: Math.max(0, oldest) as never,
      reference,
    });
  }
  await context.trail.append([
    {
      at: iso(now),
      event: "storm.digested",
      actor: system,
      detail: { count: breaches.length, alerts: breaches.map(({ id }) => id) },
    },
  ]);
}

function byChannel(breaches: readonly Breach[]): Map<string, Breach[]> {
  const groups = new Map<string, Breach[]>();
  for (const breach of breaches) {
    const channel = breach.methods.some(({ via }) => via === "slack") ? (breach.channel ?? "") : "";
    groups.set(channel, [...(groups.get(channel) ?? []), breach]);
  }
  return groups;
}

function digestOf({ watch, source }: Context, breaches: readonly Breach[]) {
  const entries = breaches.flatMap(({ id }) => watch.get(id) ?? []);
  const shown = entries.map(({ alert, record }): DigestAlert => {
    const url = source.alertUrl(alert.id);
    return {
      number: record.number,
      title: alert.title,
      severity: alert.severity,
      createdAt: alert.createdAt,
      ...(url === undefined ? {} : { url }),
    };
  });
  const oldest = shown.reduce(
    (best, one) => (one.createdAt < best.createdAt ? one : best),
    shown[0] ?? noAlert,
  );
  const worst = shown.reduce((best, one) => (rank(one) > rank(best) ? one : best), shown[0] ?? noAlert);
  if (shown.length === 0) return undefined;
  return { groups: counts(breaches), oldest, worst, total: shown.length };
}

const noAlert: DigestAlert = { number: 0, title: "", severity: "low", createdAt: 0 as Instant };
const rank = ({ severity }: { severity: Severity }) => severities.indexOf(severity);

function counts(breaches: readonly Breach[]): DigestGroup[] {
  const groups = new Map<string, DigestGroup>();
  for (const { severity, tier } of breaches) {
    const key = `${severity} ${tier}`;
    groups.set(key, { severity, tier, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort(
    (a, b) => rank(b) - rank(a) || String(a.tier).localeCompare(String(b.tier)),
  );
}

function worstOf(breaches: readonly Breach[]): Severity {
  return breaches.reduce<Severity>(
    (worst, one) => (rank(one) > severities.indexOf(worst) ? one.severity : worst),
    "low",
  );
}

interface DigestPage {
  readonly via: "sms" | "call";
  readonly to: string;
  readonly group: string;
  readonly breaches: Breach[];
}

/** One page per person and method, whatever the number of alerts. */
function pagesOf(breaches: readonly Breach[], audience: Audience, now: Instant): Map<string, DigestPage> {
  const pages = new Map<string, DigestPage>();
  for (const breach of breaches) {
    const planned = plan(
      { alert: breach, tier: breach.tier, repeat: 0, methods: breach.methods, channel: undefined },
      audience,
      now,
    );
    for (const { via, to, group, state } of planned) {
      if (state !== "pending" || (via !== "sms" && via !== "call") || group === undefined) continue;
      const page = pages.get(`${via}/${to}`) ?? { via, to, group, breaches: [] };
      page.breaches.push(breach);
      pages.set(`${via}/${to}`, page);
    }
  }
  return pages;
}
