import type { Clock, Instant } from "../../lib/time.ts";
import { between } from "../../lib/time.ts";

interface Entry {
  readonly key: string;
  readonly at: Instant;
  job: () => void;
}

/** Everything that is to happen later. One sleep at a time, until the earliest entry is due. */
export interface Timetable {
  /** Runs `job` at `at`; an entry of the same key set before is forgotten. */
  at(key: string, at: Instant, job: () => void): void;
  cancel(key: string): void;
  /** When the next entry is due; of some keys only, when they are told. */
  next(of?: (key: string) => boolean): Instant | undefined;
  /** Runs whatever falls due until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export function timetable(clock: Clock): Timetable {
  const current = new Map<string, Entry>();
  const heap: Entry[] = [];
  let wake = new AbortController();

  function dropReplaced(): void {
    for (let top = heap[0]; top !== undefined && current.get(top.key) !== top; top = heap[0]) pop(heap);
  }

  function runDue(): void {
    for (;;) {
      dropReplaced();
      const top = heap[0];
      if (top === undefined || top.at > clock.now()) return;
      pop(heap);
      current.delete(top.key);
      top.job();
    }
  }

  return {
    at(key, at, job) {
      const known = current.get(key);
      if (known?.at === at) {
        // Each poll sets the same deadlines again.
        known.job = job;
        return;
      }
      const entry = { key, at, job };
      current.set(key, entry);
      if (heap.length > 2 * current.size + 1000) rebuild(heap, current.values());
      else push(heap, entry);
      if (heap[0] === entry) wake.abort();
    },
    cancel: (key) => void current.delete(key),
    next(of = () => true) {
      return [...current.values()].reduce<Instant | undefined>(
        (first, { key, at }) => ((first === undefined || at < first) && of(key) ? at : first),
        undefined,
      );
    },
    async run(signal) {
      // One listener for good: a signal joined with another at each turn is remembered by both for as long as they live.
      signal.addEventListener("abort", () => wake.abort(), { once: true });
      while (!signal.aborted) {
        runDue();
        const next = heap[0];
        wake = new AbortController();
        // One of the jobs may have ended it.
        if (signal.aborted) return;
        if (next === undefined) await untilAborted(wake.signal);
        else await clock.sleep(between(clock.now(), next.at), wake.signal).catch(() => {});
      }
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** Leaves out what was replaced: entries far ahead would pile up. */
function rebuild(heap: Entry[], entries: Iterable<Entry>): void {
  heap.length = 0;
  for (const entry of entries) push(heap, entry);
}

// A binary heap, earliest first: 100,000 deadlines are kept in order for a few comparisons each.
function push(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || above.at <= entry.at) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
    const child =
      right !== undefined && left !== undefined && right.at < left.at ? 2 * index + 2 : 2 * index + 1;
    const below = heap[child];
    if (below === undefined || below.at >= last.at) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
}
