import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { sharedLimit } from "../../src/lib/shared-limit.ts";
import { type Instant, seconds } from "../../src/lib/time.ts";
import { countingClock, deferred } from "./by-hand.ts";

const limit = seconds(10);

test("brings each job's own answer or failure, and leaves no timer behind", async () => {
  const { clock, sleepers, settle } = countingClock();
  const soon = sharedLimit(clock, limit);
  const answers = [soon(Promise.resolve("here")), soon(Promise.reject(new Error("broken")))];
  expect(sleepers()).toBe(1);
  await expect(answers[0]).resolves.toBe("here");
  await expect(answers[1]).rejects.toThrow("broken");
  await settle();
  expect(sleepers()).toBe(0);
});

test("a job that begins later has all of its time", async () => {
  const { clock, advance, sleepers } = countingClock();
  const soon = sharedLimit(clock, limit);
  const [first, second] = [deferred<string>(), deferred<string>()];
  const late = expect(soon(first.promise)).rejects.toMatchObject({ name: "TimeoutError" });
  await advance(9_000);
  const answer = soon(second.promise);
  expect(sleepers()).toBe(2);
  await advance(1_200);
  await late;
  second.resolve("in time");
  await expect(answer).resolves.toBe("in time");
});

test("time in which the process was kept from running counts as one slice", async () => {
  const sandbox = new SandboxClock({ at: 0 });
  const clock = { now: () => sandbox.now() as Instant, sleep: sandbox.sleep };
  const job = deferred<string>();
  const answer = sharedLimit(clock, limit, seconds(1))(job.promise);
  sandbox.moveTo(60_000);
  await setImmediate();
  job.resolve("here");
  await expect(answer).resolves.toBe("here");
});
