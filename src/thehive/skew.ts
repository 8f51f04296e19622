import type { Instant } from "../lib/time.ts";

/** Compares TheHive's clock with ours, by the Date header of its answers. */
export interface SkewMeter {
  /** @param date the header as it came; answers without one teach nothing */
  add(date: string | undefined, sentAt: Instant, answeredAt: Instant): void;
  /** TheHive's clock minus ours in ms; 0 when too small to tell from none, undefined before the first answer. */
  value(): number | undefined;
}

const SAMPLES = 5;
// Date counts whole seconds, and what lies within them cannot be seen.
const HALF_SECOND = 500;
const UNSEEN = 1500;
// Smaller moves are noise; following them would move the age of alerts that did not change.
const WORTH_MOVING = 1000;
const SLOWEST_USEFUL_ANSWER = 60_000;

/** The median of the last answers, so that one odd header changes nothing. */
export function skewMeter(): SkewMeter {
  const samples: number[] = [];
  let settled: number | undefined;

  return {
    add(date, sentAt, answeredAt) {
      const stamp = date === undefined ? Number.NaN : Date.parse(date);
      const journey = answeredAt - sentAt;
      if (Number.isNaN(stamp) || journey > SLOWEST_USEFUL_ANSWER) return;
      const skew = stamp + HALF_SECOND - (sentAt + journey / 2);
      samples.push(Math.abs(skew) <= UNSEEN + journey / 2 ? 0 : Math.round(skew));
      if (samples.length > SAMPLES) samples.shift();
      const middle = median(samples);
      if (settled === undefined || Math.abs(middle - settled) > WORTH_MOVING) settled = middle;
    },
    value: () => settled,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
