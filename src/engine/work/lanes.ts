export interface Lanes {
  /** Runs `job` after every earlier job of the same lane has ended, whatever became of it. */
  inLane<Result>(lane: string, job: () => Promise<Result>): Promise<Result>;
}

/** One job at a time per lane, so that two presses and a deadline of one alert never cross. */
export function lanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    inLane(lane, job) {
      const run = (tails.get(lane) ?? Promise.resolve()).then(job, job);
      const tail = run
        .catch(() => {})
        .then(() => {
          if (tails.get(lane) === tail) tails.delete(lane);
        });
      tails.set(lane, tail);
      return run;
    },
  };
}
