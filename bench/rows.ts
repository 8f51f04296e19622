import { acks } from "./acks.ts";
import { firstRequest } from "./first-request.ts";
import type { Point } from "./growth.ts";
import { handOvers } from "./hand-over.ts";
import { lateness } from "./lateness.ts";
import { peakMemory } from "./memory.ts";
import { median, percentiles } from "./percentiles.ts";
import { polls } from "./polls.ts";
import { refresh } from "./refresh.ts";
import { restarts } from "./restart.ts";
import { startUp } from "./start-up.ts";
import { storm } from "./storm.ts";
import { trail } from "./trail.ts";
import { writes } from "./writes.ts";

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** How often the floor of the same run goes into it, where there is one. */
  readonly ratio: string;
  readonly aim: string;
  /** Where it belongs in the picture of how figures grow. */
  readonly point?: Point;
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
const us = (value: number) => `${(value * 1000).toFixed(0)} us`;
const factor = (value: number) => `${value.toFixed(1)} x`;
const thousands = (count: number) => count.toLocaleString("en");
/** Memory a large backlog may take, MiB. */
const RSS_AIMS: Readonly<Record<number, string>> = { 10000: "130 MiB", 100000: "300 MiB" };

async function repeated<Figures>(runs: number, job: () => Promise<Figures>): Promise<Figures[]> {
  const all: Figures[] = [];
  for (let run = 0; run < runs; run++) all.push(await job());
  return all;
}

async function pollRows(runs: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [1_000, 10_000, 100_000]) {
    const all = await repeated(runs, () => polls(count));
    const of = (read: (one: (typeof all)[number]) => number) => median(all.map(read));
    const [full, first] = [of((one) => one.full.cpu) / count, of((one) => one.first.cpu) / count];
    const unchanged = of((one) => one.unchanged.cpu);
    const toFull = (read: (one: (typeof all)[number]) => number) => of((one) => read(one) / one.floor.full);
    const name = thousands(count);
    const point = (text: string, value: number) => ({ of: text, open: count, value });
    rows.push(
      {
        what: `a poll in which nothing changed, ${name} open, CPU`,
        ours: ms(unchanged),
        ratio: factor(of((one) => one.unchanged.cpu / one.floor.unchanged)),
        aim: "4 ms",
        point: point("a poll in which nothing changed, CPU in ms", unchanged),
      },
      {
        what: `a full read that finds nothing new, ${name} open, CPU per alert`,
        ours: us(full),
        ratio: factor(toFull((one) => one.full.cpu)),
        aim: "30 us",
        point: point("a full read, CPU per alert in us", full * 1000),
      },
      {
        what: `first sight of ${name} alerts, CPU per alert`,
        ours: us(first),
        ratio: factor(toFull((one) => one.first.cpu)),
        aim: "150 us",
        point: point("first sight, CPU per alert in us", first * 1000),
      },
    );
  }
  return rows;
}

async function memoryRows(runs: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [1_000, 10_000, 100_000]) {
    const peak = median(await repeated(runs, () => peakMemory(count)));
    rows.push({
      what: `peak RSS at ${thousands(count)} open`,
      ours: `${peak.toFixed(0)} MiB`,
      ratio: "",
      aim: RSS_AIMS[count] ?? "",
      point: { of: "peak RSS in MiB", open: count, value: peak },
    });
  }
  return rows;
}

async function stormRows(runs: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [1_000, 4_000, 10_000]) {
    const all = await repeated(runs, () => storm(count));
    const of = (read: (one: (typeof all)[number]) => number) => median(all.map(read));
    const due = `${thousands(count)} due in the same second`;
    rows.push(
      { what: `${due}: the last one fired after`, ours: ms(of(({ last }) => last)), ratio: "", aim: "5 s" },
      {
        what: `${due}: longest stall (of it CPU)`,
        ours: `${ms(of((one) => one.longestStall))} (${ms(of((one) => one.longestHeld))})`,
        ratio: "",
        aim: "100 ms",
      },
      { what: `${due}: CPU per alert`, ours: us(of(({ cpu }) => cpu) / count), ratio: "", aim: "" },
    );
  }
  return rows;
}

async function latenessRows(runs: number): Promise<Row[]> {
  const calm = (await repeated(runs, () => lateness({ open: 200, deadlines: 200, every: "2m" }))).flat();
  const busy = (await repeated(runs, () => lateness({ open: 10_000, deadlines: 1_000, every: "1s" }))).flat();
  const row = (what: string, late: readonly number[], aim: string): Row => ({
    what,
    ours: percentiles(late),
    ratio: "",
    aim,
  });
  return [
    row("lateness of 200 deadlines, polled every two minutes", calm, ""),
    row("lateness of 1,000 deadlines while 10,000 alerts are polled each second", busy, "p99 50 ms"),
  ];
}

async function ackRows(runs: number): Promise<Row[]> {
  const all = await repeated(runs, () => acks({ open: 20_000, envelopes: 1_000 }));
  const held = (of: (one: (typeof all)[number]) => number) => ms(Math.max(...all.map(of)));
  const during = "while 20,000 alerts are read over and over";
  return [
    {
      what: `from press or command to ack ${during}`,
      ours: percentiles(all.flatMap(({ waits }) => waits)),
      ratio: "",
      aim: "p99 25 ms",
    },
    {
      what: `the loop held at a stretch ${during}, CPU`,
      ours: `p99 ${held((one) => one.held.p99)}, max ${held((one) => one.held.max)}`,
      ratio: "",
      aim: "max 25 ms",
    },
    {
      what: "the loop held at a stretch at the first sight of 20,000 alerts, CPU",
      ours: `p99 ${held((one) => one.first.p99)}, max ${held((one) => one.first.max)}`,
      ratio: "",
      aim: "max 25 ms",
    },
  ];
}

async function refreshRows(): Promise<Row[]> {
  const { refreshes, unanswered, waits } = await refresh({ seconds: 120 });
  const what = `commands for two minutes over ${refreshes} renewed connections, ${unanswered} unanswered`;
  return [{ what, ours: percentiles(waits), ratio: "", aim: "0 unanswered" }];
}

async function startRows(runs: number): Promise<Row[]> {
  const printed = ["--help", "oncall --help", "config --help"].map((line) => {
    const all = Array.from({ length: 2 * runs + 1 }, () => startUp(...line.split(" ")));
    const cpu = median(all.map(({ ours }) => ours.cpu));
    const floor = median(all.map((one) => one.floor.cpu));
    const wall = median(all.map(({ ours }) => ours.wall));
    return {
      what: `\`${line}\``,
      ours: `${ms(wall)}, CPU ${ms(cpu)}`,
      ratio: factor(cpu / floor),
      aim: "150 ms",
    };
  });
  const requests = await repeated(2 * runs + 1, firstRequest);
  const toRequest = `${ms(median(requests.map(({ wall }) => wall)))}, CPU ${ms(median(requests.map(({ cpu }) => cpu)))}`;
  return [
    ...printed,
    { what: "`start` to its first request to TheHive", ours: toRequest, ratio: "", aim: "1 s" },
  ];
}

async function trailRows(runs: number): Promise<Row[]> {
  const figures = await trail(1_000_000, runs);
  return figures.map(({ what, ours, floor }) => ({
    what: `${what}, over 1,000,000 events`,
    ours: `${ms(ours.wall)}, CPU ${ms(ours.cpu)}`,
    ratio: factor(ours.cpu / floor.cpu),
    aim: what.includes("report") ? "5 s" : "300 ms",
  }));
}

async function restartRows(): Promise<Row[]> {
  const figures = await restarts(10_000);
  return figures.map(({ home, ready, read, cpu, floor }) => ({
    what: `a start with 10,000 open records in ${home}: all remembered (all read from TheHive after ${ms(read)})`,
    ours: `${ms(ready)}, CPU ${ms(cpu)}`,
    ratio: factor(cpu / floor),
    aim: "2 s",
  }));
}

async function writeRows(): Promise<Row[]> {
  const { store, trail } = await writes(1000);
  return [
    {
      what: "a leader's write to Postgres over loopback",
      ours: percentiles(store),
      ratio: "",
      aim: "p99 10 ms",
    },
    { what: "a line of its trail there", ours: percentiles(trail), ratio: "", aim: "p99 10 ms" },
  ];
}

async function handOverRows(): Promise<Row[]> {
  const { led, read, standby } = await handOvers(30, 200);
  return [
    { what: "30 hand-overs at SIGTERM: another leads", ours: percentiles(led), ratio: "", aim: "p99 2 s" },
    { what: "30 hand-overs at SIGTERM: it has read TheHive", ours: percentiles(read), ratio: "", aim: "" },
    {
      what: "a copy that stands by: CPU, connections",
      ours: `${(standby.cpu * 100).toFixed(2)} % of a core, ${standby.connections}`,
      ratio: "",
      aim: "",
    },
  ];
}

/** By the name under which it is asked for; each measured as often as told. */
export const sections: Readonly<Record<string, (runs: number) => Promise<Row[]>>> = {
  poll: pollRows,
  memory: memoryRows,
  storm: stormRows,
  lateness: latenessRows,
  acks: ackRows,
  refresh: refreshRows,
  start: startRows,
  trail: trailRows,
  restart: restartRows,
  writes: writeRows,
  "hand-over": handOverRows,
};
