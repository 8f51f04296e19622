import { setImmediate } from "node:timers/promises";
import type { Clock, Instant } from "../../lib/time.ts";
import { between } from "../../lib/time.ts";
import { isBefore, pop, push } from "./heap.ts";

interface Entry {
  readonly of: string;
  readonly at: Instant;
  readonly serial: number;
  job: (of: string) => void;
}

/** Thousands that fall due together must not keep Slack waiting. */
const AT_ONCE = 100;

/** Everything that is to happen later. One sleep at a time, until the earliest entry is due. */
export interface Timetable {
  /**
   * Runs `job` at `at`; what was set before of the same kind and thing is forgotten. Thousands of one kind best share
   * one job, which is told what it is about.
   * @param of the id of an alert, say; empty where there is but one of the kind
   */
  at<Of extends string>(kind: string, of: Of, at: Instant, job: (of: Of) => void): void;
  cancel(kind: string, of: string): void;
  /** When the next entry of a kind is due. */
  nextOf(kind: string): Instant | undefined;
  /** When the next entry is due; of some only, when they are told. Walks them all. */
  next(isMeant?: (kind: string, of: string) => boolean): Instant | undefined;
  /** Runs whatever falls due until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

interface Kind {
  /** By what they are of. */
  readonly current: Map<string, Entry>;
  /** Holds what was replaced, too, until it comes to the top or there is too much of it. */
  readonly heap: Entry[];
}

export function timetable(clock: Clock): Timetable {
  const kinds = new Map<string, Kind>();
  let wake = new AbortController();
  let serial = 0;

  function kindOf(name: string): Kind {
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
      next.kind.current.delete(next.entry.of);
      next.entry.job(next.entry.of);
    }
    return true;
  }

  return {
    at(name, of, at, job) {
      const kind = kindOf(name);
      const known = kind.current.get(of);
      if (known?.at === at) {
        // Each poll sets the same deadlines again.
        known.job = job as Entry["job"];
        return;
      }
      const entry = { of, at, serial: ++serial, job: job as Entry["job"] };
      kind.current.set(of, entry);
      if (kind.heap.length > 2 * kind.current.size + 1000) rebuild(kind);
      else push(kind.heap, entry);
      if (earliest()?.entry === entry) wake.abort();
    },
    cancel: (name, of) => void kinds.get(name)?.current.delete(of),
    nextOf(name) {
      const kind = kinds.get(name);
      return kind === undefined ? undefined : topOf(kind)?.at;
    },
    next(isMeant = () => true) {
      let first: Instant | undefined;
      for (const [name, { current }] of kinds)
        for (const { of, at } of current.values())
          if ((first === undefined || at < first) && isMeant(name, of)) first = at;
      return first;
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
  while (top !== undefined && current.get(top.of) !== top) {
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
