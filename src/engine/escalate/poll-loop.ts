import type { Settings } from "../../config/settings.ts";
import { A_FEW, paced, sifted } from "../../lib/paced.ts";
import { type Repeated, repeat } from "../../lib/repeat.ts";
import { after, between, type Instant } from "../../lib/time.ts";
import type { Alert, AlertId } from "../../sla/model.ts";
import { isOpen, waitingIn } from "../../sla/policy.ts";
import type { Meter } from "../meter.ts";
import type { AlertSource, Malformed, Poll } from "../ports/alert-source.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Watchlist } from "../work/watchlist.ts";
import type { Escalation } from "./escalation.ts";
import { type MalformedOptions, malformedReports } from "./malformed.ts";

/** New alerts that are written down together. */
const AT_ONCE = 100;

export interface PollLoop {
  /** One poll, and everything it calls for; one that is under way already counts. @returns whether TheHive could be read */
  poll(signal?: AbortSignal): Promise<boolean>;
  /** Goes on polling every `poll.every` after the last poll, until the signal aborts. Never two at once. */
  run(signal: AbortSignal): void;
  /** The interval may have changed. */
  replan(): void;
  lastPoll(): { readonly at: Instant; readonly ok: boolean } | undefined;
  /** When TheHive could be read the last time. */
  lastGoodAt(): Instant | undefined;
  nextPollAt(): Instant | undefined;
}

export interface PollLoopOptions extends MalformedOptions {
  readonly source: AlertSource;
  readonly watch: Watchlist;
  readonly jobs: Jobs;
  readonly settings: () => Settings;
  readonly escalation: Escalation;
  /** Told after each poll: undefined = TheHive was read. */
  readonly onRead: (trouble: unknown) => Promise<void>;
  readonly meter: Meter;
}

export function pollLoop(options: PollLoopOptions): PollLoop {
  const { clock, log, source, watch, jobs, settings, escalation } = options;
  const report = malformedReports(options);
  let last: { at: Instant; ok: boolean } | undefined;
  let lastGoodAt: Instant | undefined;
  let underWay: Promise<boolean> | undefined;
  let loop: Repeated | undefined;

  function poll(signal?: AbortSignal): Promise<boolean> {
    underWay ??= pollOnce(signal).finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  /** Reading TheHive and our own bookkeeping are two things: only the first is its failure. */
  async function pollOnce(signal?: AbortSignal): Promise<boolean> {
    const startedAt = clock.now();
    let found: Poll;
    try {
      found = await source.poll(watch.open().size, signal);
    } catch (error) {
      if (signal?.aborted) return false;
      last = { at: startedAt, ok: false };
      options.meter.polled(false, between(startedAt, clock.now()));
      log.warn({ err: error }, "poll failed");
      jobs.start("note a failed poll", () => options.onRead(error));
      return false;
    }
    last = { at: startedAt, ok: true };
    lastGoodAt = startedAt;
    options.meter.polled(true, between(startedAt, clock.now()));
    await apply(found);
    jobs.start("note a good poll", () => options.onRead(undefined));
    return true;
  }

  async function apply({ kind, alerts, malformed }: Poll): Promise<void> {
    const before = kind === "full" ? [...watch.open()] : [];
    const strangers = await sifted(
      alerts,
      (alert) => watch.get(alert.id) === undefined && isOpen(alert, waitingIn(settings().poll)),
    );
    for (let from = 0; from < strangers.length; from += AT_ONCE) {
      await watch.admit(strangers.slice(from, from + AT_ONCE));
    }
    const fresh = new Set(strangers.map(({ id }) => id));
    const news = await sifted(alerts, (alert) => fresh.has(alert.id) || isNews(alert));
    // Thousands at once must not keep a deadline waiting, or Slack.
    await paced(news, take, A_FEW);
    await report(malformed);
    if (before.length > 0) await lookForMissing(before, alerts, malformed);
  }

  /** Known at once to whoever is about to be told of it; acted upon in its turn. */
  function take(alert: Alert): void {
    if (watch.get(alert.id)?.record.handled === undefined) escalation.refresh(alert);
    jobs.start(`observe ${alert.id}`, () => escalation.observe(alert.id, alert));
  }

  /** Alerts that were open before a full read and are not in it: each is read, to learn what became of it. */
  async function lookForMissing(
    before: readonly AlertId[],
    alerts: readonly Alert[],
    malformed: readonly Malformed[],
  ): Promise<void> {
    const listed = new Set(malformed.map(({ id }) => id));
    await paced(alerts, ({ id }) => listed.add(id));
    for (const id of await sifted(before, (one) => !listed.has(one))) {
      jobs.start(`look for ${id}`, () =>
        escalation
          .lookFor(id)
          .catch((error: unknown) => log.warn({ alertId: id, err: error }, "could not look for an alert")),
      );
    }
  }

  /** An adapter answers the very same object again for an alert that has not changed. */
  function isNews(alert: Alert): boolean {
    const entry = watch.get(alert.id);
    return entry !== undefined && (entry.alert !== alert || entry.record.handled !== undefined);
  }

  const nextAt = (): Instant | undefined =>
    last === undefined ? undefined : after(last.at, settings().poll.every);

  return {
    poll,
    run(signal) {
      loop = repeat(
        async () => {
          const polling = poll(signal);
          jobs.start("poll", () => polling);
          await polling;
        },
        {
          clock,
          signal,
          next: () => nextAt() ?? clock.now(),
          onError: (error) => log.error({ err: error }, "the poll loop stumbled"),
        },
      );
    },
    replan: () => loop?.replan(),
    lastPoll: () => last,
    lastGoodAt: () => lastGoodAt,
    nextPollAt: nextAt,
  };
}
