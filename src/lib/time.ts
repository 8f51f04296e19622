import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

/** Milliseconds since 1970 UTC. Always half-open when two of them bound an interval. */
export const Instant = z.number().int().brand("Instant");
export type Instant = z.infer<typeof Instant>;

/** Elapsed milliseconds: a length of time, never a point in it. */
export const Duration = z.number().int().nonnegative().brand("Duration");
export type Duration = z.infer<typeof Duration>;

/**
 * The only source of time for everything that acts. Tests and the sandbox bring their own,
 * which is why nothing else may read the real clock or set a timer.
 */
export interface Clock {
  now(): Instant;
  /** @throws the signal's reason when aborted before the time is up */
  sleep(duration: Duration, signal?: AbortSignal): Promise<void>;
  /** By how many ms the machine's clock was set since we go by our own; undefined when it agrees. */
  stepped?(): { readonly by: number; readonly at: Instant } | undefined;
}

// Timers stand still while a machine is suspended, and know nothing of a clock that was set: a deadline must not
// wait for them. (Node also fires timers beyond 2^31 - 1 ms at once.)
const LONGEST_TIMER = 15_000;

export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  async sleep(duration, signal) {
    const until = Date.now() + duration;
    do {
      const left = Math.min(Math.max(0, until - Date.now()), LONGEST_TIMER);
      await pause(left, undefined, signal === undefined ? {} : { signal });
    } while (Date.now() < until);
  },
};

export const milliseconds = (count: number) => Math.round(count) as Duration;
export const seconds = (count: number) => milliseconds(count * 1000);
export const minutes = (count: number) => seconds(count * 60);
export const hours = (count: number) => minutes(count * 60);
export const days = (count: number) => hours(count * 24);

export const after = (start: Instant, length: Duration) => (start + length) as Instant;
export const before = (end: Instant, length: Duration) => (end - length) as Instant;

/** Time from `start` to `end`; zero when `end` comes first. */
export const between = (start: Instant, end: Instant) => Math.max(0, end - start) as Duration;

/** @throws RangeError when `text` is not a date that JavaScript understands */
export function instant(text: string): Instant {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new RangeError(`"${text}" is not a date such as 2026-03-02T02:00Z`);
  return value as Instant;
}

/** ISO 8601 in UTC, as the audit trail writes it. */
export const iso = (at: Instant) => new Date(at).toISOString();
