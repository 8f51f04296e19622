import { z } from "zod";
import { after, between, type Instant, milliseconds } from "../lib/time.ts";
import type { AlertId } from "../sla/model.ts";
import type { Context } from "./context.ts";
import { Batch, type Breach, tellDigest } from "./digest.ts";
import type { Notices } from "./notices.ts";

const PENDING = "digest:pending";
const Batches = z.array(Batch);
/** Breaches due within so short a time of each other are judged together. */
const TOGETHER = milliseconds(500);

/**
 * Keeps a flood from ringing every phone for every alert: more than `storm.threshold` breaches within
 * `storm.window` are told as one digest.
 */
export interface Storms {
  /** Reads what a crash left behind; before anything else. */
  load(): Promise<void>;
  /** Tells it. */
  resume(): void;
  /** An alert is about to breach: those that come together are judged together. Pair it with `admit` or `leave`. */
  approach(id: AlertId): void;
  leave(id: AlertId): void;
  /** @returns true when the breach is told on its own; false when a digest tells it, which is then on disk */
  admit(breach: Breach): Promise<boolean>;
}

interface Arrival {
  readonly breach: Breach;
  readonly waitsFor: Set<AlertId>;
  readonly answer: (alone: boolean) => void;
  readonly fail: (error: unknown) => void;
}

export function storms(context: Context, notices: Notices): Storms {
  const { clock, settings, store, timetable, work } = context;
  const approaching = new Map<AlertId, Instant>();
  let arrivals: Arrival[] = [];
  /** When breaches were told on their own, oldest first. */
  let told: Instant[] = [];
  let lastDigestAt: Instant | undefined;
  /** Digests to come, the next one first. All of them are on disk. */
  let batches: readonly Batch[] = [];
  let telling: Batch | undefined;
  let inherited = new Set<string>();

  function leave(id: AlertId): void {
    approaching.delete(id);
    for (const { waitsFor } of arrivals) waitsFor.delete(id);
    const ready = arrivals.filter(({ waitsFor }) => waitsFor.size === 0);
    if (ready.length === 0) return;
    arrivals = arrivals.filter(({ waitsFor }) => waitsFor.size > 0);
    judge(ready);
  }

  function judge(group: readonly Arrival[]): void {
    const { window, threshold } = settings().storm;
    const now = clock.now();
    told = told.filter((at) => at > now - window);
    const storming = batches.length > 0 || (lastDigestAt !== undefined && lastDigestAt > now - window);
    if (!storming && told.length + group.length <= threshold) {
      told.push(...group.map(() => now));
      for (const { answer } of group) answer(true);
      return;
    }
    gather(group.map(({ breach }) => breach)).then(
      () => {
        for (const { answer } of group) answer(false);
      },
      (error: unknown) => {
        for (const { fail } of group) fail(error);
      },
    );
  }

  /** Adds breaches to the digest that is to come: at once for the first of a storm, then one a window. */
  async function gather(breaches: readonly Breach[]): Promise<void> {
    const open = batches.findLast((batch) => batch !== telling) ?? newBatch();
    const grown = { ...open, breaches: [...open.breaches, ...breaches] };
    batches = [...batches.filter((batch) => batch !== open), grown];
    await store.write(PENDING, batches);
    schedule();
  }

  function newBatch(): Batch {
    const now = clock.now();
    const soonest = lastDigestAt === undefined ? now : after(lastDigestAt, settings().storm.window);
    const previous = batches.at(-1)?.madeAt;
    // The reference must be its own.
    const madeAt = previous === undefined || previous < now ? now : after(previous, milliseconds(1));
    return {
      reference: `digest/${madeAt}`,
      madeAt,
      flushAt: after(now, between(now, soonest)),
      breaches: [],
    };
  }

  function schedule(): void {
    const [next] = batches;
    if (next === undefined || telling !== undefined) return;
    timetable.at("digest", next.flushAt, () => work.start("digest", flush));
  }

  async function flush(): Promise<void> {
    const [batch] = batches;
    if (batch === undefined || telling !== undefined) return;
    telling = batch;
    lastDigestAt = clock.now();
    try {
      await tellDigest(context, notices, batch, inherited.has(batch.reference));
      batches = batches.filter((one) => one !== batch);
      await (batches.length > 0 ? store.write(PENDING, batches) : store.remove(PENDING));
    } finally {
      telling = undefined;
      schedule();
    }
  }

  return {
    async load() {
      const left = Batches.safeParse(await store.read(PENDING));
      if (left.success) batches = left.data;
      inherited = new Set(batches.map(({ reference }) => reference));
    },
    resume: schedule,
    approach: (id) => void approaching.set(id, clock.now()),
    leave,
    admit(breach) {
      return new Promise<boolean>((answer, fail) => {
        const until = after(approaching.get(breach.id) ?? clock.now(), TOGETHER);
        const others = [...approaching].filter(([id, at]) => id !== breach.id && at <= until);
        const waitsFor = new Set(others.map(([id]) => id));
        for (const arrived of arrivals) waitsFor.delete(arrived.breach.id);
        arrivals.push({ breach, waitsFor, answer, fail });
        leave(breach.id);
      });
    },
  };
}
