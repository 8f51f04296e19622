import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { hours, minutes, seconds } from "../src/lib/time.ts";
import { type Alert, AlertId, type Severity } from "../src/sla/model.ts";
import { type SoakWorld, soakWorld } from "./soak-world.ts";

/*
 * A day of operation at speed, and then 93 quiet ones, after which everything that is kept on purpose is
 * forgotten; three hours of the same before, for what is made once: `npm run soak [-- --hours 24 --alerts 10000 --seed 1]`. Ends with 1 when memory is not flat:
 *
 * - what a remembered alert costs is the same within 10 % in both halves of the day;
 * - once all are forgotten, the heap is back within 10 % of what it was before the day;
 * - timers, handles and the clock's sleepers are as many as before, and nothing was rejected unheard.
 */

const MOST_GROWTH = 1.1;
const STEP = seconds(10);
const WARM_UP = hours(3);
const people = {
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112", slack: "U0BOB" },
  carol: { phone: "+12025550113" },
};
const settings = {
  people,
  groups: {
    oncall: {
      rotation: {
        members: ["alice", "bob"],
        timezone: "Europe/London",
        start: "2026-01-05T09:00",
        every: "1d",
      },
    },
    seniors: { members: ["carol"] },
  },
};

const { values } = parseArgs({
  options: {
    hours: { type: "string", default: "24" },
    alerts: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
  },
});
const print = (line: string) => void process.stdout.write(`${line}\n`);

function dice(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

interface Sample {
  readonly heap: number;
  readonly rss: number;
  readonly records: number;
  readonly items: number;
  readonly handles: number;
  readonly sleepers: number;
}

async function sample(what: string, { store, settle, sleeping }: SoakWorld): Promise<Sample> {
  await settle();
  const records = (await store.records()).records.length;
  const items = (await store.list("item:")).length;
  // What a write has just let go of is still in the hands of the driver.
  await pause(200);
  for (let round = 0; round < 4; round++) globalThis.gc?.();
  const { heapUsed: heap, rss } = process.memoryUsage();
  const handles = process.getActiveResourcesInfo().filter((kind) => kind !== "Immediate").length;
  const found = { heap, rss, records, items, handles, sleepers: sleeping() };
  print(
    `${what.padEnd(28)} heap ${mb(heap)}  rss ${mb(rss)}  records ${String(records).padStart(6)}  items ${String(items).padStart(6)}  handles ${handles}  sleepers ${found.sleepers}`,
  );
  return found;
}

const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`.padStart(9);

/** Raises alerts, holds some, and has most handled within an hour and a half. */
function shift(world: SoakWorld, roll: () => number, perStep: number) {
  const { alerts, clock, engine } = world;
  let owed = 0;
  let serial = 0;
  const ends: { at: number; id: AlertId }[] = [];

  function raise(): void {
    const severities: readonly Severity[] = ["low", "medium", "high", "critical"];
    const id = AlertId.parse(`~${++serial}`);
    const alert: Alert = {
      id,
      title: `Odd thing number ${serial}`,
      severity: severities[Math.floor(roll() * 4)] ?? "high",
      createdAt: clock.now(),
      type: "siem",
      source: "soak",
      tags: ["soak"],
      stage: "new",
      status: "New",
      observableCount: 0,
      customFields: {},
    };
    alerts.set(id, alert);
    ends.push({ at: clock.now() + roll() * minutes(90), id });
  }

  function respond(): void {
    const ids = [...alerts.keys()];
    const id = ids[Math.floor(roll() * ids.length)];
    if (id === undefined || roll() > perStep / 3) return;
    const kind = roll() < 0.5 ? "ignore" : "acknowledge";
    engine.desk.respond(id, { kind }, { actor: "U0ALICE" }).catch(() => {});
  }

  return {
    raised: () => serial,
    async step(isRaising: boolean): Promise<void> {
      owed += isRaising ? perStep : 0;
      for (; owed >= 1; owed--) raise();
      respond();
      const now = clock.now();
      for (const { id } of ends.filter(({ at }) => at <= now)) alerts.delete(id);
      ends.splice(0, ends.length, ...ends.filter(({ at }) => at > now));
      engine.desk.board();
      await world.step(STEP);
    },
  };
}

async function run(length: number, each: () => Promise<void>): Promise<void> {
  for (let passed = 0; passed < length; passed += STEP) await each();
}

function problemsOf(start: Sample, middle: Sample, end: Sample, forgotten: Sample): string[] {
  const cost = (from: Sample, to: Sample) => (to.heap - from.heap) / Math.max(1, to.records - from.records);
  const first = cost(start, middle);
  const second = cost(middle, end);
  print(
    `a remembered alert costs ${first.toFixed(0)} bytes in the first half, ${second.toFixed(0)} in the second`,
  );
  print(
    `after everything is forgotten the heap is ${((100 * forgotten.heap) / start.heap).toFixed(1)} % of the start`,
  );
  return [
    ...(second > first * MOST_GROWTH ? ["a remembered alert costs more and more"] : []),
    ...(forgotten.heap > start.heap * MOST_GROWTH ? ["not everything is let go of"] : []),
    ...(forgotten.records > 0 ? [`${forgotten.records} records are kept for ever`] : []),
    ...(end.handles > start.handles ? [`${end.handles - start.handles} handles leak`] : []),
    ...(forgotten.sleepers > start.sleepers ? ["timers leak"] : []),
  ];
}

async function soak(): Promise<boolean> {
  if (globalThis.gc === undefined) throw new Error("run it by `npm run soak`: it needs --expose-gc");
  let unheard = 0;
  process.on("unhandledRejection", () => unheard++);
  const begun = performance.now();
  const roll = dice(Number(values.seed));
  const length = hours(Number(values.hours));
  const world = await soakWorld(settings, Date.parse("2026-03-03T00:00Z"), roll);
  await world.engine.start();
  const day = shift(world, roll, (Number(values.alerts) * STEP) / length);

  /** Everything is handled, and then forgotten. */
  async function quiet(): Promise<void> {
    await run(hours(2), () => day.step(false));
    for (let passed = 0; passed < 93; passed++) await world.step(hours(24));
  }

  await run(WARM_UP, () => day.step(true));
  await quiet();
  const start = await sample("warmed up, all forgotten", world);
  await run(length / 2, () => day.step(true));
  const middle = await sample("in the middle of the day", world);
  await run(length / 2, () => day.step(true));
  const end = await sample("at its end", world);
  await quiet();
  const forgotten = await sample("93 quiet days later", world);

  const { posted, redrawn, sms, call, errors } = world.counts;
  print(`${day.raised()} alerts, ${posted} messages, ${redrawn} redraws, ${sms} texts, ${call} calls`);
  await world.end();
  print(`unhandled rejections ${unheard}, errors logged ${errors}`);
  const problems = [
    ...problemsOf(start, middle, end, forgotten),
    ...(unheard > 0 ? ["promises were rejected unheard"] : []),
    ...(errors > 0 ? ["errors were logged"] : []),
  ];
  print(
    `${problems.length === 0 ? "flat" : problems.join("; ")} (${((performance.now() - begun) / 1000).toFixed(0)} s)`,
  );
  return problems.length === 0;
}

process.exitCode = (await soak()) ? 0 : 1;
