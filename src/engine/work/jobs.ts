import type { Logger } from "pino";

/** What is in flight: pages being sent, alerts being looked at. */
export interface Jobs {
  /** Starts a job that nobody waits for. A failure is logged: one bad alert must not stop the others. */
  start(what: string, job: () => Promise<unknown>): void;
  /** Runs a job that a stop waits for. Fails as it does. */
  run(what: string, job: () => Promise<void>): Promise<void>;
  /** Resolves once nothing is in flight. @returns whether there was anything to wait for */
  idle(): Promise<boolean>;
  isIdle(): boolean;
  /** Names of what is in flight. */
  names(): readonly string[];
}

export function jobs(log: Logger): Jobs {
  const running = new Map<Promise<void>, string>();

  function keep(what: string, ended: Promise<void>): void {
    const run = ended.finally(() => running.delete(run));
    running.set(run, what);
  }

  return {
    start(what, job) {
      // A job that throws before its first wait is a job that failed.
      const ended = Promise.resolve()
        .then(job)
        .then(
          () => {},
          (error: unknown) => log.error({ err: error, what }, "job failed"),
        );
      keep(what, ended);
    },
    run(what, job) {
      const done = Promise.resolve().then(job);
      keep(
        what,
        done.catch(() => {}),
      );
      return done;
    },
    isIdle: () => running.size === 0,
    names: () => [...running.values()],
    async idle() {
      const wasBusy = running.size > 0;
      while (running.size > 0) await Promise.all(running.keys());
      return wasBusy;
    },
  };
}
