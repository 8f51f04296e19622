import { expect, onTestFinished, test } from "vitest";
import { type RepeatOptions, repeat } from "../../src/lib/repeat.ts";
import { after, minutes, seconds } from "../../src/lib/time.ts";
import { countingClock, deferred } from "./by-hand.ts";

/** A job that comes every two minutes after its last run, and what became of it, in seconds from the start. */
function everyTwoMinutes({
  job = async () => {},
  ...more
}: Partial<RepeatOptions> & { job?: () => Promise<void> } = {}) {
  const hand = countingClock();
  const began = hand.clock.now();
  const runs: number[] = [];
  const errors: unknown[] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const plan = { every: minutes(2), from: began };
  const repeated = repeat(
    async () => {
      runs.push((hand.clock.now() - began) / 1000);
      plan.from = hand.clock.now();
      await job();
    },
    {
      clock: hand.clock,
      next: () => after(plan.from, plan.every),
      onError: (error) => errors.push(error),
      signal: stop.signal,
      ...more,
    },
  );
  return { ...hand, ...repeated, runs, errors, plan, stop: () => stop.abort() };
}

test("comes when it is time, again and again", async () => {
  const { advance, runs } = everyTwoMinutes();
  await advance(400_000);
  expect(runs).toEqual([120, 240, 360]);
});

test("a run that throws is reported and not the last", async () => {
  const { advance, runs, errors } = everyTwoMinutes({ job: () => Promise.reject(new Error("broken")) });
  await advance(400_000);
  expect(runs).toEqual([120, 240, 360]);
  expect(errors).toHaveLength(3);
});

test("comes although telling of the failure fails too", async () => {
  const { advance, runs } = everyTwoMinutes({
    job: () => Promise.reject(new Error("broken")),
    onError: () => {
      throw new Error("the log is full");
    },
  });
  await advance(400_000);
  expect(runs).toEqual([120, 240, 360]);
});

test("never twice at once", async () => {
  const { promise, resolve } = deferred();
  const { advance, runs, wake } = everyTwoMinutes({ job: () => promise });
  await advance(600_000);
  wake();
  await advance(0);
  expect(runs).toEqual([120]);
  resolve();
  await advance(0);
  expect(runs).toEqual([120, 600]);
});

test("comes at once when woken, and then when it is time again", async () => {
  const { advance, runs, wake } = everyTwoMinutes();
  await advance(10_000);
  wake();
  await advance(125_000);
  expect(runs).toEqual([10, 130]);
});

test("without a next time it waits to be woken", async () => {
  const { advance, runs, wake } = everyTwoMinutes({ next: () => undefined });
  await advance(3_600_000);
  expect(runs).toEqual([]);
  wake();
  await advance(0);
  expect(runs).toEqual([3600]);
});

test("a shorter interval takes effect at once", async () => {
  const { advance, runs, replan, plan } = everyTwoMinutes();
  plan.every = minutes(2 * 24 * 60);
  replan();
  await advance(600_000);
  expect(runs).toEqual([]);
  plan.every = seconds(30);
  replan();
  await advance(40_000);
  expect(runs).toEqual([600, 630]);
});

test("to plan anew alone makes nothing come early", async () => {
  const { advance, runs, replan } = everyTwoMinutes();
  await advance(60_000);
  replan();
  await advance(59_999);
  expect(runs).toEqual([]);
  await advance(1);
  expect(runs).toEqual([120]);
});

test.each(["job", "next"] as const)("rests longer and longer while its %s fails at once", async (part) => {
  const failedAt: number[] = [];
  const fail = () => {
    throw new Error("broken");
  };
  const began = countingClock().clock.now();
  const { advance, clock } = everyTwoMinutes({
    job: async () => fail(),
    next: part === "next" ? fail : () => began,
    onError: () => failedAt.push((clock.now() - began) / 1000),
  });
  await advance(70_000);
  expect(failedAt).toEqual([0, 1, 3, 7, 15, 31, 63]);
});

test("a good run ends the long rests", async () => {
  let isBroken: boolean = true;
  const { advance, runs, plan } = everyTwoMinutes({
    job: async () => {
      plan.every = seconds(isBroken ? 0 : 60);
      if (isBroken) throw new Error("broken");
    },
  });
  await advance(124_000);
  isBroken = false;
  await advance(63_000);
  expect(runs).toEqual([120, 121, 123, 127, 187]);
  isBroken = true;
  await advance(61_000);
  expect(runs).toEqual([120, 121, 123, 127, 187, 247, 248]);
});

test("wakes from a rest when called", async () => {
  const { advance, runs, wake, plan } = everyTwoMinutes({ job: () => Promise.reject(new Error("broken")) });
  plan.every = seconds(0);
  wake();
  await advance(7000);
  wake();
  await advance(0);
  expect(runs).toEqual([0, 1, 3, 7, 7]);
});

test("comes no more once stopped, and leaves no sleeper behind", async () => {
  const { advance, runs, stop, wake, sleepers } = everyTwoMinutes();
  await advance(120_000);
  stop();
  wake();
  await advance(600_000);
  expect(runs).toEqual([120]);
  expect(sleepers()).toBe(0);
});

test("once stopped before it began, never comes", async () => {
  const stopped = AbortSignal.abort();
  const { advance, runs } = everyTwoMinutes({ signal: stopped });
  await advance(600_000);
  expect(runs).toEqual([]);
});

test("a stop during a run lets it end and none follow", async () => {
  const { promise, resolve } = deferred();
  const { advance, runs, stop } = everyTwoMinutes({ job: () => promise });
  await advance(130_000);
  stop();
  resolve();
  await advance(600_000);
  expect(runs).toEqual([120]);
});
