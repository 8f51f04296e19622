import { between, type Instant } from "../lib/time.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import { system } from "../sla/model.ts";
import { isOpen } from "../sla/policy.ts";
import type { Attendant } from "./attend.ts";
import { type Context, iso } from "./context.ts";
import type { Malformed, Poll } from "./ports.ts";
import type { Sight } from "./sight.ts";

interface LastPoll {
  readonly at: Instant;
  readonly ok: boolean;
}

export interface Poller {
  /** One poll, and everything it calls for. @returns whether TheHive could be read */
  poll(signal?: AbortSignal): Promise<boolean>;
  /** Goes on polling every `poll.every` after the first poll, until the signal aborts. Never two at once. */
  run(signal: AbortSignal): Promise<void>;
  lastPoll(): LastPoll | undefined;
  nextPollAt(): Instant | undefined;
}

interface PollerOptions {
  readonly attendant: Attendant;
  readonly sight: Sight;
  /** Told after each good cycle. */
  readonly heartbeat: () => Promise<void>;
  readonly onMalformed: (malformed: Malformed) => Promise<void>;
}

export function poller(
  context: Context,
  { attendant, sight, heartbeat, onMalformed }: PollerOptions,
): Poller {
  const { clock, source, watch, settings, work, log } = context;
  const reported = new Set<string>();
  let last: LastPoll | undefined;
  let nextAt: Instant | undefined;

  async function poll(signal?: AbortSignal): Promise<boolean> {
    const startedAt = clock.now();
    try {
      const found = await source.poll(watch.open().size, signal);
      await apply(found);
      last = { at: startedAt, ok: true };
      await sight.good();
      work.start("heartbeat", heartbeat);
      return true;
    } catch (error) {
      if (signal?.aborted) return false;
      last = { at: startedAt, ok: false };
      log.warn({ err: error }, "poll failed");
      await sight.bad(error);
      return false;
    }
  }

  async function apply({ kind, alerts, malformed }: Poll): Promise<void> {
    const before = new Set(watch.open());
    const strangers = alerts.filter(
      (alert) => watch.get(alert.id) === undefined && isOpen(alert, settings().poll.open),
    );
    if (strangers.length > 0) await watch.admit(strangers);
    for (const alert of alerts) {
      if (watch.get(alert.id) !== undefined)
        work.start(`observe ${alert.id}`, () => attendant.observe(alert.id, alert));
    }
    for (const one of malformed) await report(one);
    if (kind === "full") missing(before, alerts, malformed);
  }

  /** Alerts that were open and are no longer listed: each is read, to learn what became of it. */
  function missing(
    before: ReadonlySet<AlertId>,
    alerts: readonly Alert[],
    malformed: readonly Malformed[],
  ): void {
    const listed = new Set([...alerts.map(({ id }): string => id), ...malformed.map(({ id }) => id)]);
    for (const id of before) {
      if (listed.has(id)) continue;
      work.start(`look for ${id}`, async () => attendant.observe(id, await source.read(id)));
    }
  }

  async function report(malformed: Malformed): Promise<void> {
    if (reported.has(malformed.id)) return;
    reported.add(malformed.id);
    log.error({ alertId: malformed.id, why: malformed.why }, "malformed alert skipped");
    await context.trail.append([
      {
        at: iso(clock.now()),
        event: "alert.malformed",
        actor: system,
        alertId: malformed.id,
        detail: { why: malformed.why },
      },
    ]);
    await onMalformed(malformed);
  }

  return {
    poll,
    async run(signal) {
      let startedAt = last?.at ?? clock.now();
      while (!signal.aborted) {
        const at = (startedAt + settings().poll.every) as Instant;
        nextAt = at;
        await clock.sleep(between(clock.now(), at), signal).catch(() => {});
        if (signal.aborted) return;
        startedAt = clock.now();
        const polling = poll(signal);
        work.start("poll", () => polling);
        await polling;
      }
    },
    lastPoll: () => last,
    nextPollAt: () => nextAt,
  };
}
