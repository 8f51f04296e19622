import { after, between, type Clock, type Duration, type Instant } from "../../lib/time.ts";
import type { Entry, Store } from "../ports/store.ts";
import { type Batch, Batches, type Breach } from "./digest.ts";

const PENDING = "digest:pending";

interface PendingOptions {
  readonly clock: Clock;
  readonly store: Pick<Store, "list">;
  /** The name of a new digest: `D7`. */
  readonly nextReference: () => { reference: string; entry: Entry };
}

/** A digest that is gathered, and the keys under which its breaches lie on the disk. */
interface Pending extends Batch {
  readonly breaches: Breach[];
  readonly keys: string[];
}

/**
 * Digests to come, in the order in which they are told. What is added to one is an entry of its own: in a storm of
 * thousands nothing is written twice.
 */
export interface PendingDigests {
  /** Reads what a crash left behind. */
  load(): Promise<void>;
  next(): Batch | undefined;
  /** Adds breaches to the last digest that is still open, or to a new one. @returns what to write with them */
  add(breaches: readonly Breach[], pause: Duration): { reference: string; entries: readonly Entry[] };
  /** The next one is told from now on: nothing is added to it any more. @returns what to write with its items */
  close(): readonly Entry[];
  /** It could not be told yet, or (`true`) was. */
  closed(told: boolean): void;
}

export function pendingDigests({ clock, store, nextReference }: PendingOptions): PendingDigests {
  let all: Pending[] = [];
  let closing: Pending | undefined;
  let lastClosedAt: Instant | undefined;
  let serial = 0;

  function take(part: Batch, key: string): void {
    const known = all.find(({ reference }) => reference === part.reference);
    if (known === undefined) all.push({ ...part, breaches: [...part.breaches], keys: [key] });
    else {
      known.breaches.push(...part.breaches);
      known.keys.push(key);
    }
  }

  function opened(pause: Duration): { head: Omit<Batch, "breaches">; entries: readonly Entry[] } {
    const open = all.findLast((batch) => batch !== closing);
    if (open !== undefined) {
      const { reference, madeAt, flushAt } = open;
      return { head: { reference, madeAt, flushAt }, entries: [] };
    }
    const now = clock.now();
    const soonest = lastClosedAt === undefined ? now : after(lastClosedAt, pause);
    const { reference, entry } = nextReference();
    const flushAt = after(now, between(now, soonest));
    return { head: { reference, madeAt: now, flushAt }, entries: [entry] };
  }

  return {
    async load() {
      const found = (await store.list(PENDING)).sort(([one], [other]) => (one < other ? -1 : 1));
      for (const [key, value] of found)
        for (const part of Batches.safeParse(value).data ?? []) take(part, key);
      all.sort((one, other) => one.flushAt - other.flushAt);
    },
    next: () => (closing === undefined ? all[0] : undefined),
    add(breaches, pause) {
      const { head, entries } = opened(pause);
      const part: Batch = { ...head, breaches };
      // Sorted as text they keep their order.
      const key = `${PENDING}/${clock.now()}/${String(++serial).padStart(9, "0")}`;
      take(part, key);
      return { reference: head.reference, entries: [...entries, [key, [part]]] };
    },
    close() {
      closing = all[0];
      lastClosedAt = clock.now();
      return closing?.keys.map((key): Entry => [key, undefined]) ?? [];
    },
    closed(told) {
      if (told) all = all.filter((batch) => batch !== closing);
      closing = undefined;
    },
  };
}
