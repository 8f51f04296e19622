import type { Clock, Duration } from "../lib/time.ts";

interface GateOptions {
  /** How many jobs run at once while all goes well. */
  readonly width: number;
  /** The longest anybody waits for a place: after that they go in all the same. */
  readonly patience: Duration;
  readonly sleep: Clock["sleep"];
}

/**
 * Lets `width` jobs run at once; the others wait in the order they came, but never longer than `patience`: a burst
 * is spread out, and jobs that hang hold up nobody.
 */
export function gate({ width, patience, sleep }: GateOptions): <T>(job: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const waiting = new Set<AbortController>();

  async function place(): Promise<void> {
    if (inside >= width) {
      const turn = new AbortController();
      waiting.add(turn);
      await sleep(patience, turn.signal).catch(() => {});
      waiting.delete(turn);
      if (turn.signal.aborted) return;
    }
    inside += 1;
  }

  function leave(): void {
    const [next] = waiting;
    // The place is handed over rather than freed, so that nobody slips in between.
    if (next !== undefined && inside <= width) {
      waiting.delete(next);
      next.abort();
    } else inside -= 1;
  }

  return async (job) => {
    await place();
    try {
      return await job();
    } finally {
      leave();
    }
  };
}
