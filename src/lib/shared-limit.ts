import type { Clock, Duration } from "./time.ts";

/** A timer, and how many wait by it. */
interface Timer {
  readonly late: Promise<never>;
  readonly stop: () => void;
  users: number;
}

/**
 * Waits for jobs no longer than `limit`, as `within` does, for thousands of them: those that begin in the same turn
 * of the event loop share a timer. They are not told to stop.
 *
 * @param slice in which the time is counted. One in which this process was kept from running counts as no more than
 *   its length, and between two of them an answer is heard
 * @returns waits for one. @throws DOMException "TimeoutError" when it takes longer
 */
export function sharedLimit(
  clock: Clock,
  limit: Duration,
  slice: Duration = limit,
): <Result>(job: Promise<Result>) => Promise<Result> {
  let current: Timer | undefined;

  async function end(signal: AbortSignal): Promise<never> {
    for (let slept = 0; slept < limit; slept += slice) await clock.sleep(slice, signal);
    throw new DOMException(`no answer within ${limit / 1000} s`, "TimeoutError");
  }

  function begin(): Timer {
    const done = new AbortController();
    const late = end(done.signal);
    late.catch(() => {});
    const timer = { late, stop: () => done.abort("all answered in time"), users: 0 };
    setImmediate(() => forget(timer));
    return timer;
  }

  function forget(timer: Timer): void {
    if (current === timer) current = undefined;
  }

  return async (job) => {
    current ??= begin();
    const timer = current;
    timer.users += 1;
    try {
      return await Promise.race([job, timer.late]);
    } finally {
      timer.users -= 1;
      if (timer.users === 0) {
        forget(timer);
        timer.stop();
      }
    }
  };
}
