import type { Settings } from "../../config/settings.ts";
import { after, between, type Clock, type Instant, milliseconds } from "../../lib/time.ts";
import { type AlertId, type Severity, severities } from "../../sla/model.ts";
import type { Entry, Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Timetable } from "../work/timetable.ts";
import { type Batch, Batches, type Breach } from "./digest.ts";

const PENDING = "digest:pending";
/** Breaches due within so short a time of each other are judged together. */
const TOGETHER = milliseconds(500);
/** Nobody waits longer for others to arrive. */
const WAITS_AT_MOST = milliseconds(800);

/** How a breach is told: by itself, or in a digest, which is then to be written with the breach. */
type Admission = Readonly<
  { kind: "alone"; urgent: boolean } | { kind: "digest"; reference: string; entries: readonly Entry[] }
>;

/**
 * Keeps a flood from ringing every phone for every alert: more than `storm.threshold` breaches within
 * `storm.window` are told as one digest. What is worse than everything told so far breaks out.
 */
export interface Storms {
  /** Reads what a crash left behind; before anything else. */
  load(): Promise<void>;
  /** Tells it. */
  resume(): void;
  /** An alert is about to breach: those that come together are judged together. Pair it with `admit` or `leave`. */
  approach(id: AlertId): void;
  leave(id: AlertId): void;
  admit(breach: Breach): Promise<Admission>;
}

export interface StormsOptions {
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly store: Pick<Store, "read">;
  readonly timetable: Timetable;
  readonly jobs: Jobs;
  /** The name of a new digest: `D7`. */
  readonly nextReference: () => { reference: string; entry: Entry };
  /** Writes a digest's items down, with the entries given. */
  readonly tell: (batch: Batch, entries: readonly Entry[]) => Promise<void>;
}

interface Arrival {
  readonly breach: Breach;
  readonly at: Instant;
  readonly answer: (admission: Admission) => void;
}

export function storms(options: StormsOptions): Storms {
  const { clock, settings, store, timetable, jobs, nextReference, tell } = options;
  /** Earliest first. */
  const approaching = new Map<AlertId, Instant>();
  let arrivals: Arrival[] = [];
  /** When breaches were told on their own, earliest first. */
  let told: Instant[] = [];
  let worstTold: Severity | undefined;
  let lastDigestAt: Instant | undefined;
  /** Digests to come, the next one first. */
  let batches: readonly Batch[] = [];
  let telling: Batch | undefined;

  function leave(id: AlertId): void {
    if (approaching.delete(id)) release();
  }

  /** Lets go whoever waits for nobody any more. */
  function release(): void {
    const [oldest] = approaching.values();
    const isReady = ({ at }: Arrival) =>
      oldest === undefined || oldest > after(at, TOGETHER) || clock.now() >= after(at, WAITS_AT_MOST);
    const ready = arrivals.filter(isReady);
    if (ready.length === 0) return;
    arrivals = arrivals.filter((one) => !isReady(one));
    judge(ready);
  }

  function judge(group: readonly Arrival[]): void {
    const { window, threshold } = settings().storm;
    const now = clock.now();
    told = told.filter((at) => at > now - window);
    const storming = batches.length > 0 || (lastDigestAt !== undefined && lastDigestAt > now - window);
    if (!storming && told.length + group.length <= threshold) {
      told.push(...group.map(() => now));
      for (const { answer } of group) answer({ kind: "alone", urgent: false });
      return;
    }
    if (!storming) worstTold = undefined;
    const first = breaksOut(group, worstTold);
    const rest = group.filter((one) => one !== first);
    first?.answer({ kind: "alone", urgent: true });
    worstTold = worstOf([
      ...group.map(({ breach }) => breach.severity),
      ...(worstTold === undefined ? [] : [worstTold]),
    ]);
    gather(rest);
  }

  /** Adds breaches to the digest that is to come: at once for the first of a storm, then one a window. */
  function gather(group: readonly Arrival[]): void {
    if (group.length === 0) return;
    const open = batches.findLast((batch) => batch !== telling);
    const { batch, entries } = open === undefined ? newBatch() : { batch: open, entries: [] };
    const grown = { ...batch, breaches: [...batch.breaches, ...group.map(({ breach }) => breach)] };
    batches = [...batches.filter((one) => one !== batch), grown];
    for (const [index, { answer }] of group.entries()) {
      // Written with the first of them; all of them go to the disk together.
      const first: readonly Entry[] = index === 0 ? [...entries, [PENDING, batches]] : [];
      answer({ kind: "digest", reference: batch.reference, entries: first });
    }
    schedule();
  }

  function newBatch(): { batch: Batch; entries: readonly Entry[] } {
    const now = clock.now();
    const soonest = lastDigestAt === undefined ? now : after(lastDigestAt, settings().storm.window);
    const { reference, entry } = nextReference();
    const flushAt = after(now, between(now, soonest));
    return { batch: { reference, madeAt: now, flushAt, breaches: [] }, entries: [entry] };
  }

  function schedule(): void {
    const [next] = batches;
    if (next === undefined || telling !== undefined) return;
    timetable.at("digest", next.flushAt, () => jobs.start("digest", flush));
  }

  async function flush(): Promise<void> {
    const [batch] = batches;
    if (batch === undefined || telling !== undefined) return;
    telling = batch;
    lastDigestAt = clock.now();
    const left = batches.filter((one) => one !== batch);
    try {
      await tell(batch, [[PENDING, left.length > 0 ? left : undefined]]);
      batches = batches.filter((one) => one !== batch);
    } finally {
      telling = undefined;
      schedule();
    }
  }

  return {
    async load() {
      const left = Batches.safeParse(await store.read(PENDING));
      if (left.success) batches = left.data;
    },
    resume: schedule,
    approach: (id) => void approaching.set(id, clock.now()),
    leave,
    admit(breach) {
      return new Promise<Admission>((answer) => {
        const at = approaching.get(breach.id) ?? clock.now();
        arrivals.push({ breach, at, answer });
        approaching.delete(breach.id);
        release();
        if (arrivals.length > 0) timetable.at("storm barrier", after(clock.now(), WAITS_AT_MOST), release);
      });
    },
  };
}

const rank = (severity: Severity) => severities.indexOf(severity);

/**
 * The first of the worst, when it is worse than everything the storm has told so far. Of the first digest itself
 * nothing breaks out: it goes at once, and names its worst.
 */
export function breaksOut<One extends { readonly breach: Pick<Breach, "severity"> }>(
  group: readonly One[],
  worstTold: Severity | undefined,
): One | undefined {
  const ranks = group.map(({ breach }) => rank(breach.severity));
  const worst = ranks.reduce((one, other) => Math.max(one, other), -1);
  return worstTold !== undefined && worst > rank(worstTold) ? group[ranks.indexOf(worst)] : undefined;
}

function worstOf(all: readonly Severity[]): Severity | undefined {
  return severities.findLast((severity) => all.includes(severity));
}
