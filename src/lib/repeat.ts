import { backOff } from "./back-off.ts";
import { after, between, type Clock, type Instant } from "./time.ts";

/** A job that comes again and again, whatever it does. */
export interface Repeated {
  /** Works out anew when it is to come next: something that decides it has changed. */
  replan(): void;
  /** Comes at once, or right after the run that is under way. */
  wake(): void;
}

export interface RepeatOptions {
  readonly clock: Clock;
  /** When to come next, asked after each run and at each `replan`; undefined: only when woken. */
  readonly next: () => Instant | undefined;
  /** Told of a run that failed; the next one comes all the same, after a rest that grows with each failure. */
  readonly onError: (error: unknown) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Runs `job` at each `next()`, never two at once, until the signal aborts. A run that throws is not the last one. */
export function repeat(job: () => Promise<void>, { clock, next, onError, signal }: RepeatOptions): Repeated {
  // One listener on the signal that outlives every turn, rather than one for each of them.
  let turn = new AbortController();
  signal.addEventListener("abort", () => turn.abort(), { once: true });
  let isWoken = false;
  const isCalled = () => isWoken || signal.aborted;

  async function sleepUntil(at: Instant | undefined): Promise<void> {
    turn = new AbortController();
    if (isCalled()) return;
    if (at === undefined) await aborted(turn.signal);
    else await clock.sleep(between(clock.now(), at), turn.signal).catch(() => {});
  }

  /** What failed may have left `next` where it was: it must not come again in the same breath. */
  async function rest(failures: number): Promise<void> {
    const until = after(clock.now(), backOff(failures));
    while (!isCalled() && clock.now() < until) await sleepUntil(until);
  }

  function isDue(): boolean {
    const at = next();
    return at !== undefined && at <= clock.now();
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await sleepUntil(next());
        if (signal.aborted || !(isWoken || isDue())) continue;
        isWoken = false;
        await job();
        failures = 0;
      } catch (error) {
        failures++;
        tell(error);
        await rest(failures);
      }
    }
  }

  // Not even the telling may end it.
  function tell(error: unknown): void {
    try {
      onError(error);
    } catch {}
  }

  // Not before the caller has all it needs to say what comes next.
  Promise.resolve().then(run).catch(tell);
  return {
    replan: () => turn.abort(),
    wake() {
      isWoken = true;
      turn.abort();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
