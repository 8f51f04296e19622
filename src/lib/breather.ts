import { setImmediate } from "node:timers/promises";

/** How long a job may hold the event loop at a stretch, in ms of real time. */
const AT_A_STRETCH = 8;

/** For jobs that go through thousands of something: `if (breather.isDue()) await breather.take()`. */
export interface Breather {
  /** Whether the job has held the loop for long enough. */
  isDue(): boolean;
  /** Lets everything else that is ready go first. */
  take(): Promise<void>;
}

/** A breather that counts from now on. */
export function breather(): Breather {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since >= AT_A_STRETCH,
    async take() {
      await setImmediate();
      since = performance.now();
    },
  };
}
