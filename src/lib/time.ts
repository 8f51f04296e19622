import { uptime } from "node:os";
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
  /** Set while the machine's clock is not the time we go by, because somebody has set it. */
  stepped?(): Step | undefined;
}

/** By how many ms the machine's clock differs from the time we go by (back: negative), and since when. */
interface Step {
  readonly by: number;
  readonly at: Instant;
}

/** What a steady clock is made of; all in ms, each from a zero of its own. */
export interface TimeSources {
  /** What the machine says the time is; anybody may set it. */
  readonly wall: () => number;
  /** Goes on whatever the wall does, but may stand still while the machine is suspended. */
  readonly elapsed: () => number;
  /** Counts suspended time too; may be coarse, NaN where the system does not tell. */
  readonly uptime: () => number;
  readonly pause: (length: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

// Timers stand still while a machine is suspended, and know nothing of a clock that was set: a deadline must not
// wait for them. (Node also fires timers beyond 2^31 - 1 ms at once.)
const LONGEST_TIMER = 15_000;
// NTP slews a clock or sets it by less; more within one look is a clock that was set.
const MOST_DRIFT = 1000;
// Some systems count their uptime in whole seconds.
const COARSE = 2000;
// Often enough that the two counters cannot drift apart by as much.
const UPTIME_EVERY = 60_000;

/**
 * Follows the machine's clock as it drifts and through suspension, but not when somebody sets it: then time goes on
 * as if nothing had happened, so that nothing is late or early for it, and `stepped` tells the difference.
 */
export function steadyClock({ wall, elapsed, uptime, pause }: TimeSources): Clock {
  const look = () => ({ wall: wall(), elapsed: elapsed() });
  let last: ReturnType<typeof look> | undefined;
  let known = { uptime: 0, elapsed: 0 };
  let step = { by: 0, at: 0 as Instant };

  /** Time suspended since it was asked last, as far as it can be told from the coarseness of the answer. */
  function suspendedUntil(elapsed: number): number {
    const now = { uptime: uptime(), elapsed };
    const suspended = now.uptime - known.uptime - (elapsed - known.elapsed);
    known = now;
    return suspended > COARSE ? suspended : 0;
  }

  function now(): Instant {
    const seen = look();
    if (last === undefined) {
      last = seen;
      known = { uptime: uptime(), elapsed: seen.elapsed };
    }
    const moved = seen.wall - last.wall;
    const ran = seen.elapsed - last.elapsed;
    last = seen;
    if (Math.abs(moved - ran) > MOST_DRIFT || seen.elapsed - known.elapsed >= UPTIME_EVERY) {
      const suspended = suspendedUntil(seen.elapsed);
      note(moved - ran - suspended, suspended > 0 ? COARSE : MOST_DRIFT);
    }
    return Math.floor(seen.wall - step.by) as Instant;
  }

  function note(jump: number, tolerated: number): void {
    if (Math.abs(jump) <= tolerated || last === undefined) return;
    const by = Math.round(step.by + jump);
    // Set right again, all but for what drift may be: the machine's clock is the one to follow.
    step = { by: Math.abs(by) <= MOST_DRIFT ? 0 : by, at: Math.floor(last.wall - by) as Instant };
  }

  return {
    now,
    async sleep(duration, signal) {
      const until = now() + duration;
      do {
        await pause(Math.min(Math.max(0, until - now()), LONGEST_TIMER), signal);
      } while (now() < until);
    },
    stepped() {
      now();
      return step.by === 0 ? undefined : step;
    },
  };
}

export const systemClock: Clock = steadyClock({
  wall: Date.now,
  elapsed: () => performance.now(),
  uptime: upFor,
  pause,
});

// Node's own makes an error of each pause that is cut short, which is how nearly all of ours end.
function pause(length: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", cut);
      resolve();
    }, length);
    function cut(): void {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener("abort", cut, { once: true });
  });
}

function upFor(): number {
  try {
    return uptime() * 1000;
  } catch {
    return Number.NaN;
  }
}

export const milliseconds = (count: number) => Math.round(count) as Duration;
export const seconds = (count: number) => milliseconds(count * 1000);
export const minutes = (count: number) => seconds(count * 60);
export const hours = (count: number) => minutes(count * 60);
export const days = (count: number) => hours(count * 24);

export const after = (start: Instant, length: Duration) => (start + length) as Instant;
export const before = (end: Instant, length: Duration) => (end - length) as Instant;

/** Time from `start` to `end`; zero when `end` comes first. */
export const between = (start: Instant, end: Instant) => Math.max(0, end - start) as Duration;

/** The first of those that are known; undefined when none is. */
export function earliest(all: Iterable<Instant | undefined>): Instant | undefined {
  let first: Instant | undefined;
  for (const at of all) if (at !== undefined && (first === undefined || at < first)) first = at;
  return first;
}

/** @throws RangeError when `text` is not a date that JavaScript understands */
export function instant(text: string): Instant {
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new RangeError(`"${text}" is not a date such as 2026-03-02T02:00Z`);
  return value as Instant;
}

/** ISO 8601 in UTC, as the audit trail writes it. */
export const iso = (at: Instant) => new Date(at).toISOString();
