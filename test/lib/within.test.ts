import { expect, onTestFinished, test } from "vitest";
import { seconds } from "../../src/lib/time.ts";
import { within } from "../../src/lib/within.ts";
import { countingClock, deferred } from "./by-hand.ts";

/** A job settled from outside, which hears its signal only if it says so. */
function job() {
  const { promise, resolve, reject } = deferred<string>();
  const seen: AbortSignal[] = [];
  return {
    resolve,
    reject,
    seen,
    run: (signal: AbortSignal) => {
      seen.push(signal);
      return promise;
    },
  };
}

function strays(): unknown[] {
  const heard: unknown[] = [];
  const listen = (error: unknown) => heard.push(error);
  process.on("unhandledRejection", listen);
  onTestFinished(() => void process.off("unhandledRejection", listen));
  return heard;
}

const limit = seconds(10);

test("brings the job's answer, and leaves no timer behind", async () => {
  const { clock, sleepers, settle } = countingClock();
  const { run, resolve, seen } = job();
  const answer = within(clock, limit, run);
  resolve("here");
  expect(await answer).toBe("here");
  expect(seen[0]?.aborted).toBe(false);
  await settle();
  expect(sleepers()).toBe(0);
});

test("brings the job's own failure, and leaves no timer behind", async () => {
  const { clock, sleepers, settle } = countingClock();
  const { run, reject } = job();
  const answer = within(clock, limit, run);
  reject(new Error("broken"));
  await expect(answer).rejects.toThrow("broken");
  await settle();
  expect(sleepers()).toBe(0);
});

test("a job that throws before it begins leaves no timer behind", async () => {
  const { clock, sleepers, settle } = countingClock();
  const answer = within(clock, limit, () => {
    throw new Error("not even begun");
  });
  await expect(answer).rejects.toThrow("not even begun");
  await settle();
  expect(sleepers()).toBe(0);
});

test("ends in time although the job ignores its signal", async () => {
  const { clock, advance } = countingClock();
  const { run, seen } = job();
  const answer = within(clock, limit, run);
  const ended = expect(answer).rejects.toMatchObject({
    name: "TimeoutError",
    message: "no answer within 10 s",
  });
  await advance(9_999);
  expect(seen[0]?.aborted).toBe(false);
  await advance(1);
  await ended;
  expect(seen[0]?.aborted).toBe(true);
});

test("says that it was too late, whatever the job says of being stopped", async () => {
  const { clock, advance } = countingClock();
  const answer = within(
    clock,
    limit,
    (signal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("stopped by somebody")));
      }),
  );
  const ended = expect(answer).rejects.toMatchObject({ name: "TimeoutError" });
  await advance(10_000);
  await ended;
});

test.each(["fails", "answers"] as const)("a job that %s after it lost troubles nobody", async (end) => {
  const heard = strays();
  const { clock, advance, settle } = countingClock();
  const { run, resolve, reject } = job();
  const answer = within(clock, limit, run);
  const ended = expect(answer).rejects.toMatchObject({ name: "TimeoutError" });
  await advance(10_000);
  await ended;
  if (end === "fails") reject(new Error("too late"));
  else resolve("too late");
  await settle();
  expect(heard).toEqual([]);
});
