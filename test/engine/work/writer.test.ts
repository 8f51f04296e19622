import { setImmediate as theMoment } from "node:timers/promises";
import { pino } from "pino";
import { expect, test } from "vitest";
import type { Entry } from "../../../src/engine/ports/store.ts";
import { jobs } from "../../../src/engine/work/jobs.ts";
import type { Troubles } from "../../../src/engine/work/troubles.ts";
import { writer } from "../../../src/engine/work/writer.ts";
import { type Clock, systemClock } from "../../../src/lib/time.ts";

/** A writer over a disk that takes nothing while `full` holds, and so many turns of the event loop for each write. */
function pen({ realTime = systemClock, answersAfter = 0 }: { realTime?: Clock; answersAfter?: number } = {}) {
  const disk = new Map<string, unknown>();
  const state: { full: boolean; trouble: unknown } = { full: answersAfter === 0, trouble: undefined };
  const troubles = {
    of: () => state.trouble,
    failed: (_part: string, error: unknown) => {
      state.trouble = error;
    },
    worked: () => {
      state.trouble = undefined;
    },
  } as unknown as Troubles;
  const store = {
    write: async (entries: readonly Entry[]) => {
      for (let turn = 0; turn < answersAfter; turn++) await theMoment();
      if (state.full) throw new Error("the disk is full");
      for (const [key, value] of entries) disk.set(key, value);
    },
  };
  const made = writer({
    store,
    jobs: jobs(pino({ enabled: false })),
    realTime,
    troubles,
    log: pino({ enabled: false }),
    chores: { take: () => [], giveBack: () => {} },
  });
  return { ...made, disk, state };
}

test("what one failed write took is written by the next flush, though nobody writes it again", async () => {
  const { write, flush, disk, state, isEmpty } = pen();
  expect(await write([["a", 1]])).toBe(false);
  state.full = false;
  await flush();
  expect([...disk]).toEqual([["a", 1]]);
  expect(isEmpty()).toBe(true);
});

test.each<[string, number, boolean]>([
  ["a process that is kept from running does not take its own time for the disk's", 12, true],
  ["a disk that does not answer keeps nobody", 60, false],
])("%s", async (_name, answersAfter, isWritten) => {
  const kept = { now: systemClock.now, sleep: () => theMoment() };
  const { write, disk } = pen({ realTime: kept, answersAfter });
  expect(await write([["a", 1]])).toBe(isWritten);
  expect(disk.has("a")).toBe(isWritten);
});

test("of a key written again meanwhile the latest value counts", async () => {
  const { write, flush, disk, state } = pen();
  await Promise.all([write([["a", 1]]), write([["a", 2]])]);
  state.full = false;
  await flush();
  expect([...disk]).toEqual([["a", 2]]);
});
