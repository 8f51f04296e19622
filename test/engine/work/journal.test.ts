import { pino } from "pino";
import { expect, test } from "vitest";
import { noMeter } from "../../../src/engine/meter.ts";
import { jobs as newJobs } from "../../../src/engine/work/jobs.ts";
import { journal } from "../../../src/engine/work/journal.ts";
import { timetable } from "../../../src/engine/work/timetable.ts";
import { seconds } from "../../../src/lib/time.ts";
import { handClock } from "../clock.ts";
import { memory } from "../world.ts";

function world() {
  const hand = handClock();
  const { clock } = hand;
  const disk = memory();
  const log = pino({ enabled: false });
  const jobs = newJobs(log);
  const found = journal({
    store: disk.store,
    trail: { append: async () => {}, latest: async () => [] },
    clock,
    realTime: clock,
    timetable: timetable(clock),
    jobs,
    log,
    onDisk: () => {},
    meter: noMeter,
  });
  return { ...hand, ...disk, jobs, journal: found };
}

test("what was answered as not saved is taken back when a disk that hung writes it after all", async () => {
  const { journal, trouble, values, advance, settle } = world();
  await journal.insist([["config", "old"]]);
  trouble.hangs = true;
  const change = journal.insist([["config", "new"]]);
  const refused = expect(change).rejects.toThrow("no answer");
  await advance(seconds(10));
  await refused;
  trouble.release();
  await settle();
  await advance(seconds(10));
  expect(values.get("config")).toBe("old");
});

test("what somebody insisted on since is not taken back", async () => {
  const { journal, trouble, values, advance, settle } = world();
  trouble.hangs = true;
  const refused = expect(journal.insist([["config", "new"]])).rejects.toThrow("no answer");
  await advance(seconds(10));
  await refused;
  const saved = journal.insist([["config", "newer"]]);
  await settle();
  trouble.release();
  await saved;
  await settle();
  await advance(seconds(10));
  expect(values.get("config")).toBe("newer");
});
