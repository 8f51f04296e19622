import { between, type Duration, type Instant } from "./time.ts";

/**
 * Whether a process stood still: frozen, or kept from the processor. A timer alone does not tell, as it comes late
 * itself, and sockets speak before it.
 */
export interface Pulse {
  /** Felt at each moment at which the process surely runs. */
  feel(now: Instant): void;
  /** It stood still for longer than the limit at least once. */
  readonly hasStopped: boolean;
}

/** @param longest how far apart two moments may be */
export function pulse(from: Instant, longest: Duration): Pulse {
  let last = from;
  let hasStopped = false;
  return {
    feel(now) {
      if (between(last, now) > longest) hasStopped = true;
      last = now;
    },
    get hasStopped() {
      return hasStopped;
    },
  };
}
