import type { Clock } from "../../src/lib/time.ts";
import { handClock } from "../engine/clock.ts";

/** A clock moved by hand that knows how many sleep by it. */
export function countingClock() {
  const hand = handClock();
  let asleep = 0;
  const clock: Clock = {
    now: hand.clock.now,
    async sleep(duration, signal) {
      asleep++;
      try {
        await hand.clock.sleep(duration, signal);
      } finally {
        asleep--;
      }
    },
  };
  return { ...hand, clock, sleepers: () => asleep };
}

/** A promise settled from outside. */
export function deferred<Result = void>() {
  let resolve: (result: Result) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Result>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  return { promise, resolve, reject };
}
