import { after, type Clock, type Duration, type Instant } from "../../lib/time.ts";

const MOST_REMEMBERED = 2000;

/** Answers that are remembered for a while. */
export interface Cached<Value> {
  /** Never older than that while. @throws what loading throws, whatever was known before */
  get(key: string): Promise<Value>;
  /** What was last known, however old: for what is better than nothing, and never for a right. */
  last(key: string): Value | undefined;
}

/** Remembers what `load` gave for each key. */
export function cachedFor<Value>(
  length: Duration,
  clock: Pick<Clock, "now">,
  load: (key: string) => Promise<Value>,
): Cached<Value> {
  const known = new Map<string, { value: Value; until: Instant }>();
  return {
    async get(key) {
      const entry = known.get(key);
      if (entry !== undefined && clock.now() < entry.until) return entry.value;
      // From when it was asked: an answer that takes its time is no younger for that.
      const until = after(clock.now(), length);
      const value = await load(key);
      known.delete(key);
      known.set(key, { value, until });
      const [oldest] = known.keys();
      if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
      return value;
    },
    last: (key) => known.get(key)?.value,
  };
}
