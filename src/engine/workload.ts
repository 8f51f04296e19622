import type { Logger } from "pino";

/** What is in flight: pages being sent, alerts being looked at. */
export interface Workload {
  /** Starts a job that nobody waits for. A failure is logged: one bad alert must not stop the others. */
  start(what: string, job: () => Promise<unknown>): void;
  /** Resolves once nothing is in flight. @returns whether there was anything to wait for */
  idle(): Promise<boolean>;
  isIdle(): boolean;
}

export function workload(log: Logger): Workload {
  const running = new Set<Promise<void>>();
  return {
    start(what, job) {
      const run: Promise<void> = job()
        .then(
          () => {},
          (error: unknown) => log.error({ err: error, what }, "job failed"),
        )
        .finally(() => running.delete(run));
      running.add(run);
    },
    isIdle: () => running.size === 0,
    async idle() {
      const wasBusy = running.size > 0;
      while (running.size > 0) await Promise.all(running);
      return wasBusy;
    },
  };
}
