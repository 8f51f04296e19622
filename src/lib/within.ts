import type { Clock, Duration } from "./time.ts";

/** Why the timer of ours ends; no error, as nothing has failed. */
const ANSWERED = "answered in time";

/**
 * Waits for `job`, but no longer than `limit`: held by a timer of our own, so that the waiting ends whatever the
 * job does with its signal.
 *
 * @throws DOMException "TimeoutError" when it takes longer; the job is told to stop
 */
export async function within<Result>(
  clock: Clock,
  limit: Duration,
  job: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const done = new AbortController();
  const late = new AbortController();
  // Made only when it is: an error that nobody throws costs as much, and thousands of writes in a storm come here.
  let tooLate: DOMException | undefined;
  const timeout = clock.sleep(limit, done.signal).then(() => {
    tooLate = new DOMException(`no answer within ${limit / 1000} s`, "TimeoutError");
    throw tooLate;
  });
  // When the job wins the race, the aborted sleep must not count as unheard; nor a job that fails after it lost.
  timeout.catch(() => {});
  const answer = (async () => job(late.signal))();
  answer.catch(() => {});
  try {
    return await Promise.race([answer, timeout]);
  } catch (error) {
    // Only now, lest the job's own words about being stopped win the race.
    if (tooLate !== undefined && error === tooLate) late.abort(tooLate);
    throw error;
  } finally {
    done.abort(ANSWERED);
  }
}
