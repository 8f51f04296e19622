import { between, type Clock, type Instant } from "./time.ts";

/** A job that comes again and again, whatever it does. */
export interface Repeated {
  /** Works out anew when it is to come next: something that decides it has changed. */
  replan(): void;
  /** Comes at once. */
  wake(): void;
}

export interface RepeatOptions {
  readonly clock: Clock;
  /** When to come next, asked after each run and at each `replan`; undefined: only when woken. */
  readonly next: () => Instant | undefined;
  /** Told of a run that failed; the next one comes all the same. */
  readonly onError: (error: unknown) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Runs `job` at each `next()`, never two at once, until the signal aborts. A run that throws is not the last one. */
export function repeat(job: () => Promise<void>, { clock, next, onError, signal }: RepeatOptions): Repeated {
  let turn = new AbortController();
  let isWoken = false;

  async function pause(): Promise<void> {
    turn = new AbortController();
    if (isWoken) return;
    const at = next();
    const ended = AbortSignal.any([turn.signal, signal]);
    if (at === undefined) await aborted(ended);
    else await clock.sleep(between(clock.now(), at), ended).catch(() => {});
  }

  function isDue(): boolean {
    if (isWoken) return true;
    const at = next();
    return at !== undefined && at <= clock.now();
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await pause();
        if (signal.aborted || !isDue()) continue;
        isWoken = false;
        await job();
      } catch (error) {
        onError(error);
      }
    }
  }

  run().catch(onError);
  return {
    replan: () => turn.abort(),
    wake() {
      isWoken = true;
      turn.abort();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
