import { after, between, type Clock, type Instant, minutes } from "../../lib/time.ts";

/** Keeps calls under a number to the minute. */
export interface Pace {
  /** One was made. */
  count(): void;
  /** Waits until another may be made. @throws when `signal` is aborted */
  room(signal: AbortSignal): Promise<void>;
}

export function perMinute(most: number, clock: Clock): Pace {
  let made: Instant[] = [];
  return {
    count() {
      made.push(clock.now());
    },
    async room(signal) {
      for (;;) {
        made = made.filter((at) => between(at, clock.now()) < minutes(1));
        const [oldest] = made;
        if (made.length < most || oldest === undefined) return;
        await clock.sleep(between(clock.now(), after(oldest, minutes(1))), signal);
      }
    },
  };
}
