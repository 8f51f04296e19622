import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

const collect: () => void = runInNewContext("gc");

/**
 * Waits for `work` and collects garbage all the while, as the product does in its small heap: once an answer's
 * headers are there, that makes fetch forget a signal of the platform's own.
 */
export async function amidGarbage<Result>(work: Promise<Result>): Promise<Result> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) {
    collect();
    await setImmediate();
  }
  return await work;
}
