import type { Settings } from "../../config/settings.ts";
import { sluice } from "../../lib/sluice.ts";
import { after, type Clock, type Instant, milliseconds } from "../../lib/time.ts";
import { type AlertId, type Severity, severities } from "../../sla/model.ts";
import type { Entry, Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Timetable } from "../work/timetable.ts";
import type { Batch, Breach } from "./digest.ts";
import { AT_ONCE } from "./parts.ts";
import { pendingDigests } from "./pending-digests.ts";

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
  readonly store: Pick<Store, "list">;
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
  const { clock, settings, timetable, jobs, tell } = options;
  const digests = pendingDigests(options);
  /** Earliest first. */
  const approaching = new Map<AlertId, Instant>();
  /** Earliest first. */
  const arrivals: Arrival[] = [];
  /** When breaches were told on their own, earliest first. */
  let told: Instant[] = [];
  let worstTold: Severity | undefined;
  let lastDigestAt: Instant | undefined;
  const pass = sluice(AT_ONCE);
  /** Breaches of a digest whose firing is not noted yet: it is told after them. */
  let unanswered = 0;

  function leave(id: AlertId): void {
    if (approaching.delete(id)) release();
  }

  function arrive(arrival: Arrival): void {
    let place = arrivals.length;
    while (place > 0 && (arrivals[place - 1]?.at ?? arrival.at) > arrival.at) place -= 1;
    arrivals.splice(place, 0, arrival);
  }

  /** Lets go whoever waits for nobody any more: whoever came later has more to wait for. */
  function release(): void {
    const [oldest] = approaching.values();
    const now = clock.now();
    const waits = ({ at }: Arrival) =>
      oldest !== undefined && oldest <= after(at, TOGETHER) && now < after(at, WAITS_AT_MOST);
    const first = arrivals.findIndex(waits);
    const ready = arrivals.splice(0, first < 0 ? arrivals.length : first);
    if (ready.length > 0) judge(ready);
    const [next] = arrivals;
    if (next !== undefined) timetable.at("storm barrier", "", after(next.at, WAITS_AT_MOST), release);
  }

  function judge(group: readonly Arrival[]): void {
    const { window, threshold } = settings().storm;
    const now = clock.now();
    told = told.filter((at) => at > now - window);
    const storming =
      digests.next() !== undefined || (lastDigestAt !== undefined && lastDigestAt > now - window);
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
    const { reference, entries } = digests.add(
      group.map(({ breach }) => breach),
      settings().storm.window,
    );
    unanswered += group.length;
    for (const [index, { answer }] of group.entries()) {
      // Written with the first of them; all of them go to the disk together.
      const admission: Admission = { kind: "digest", reference, entries: index === 0 ? entries : [] };
      void pass().then(() => {
        answer(admission);
        unanswered -= 1;
        schedule();
      });
    }
  }

  function schedule(): void {
    const next = digests.next();
    if (next !== undefined && unanswered === 0)
      timetable.at("digest", "", next.flushAt, () => jobs.start("digest", flush));
  }

  async function flush(): Promise<void> {
    const batch = digests.next();
    if (batch === undefined) return;
    lastDigestAt = clock.now();
    let isTold: boolean = false;
    try {
      await tell(batch, digests.close());
      isTold = true;
    } finally {
      digests.closed(isTold);
      schedule();
    }
  }

  return {
    load: digests.load,
    resume: schedule,
    approach: (id) => void approaching.set(id, clock.now()),
    leave,
    admit(breach) {
      return new Promise<Admission>((answer) => {
        arrive({ breach, at: approaching.get(breach.id) ?? clock.now(), answer });
        approaching.delete(breach.id);
        release();
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
