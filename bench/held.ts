import { openSync, readSync } from "node:fs";
import { createHistogram } from "node:perf_hooks";

/** For how long the main thread's loop was held at a stretch, ms. */
export interface Held {
  readonly max: number;
  readonly p99: number;
}

const EVERY = 5;

/**
 * Watches how much CPU the main thread takes between two turns of its loop. Unlike time by the wall this does not
 * count what other processes of a busy machine take. Linux only.
 * @returns what was seen since it was asked before
 */
export function watchLoop(): () => Held {
  const file = openSync("/proc/thread-self/schedstat", "r");
  const text = Buffer.alloc(64);
  const histogram = createHistogram();
  const spent = () => Number(text.toString("latin1", 0, readSync(file, text, 0, 64, 0)).split(" ")[0]) / 1000;
  let before = spent();
  function note(): void {
    const now = spent();
    histogram.record(Math.max(1, Math.round(now - before)));
    before = now;
  }
  setInterval(note, EVERY).unref();
  return () => {
    note();
    const seen = { max: histogram.max / 1000, p99: histogram.percentile(99) / 1000 };
    histogram.reset();
    return seen;
  };
}
