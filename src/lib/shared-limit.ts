import { type Clock, type Duration, milliseconds } from "./time.ts";

/** A process that was kept from running sees its timers end before it hears of anything else: it listens once more. */
const LISTENS_AGAIN = milliseconds(100);

/** A timer, and how many wait by it. */
interface Timer {
  readonly late: Promise<never>;
  readonly stop: () => void;
  users: number;
}

/**
 * Waits for jobs no longer than `limit` and a moment, as `within` does, for thousands of them: those that begin in
 * the same turn of the event loop share a timer. They are not told to stop.
 *
 * @returns waits for one. @throws DOMException "TimeoutError" when it takes longer
 */
export function sharedLimit(
  clock: Clock,
  limit: Duration,
): <Result>(job: Promise<Result>) => Promise<Result> {
  let current: Timer | undefined;

  async function end(signal: AbortSignal): Promise<never> {
    await clock.sleep(limit, signal);
    await clock.sleep(LISTENS_AGAIN, signal);
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
