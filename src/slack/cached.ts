import { after, type Clock, type Duration, type Instant } from "../lib/time.ts";

const MOST_REMEMBERED = 2000;

/**
 * Remembers what `load` gave for each key. When it fails afterwards, what was known before is given once more
 * rather than nothing.
 */
export function cachedFor<Value>(
  length: Duration,
  clock: Clock,
  load: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const known = new Map<string, { value: Value; until: Instant }>();
  return async (key) => {
    const entry = known.get(key);
    if (entry !== undefined && clock.now() < entry.until) return entry.value;
    try {
      const value = await load(key);
      known.delete(key);
      known.set(key, { value, until: after(clock.now(), length) });
      const [oldest] = known.keys();
      if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
      return value;
    } catch (error) {
      if (entry === undefined) throw error;
      return entry.value;
    }
  };
}
