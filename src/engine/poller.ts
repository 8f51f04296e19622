import { setImmediate } from "node:timers/promises";
import { between, type Instant, iso } from "../lib/time.ts";
import type { Alert, AlertId } from "../sla/model.ts";
import { system } from "../sla/model.ts";
import { isOpen } from "../sla/policy.ts";
import type { Attendant } from "./attend.ts";
import type { Context } from "./context.ts";
import type { Malformed, Poll } from "./ports.ts";
import type { Sight } from "./sight.ts";

/** Alerts looked at in one turn of the event loop. */
const AT_ONCE = 250;

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
  readonly onGood: () => Promise<void>;
  readonly onMalformed: (malformed: Malformed) => Promise<void>;
}

export function poller(context: Context, { attendant, sight, onGood, onMalformed }: PollerOptions): Poller {
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
      work.start("good cycle", onGood);
      return true;
    } catch (error) {
      if (signal?.aborted) return false;
      last = { at: startedAt, ok: false };
      log.warn({ err: error }, "poll failed");
      // Whatever else fails, the next poll must come.
      await sight
        .bad(error)
        .catch((second: unknown) => log.error({ err: second }, "cannot tell of blindness"));
      return false;
    }
  }

  async function apply({ kind, alerts, malformed }: Poll): Promise<void> {
    const before = new Set(watch.open());
    const strangers = alerts.filter(
      (alert) => watch.get(alert.id) === undefined && isOpen(alert, settings().poll.open),
    );
    for (let from = 0; from < strangers.length; from += AT_ONCE) {
      await watch.admit(strangers.slice(from, from + AT_ONCE));
    }
    const fresh = new Set(strangers.map(({ id }) => id));
    for (const [index, alert] of alerts.entries()) {
      if (fresh.has(alert.id) || isNews(alert))
        work.start(`observe ${alert.id}`, () => attendant.observe(alert.id, alert));
      // Thousands at once must not keep a deadline waiting, or Slack.
      if (index % AT_ONCE === AT_ONCE - 1) await setImmediate();
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
      work.start(`look for ${id}`, () => attendant.lookFor(id));
    }
  }

  /** An adapter answers the very same object again for an alert that has not changed. */
  function isNews(alert: Alert): boolean {
    const entry = watch.get(alert.id);
    return entry !== undefined && (entry.alert !== alert || entry.record.handled !== undefined);
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
