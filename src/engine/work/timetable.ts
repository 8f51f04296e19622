import { setImmediate } from "node:timers/promises";
import type { Clock, Instant } from "../../lib/time.ts";
import { between } from "../../lib/time.ts";
import { isBefore, pop, push } from "./heap.ts";

interface Entry {
  readonly key: string;
  readonly at: Instant;
  readonly serial: number;
  job: () => void;
}

/** Thousands that fall due together must not keep Slack waiting. */
const AT_ONCE = 100;

/** Everything that is to happen later. One sleep at a time, until the earliest entry is due. */
export interface Timetable {
  /** Runs `job` at `at`; an entry of the same key set before is forgotten. */
  at(key: string, at: Instant, job: () => void): void;
  cancel(key: string): void;
  /** When the next entry of a kind is due; its keys begin with that word. */
  nextOf(kind: string): Instant | undefined;
  /** When the next entry is due; of some keys only, when they are told. Walks them all. */
  next(of?: (key: string) => boolean): Instant | undefined;
  /** Runs whatever falls due until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** Entries whose keys begin with the same word. */
interface Kind {
  readonly current: Map<string, Entry>;
  /** Holds what was replaced, too, until it comes to the top or there is too much of it. */
  readonly heap: Entry[];
}

export function timetable(clock: Clock): Timetable {
  const kinds = new Map<string, Kind>();
  let wake = new AbortController();
  let serial = 0;

  function kindOf(key: string): Kind {
    const end = key.indexOf(" ");
    const name = end < 0 ? key : key.slice(0, end);
    const kind = kinds.get(name) ?? { current: new Map(), heap: [] };
    kinds.set(name, kind);
    return kind;
  }

  /** The earliest of all; there are few kinds. */
  function earliest(): { kind: Kind; entry: Entry } | undefined {
    let found: { kind: Kind; entry: Entry } | undefined;
    for (const kind of kinds.values()) {
      const entry = topOf(kind);
      if (entry !== undefined && (found === undefined || isBefore(entry, found.entry)))
        found = { kind, entry };
    }
    return found;
  }

  /** @returns whether more is due than is run in one turn of the event loop */
  function runDue(): boolean {
    for (let count = 0; count < AT_ONCE; count++) {
      const next = earliest();
      if (next === undefined || next.entry.at > clock.now()) return false;
      pop(next.kind.heap);
      next.kind.current.delete(next.entry.key);
      next.entry.job();
    }
    return true;
  }

  return {
    at(key, at, job) {
      const kind = kindOf(key);
      const known = kind.current.get(key);
      if (known?.at === at) {
        // Each poll sets the same deadlines again.
        known.job = job;
        return;
      }
      const entry = { key, at, serial: ++serial, job };
      kind.current.set(key, entry);
      if (kind.heap.length > 2 * kind.current.size + 1000) rebuild(kind);
      else push(kind.heap, entry);
      if (earliest()?.entry === entry) wake.abort();
    },
    cancel: (key) => void kindOf(key).current.delete(key),
    nextOf(name) {
      const kind = kinds.get(name);
      return kind === undefined ? undefined : topOf(kind)?.at;
    },
    next(of = () => true) {
      return [...kinds.values()]
        .flatMap(({ current }) => [...current.values()])
        .reduce<Instant | undefined>(
          (first, { key, at }) => ((first === undefined || at < first) && of(key) ? at : first),
          undefined,
        );
    },
    async run(signal) {
      // One listener for good: a signal joined with another at each turn is remembered by both for as long as they live.
      signal.addEventListener("abort", () => wake.abort(), { once: true });
      while (!signal.aborted) {
        while (runDue()) await setImmediate();
        const next = earliest()?.entry;
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

/** The earliest of a kind that was not replaced meanwhile. */
function topOf({ current, heap }: Kind): Entry | undefined {
  let top = heap[0];
  while (top !== undefined && current.get(top.key) !== top) {
    pop(heap);
    top = heap[0];
  }
  return top;
}

/** Leaves out what was replaced: entries far ahead would pile up. */
function rebuild({ current, heap }: Kind): void {
  heap.length = 0;
  for (const entry of current.values()) push(heap, entry);
}
