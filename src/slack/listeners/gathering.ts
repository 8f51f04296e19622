import type { Clock, Duration } from "../../lib/time.ts";
import type { Log } from "../api/sdk-log.ts";

/** Does one job for many askings. */
export interface Gathering {
  ask(): void;
  /** Does it no more. */
  stop(): void;
}

/**
 * Runs `job` a little while after it was asked for, once for all who asked meanwhile, never two at a time; what is
 * asked for while it runs is done afterwards.
 */
export function gathering({
  wait,
  clock,
  log,
  job,
}: {
  wait: Duration;
  clock: Clock;
  log: Log;
  job(signal: AbortSignal): Promise<void>;
}): Gathering {
  const stopping = new AbortController();
  const { signal } = stopping;
  let asked = false;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    try {
      while (asked) {
        await clock.sleep(wait, signal);
        asked = false;
        await job(signal);
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, "what was asked for could not be done");
    } finally {
      running = false;
    }
  }

  return {
    ask() {
      asked = true;
      if (!running && !signal.aborted) void run();
    },
    stop: () => stopping.abort(),
  };
}
