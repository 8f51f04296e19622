import type { Logger } from "pino";
import { sharedLimit } from "../../lib/shared-limit.ts";
import { type Clock, milliseconds, seconds } from "../../lib/time.ts";
import type { Entry, Store } from "../ports/store.ts";
import type { Jobs } from "./jobs.ts";
import type { Troubles } from "./troubles.ts";

/** Nobody waits longer for a disk, but for a moment; it may only be slow. */
export const WRITTEN_WITHIN = milliseconds(800);
/** In which that is counted. */
const SLICE = milliseconds(50);
/** A disk that has not answered by then is failing. */
export const ANSWERS_WITHIN = seconds(10);

export interface WriterOptions {
  readonly store: Pick<Store, "write">;
  readonly jobs: Jobs;
  readonly realTime: Clock;
  readonly troubles: Troubles;
  readonly log: Logger;
  /** Keys to remove with the next write; given back when it fails. */
  readonly chores: { take(): readonly string[]; giveBack(keys: readonly string[]): void };
}

/** Brings entries to the disk, or keeps them until it takes them again. A key's latest value is the one that counts. */
export interface Writer {
  /** @returns whether they are on the disk now; otherwise they are kept. Never rejects */
  write(entries: readonly Entry[]): Promise<boolean>;
  /** Without keeping. @throws when they could not be written */
  put(entries: readonly Entry[]): Promise<void>;
  keep(entries: readonly Entry[]): void;
  /** No longer to be written. @returns whether it was kept */
  drop(key: string): boolean;
  /** Everything that is kept, as it is now. */
  flush(): Promise<void>;
  isEmpty(): boolean;
}

export function writer({ store, jobs, realTime, troubles, log, chores }: WriterOptions): Writer {
  const kept = new Map<string, unknown>();
  /** By key, the value that was handed to the disk last and is not written yet. */
  const underWay = new Map<string, unknown>();
  const soon = sharedLimit(realTime, WRITTEN_WITHIN, SLICE);
  const atLast = sharedLimit(realTime, ANSWERS_WITHIN);
  let flushing: Promise<void> | undefined;
  /** A write that nobody waits for any more is under way: later ones must not overtake it. */
  let isSlow = false;

  async function put(entries: readonly Entry[]): Promise<void> {
    const done = chores.take();
    try {
      await store.write([...entries, ...done.map((key): Entry => [key, undefined])]);
    } catch (error) {
      chores.giveBack(done);
      throw error;
    }
  }

  function keep(entries: readonly Entry[]): void {
    for (const [key, value] of entries) kept.set(key, value);
  }

  /** Of a write that failed: what a later one has written since is newer, and stays. */
  function keepLatest(entries: readonly Entry[]): void {
    keep(entries.filter(([key, value]) => underWay.get(key) === value && !kept.has(key)));
    settled(entries);
  }

  function settled(entries: readonly Entry[]): void {
    for (const [key, value] of entries) if (underWay.get(key) === value) underWay.delete(key);
  }

  async function write(entries: readonly Entry[]): Promise<boolean> {
    if (entries.length === 0) return true;
    if (troubles.of("state") !== undefined || isSlow) {
      keep(entries);
      return false;
    }
    for (const [key, value] of entries) underWay.set(key, value);
    const writing = put(entries);
    try {
      await soon(writing);
      settled(entries);
      return true;
    } catch (error) {
      if (isTimeout(error)) {
        isSlow = true;
        log.warn({ waited: WRITTEN_WITHIN }, "the disk has not answered yet, going on from memory");
        jobs.start("wait for the disk", () => outwait(writing, entries));
      } else {
        keepLatest(entries);
        troubles.failed("state", error);
      }
      return false;
    }
  }

  async function outwait(writing: Promise<void>, entries: readonly Entry[]): Promise<void> {
    try {
      await atLast(writing);
      settled(entries);
    } catch (error) {
      keepLatest(entries);
      troubles.failed("state", isTimeout(error) ? new Error("the disk does not answer") : error);
    } finally {
      isSlow = false;
    }
    if (kept.size > 0 && troubles.of("state") === undefined) await flush();
  }

  function flush(): Promise<void> {
    flushing ??= flushAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  async function flushAll(): Promise<void> {
    const entries = [...kept];
    try {
      await put(entries);
    } catch (error) {
      troubles.failed("state", error);
      return;
    }
    for (const [key, value] of entries) if (kept.get(key) === value) kept.delete(key);
    if (kept.size > 0) return flushAll();
    troubles.worked("state");
  }

  return { write, put, keep, drop: (key) => kept.delete(key), flush, isEmpty: () => kept.size === 0 };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
