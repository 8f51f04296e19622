import { setImmediate } from "node:timers/promises";
import { SandboxClock } from "../../sandbox/clock.ts";
import type { Clock, Instant } from "../../src/lib/time.ts";

/** A clock moved by hand, and whoever sleeps by it. */
export function handClock(at = Date.parse("2026-03-03T02:00Z")) {
  const sandbox = new SandboxClock({ at });
  const clock: Clock = { now: () => sandbox.now() as Instant, sleep: sandbox.sleep };

  /** Lets everything run that does not wait for time. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await setImmediate();
  }

  return {
    clock,
    settle,
    async advance(length: number): Promise<void> {
      const end = sandbox.now() + length;
      await settle();
      for (let next = sandbox.nextWake(); next !== undefined && next <= end; next = sandbox.nextWake()) {
        sandbox.moveTo(next);
        await settle();
      }
      sandbox.moveTo(end);
      await settle();
    },
  };
}
