/**
 * Does jobs one after the other, in the order in which they were given. One that fails does not hold up the next.
 *
 * @returns gives a job in, and its result back
 */
export function inTurn(): <Result>(job: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const result = last.then(job);
    last = result.catch(() => undefined);
    return result;
  };
}
