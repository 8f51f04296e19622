import type { Clock, Instant } from "../../lib/time.ts";

/**
 * Since when a setting is as it is; undefined while it is as it was at the first look. A time of day that somebody sets
 * means the next one, not the one that has just passed.
 */
export function changedAt(clock: Pick<Clock, "now">, read: () => unknown): () => Instant | undefined {
  let known: string | undefined;
  let at: Instant | undefined;
  return () => {
    const now = JSON.stringify(read());
    if (known !== undefined && now !== known) at = clock.now();
    known = now;
    return at;
  };
}
