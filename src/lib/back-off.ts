import { type Duration, minutes, seconds } from "./time.ts";

/** How long to wait after the `tries`-th failure in a row: 1 s, 2 s, 4 s ... up to `most`. */
export function backOff(tries: number, most: Duration = minutes(1)): Duration {
  return Math.min(most, seconds(2 ** Math.min(30, Math.max(0, tries - 1)))) as Duration;
}
