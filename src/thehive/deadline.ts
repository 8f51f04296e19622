import { type Clock, type Duration, milliseconds, seconds } from "../lib/time.ts";
import type { HiveOptions } from "./options.ts";

/** How long we wait for TheHive, in real time. Each holds for all of it, whatever has to be asked for it. */
export interface Deadlines {
  /** One request, its retries included; a comment. */
  readonly request: Duration;
  /** One request to make a case. */
  readonly promoteRequest: Duration;
  /** A poll. */
  readonly poll: Duration;
  /** The observables of all that a poll brought: what is missing then comes with a later one. */
  readonly pollObservables: Duration;
  /** One alert. */
  readonly read: Duration;
  /** Its observables, within that. */
  readonly readObservables: Duration;
  /** A promotion, all looks and the second try included. */
  readonly promotion: Duration;
  /** An assignment, which looks up the user first; the case of an alert, which may have to read the alert first. */
  readonly twoSteps: Duration;
  /** To close an alert, all looks and the second try included. */
  readonly closing: Duration;
}

export function deadlinesOf({
  readTimeout = seconds(10),
  promoteTimeout = seconds(60),
  pollTimeout = seconds(120),
}: HiveOptions): Deadlines {
  return {
    request: readTimeout,
    promoteRequest: promoteTimeout,
    poll: pollTimeout,
    pollObservables: milliseconds(pollTimeout / 4),
    read: readTimeout,
    readObservables: milliseconds(readTimeout / 2),
    promotion: milliseconds(promoteTimeout * 2 + readTimeout * 3),
    twoSteps: milliseconds(readTimeout * 2),
    closing: milliseconds(readTimeout * 6),
  };
}

/**
 * Tells a job to stop when it takes too long, or when `signal` says so. For jobs that then bring what they have by
 * then; `within` is for those of which half is nothing.
 */
export async function hurried<Result>(
  clock: Clock,
  limit: Duration,
  job: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const done = new AbortController();
  const late = new AbortController();
  clock.sleep(limit, done.signal).then(
    () => late.abort(),
    () => {},
  );
  try {
    return await job(either(late.signal, signal));
  } finally {
    done.abort();
  }
}

/** Aborts with the first of the two. */
export function either(one: AbortSignal, other: AbortSignal | undefined): AbortSignal {
  return other === undefined ? one : AbortSignal.any([one, other]);
}
