import { after, type Clock, type Instant, minutes } from "../../../lib/time.ts";

/** Keeps tests from becoming a nuisance. */
export interface TestLimit {
  /**
   * Counts a test to each of them, unless one has had enough for now.
   * @returns who has had enough, and until when
   */
  count(targets: readonly string[]): { readonly target: string; readonly until: Instant } | undefined;
}

const MOST = 3;
const WITHIN = minutes(10);

export function testLimit(clock: Pick<Clock, "now">): TestLimit {
  const sent = new Map<string, Instant[]>();

  function lately(target: string): Instant[] {
    return (sent.get(target) ?? []).filter((at) => clock.now() < after(at, WITHIN));
  }

  return {
    count(targets) {
      for (const target of targets) {
        const [oldest, ...others] = lately(target);
        if (oldest !== undefined && others.length + 1 >= MOST)
          return { target, until: after(oldest, WITHIN) };
      }
      for (const target of targets) sent.set(target, [...lately(target), clock.now()]);
      return undefined;
    },
  };
}
