import { acks } from "./acks.ts";
import { lateness } from "./lateness.ts";
import { median, percentiles } from "./percentiles.ts";
import { polls } from "./polls.ts";
import { refresh } from "./refresh.ts";
import { startUp } from "./start-up.ts";
import { storm } from "./storm.ts";
import { trail } from "./trail.ts";

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** How often the floor of the same run goes into it, where there is one. */
  readonly ratio: string;
  readonly aim: string;
}

const ms = (value: number) => `${value.toFixed(1)} ms`;
const us = (value: number) => `${(value * 1000).toFixed(0)} us`;
const times = (ours: number, floor: number) => `${(ours / floor).toFixed(1)} x`;
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
    const each = (read: (one: (typeof all)[number]) => number) => us(of(read) / count);
    const name = thousands(count);
    rows.push(
      {
        what: `a poll in which nothing changed, ${name} open, CPU`,
        ours: ms(of(({ unchanged }) => unchanged.cpu)),
        ratio: `${of(({ unchanged, floor }) => unchanged.cpu / floor.unchanged).toFixed(1)} x`,
        aim: "4 ms",
      },
      {
        what: `a full read that finds nothing new, ${name} open, CPU per alert`,
        ours: each(({ full }) => full.cpu),
        ratio: `${of(({ full, floor }) => full.cpu / floor.full).toFixed(1)} x`,
        aim: "30 us",
      },
      {
        what: `first sight of ${name} alerts, CPU per alert`,
        ours: each(({ first }) => first.cpu),
        ratio: `${of(({ first, floor }) => first.cpu / floor.full).toFixed(1)} x`,
        aim: "150 us",
      },
      {
        what: `peak RSS at ${name} open`,
        ours: `${of(({ peakRss }) => peakRss).toFixed(0)} MiB`,
        ratio: "",
        aim: RSS_AIMS[count] ?? "",
      },
    );
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
      { what: `${due}: longest stall`, ours: ms(of((one) => one.longestStall)), ratio: "", aim: "100 ms" },
      { what: `${due}: CPU per alert`, ours: us(of(({ cpu }) => cpu) / count), ratio: "", aim: "" },
    );
  }
  return rows;
}

async function latenessRows(): Promise<Row[]> {
  const calm = await lateness({ open: 200, deadlines: 200, every: "2m" });
  const busy = await lateness({ open: 10_000, deadlines: 1_000, every: "1s" });
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

async function ackRows(): Promise<Row[]> {
  const waits = await acks({ open: 20_000, envelopes: 1_000 });
  const what = "from press or command to ack while 20,000 alerts are polled each second";
  return [{ what, ours: percentiles(waits), ratio: "", aim: "p99 25 ms" }];
}

async function refreshRows(): Promise<Row[]> {
  const { refreshes, unanswered, waits } = await refresh({ seconds: 120 });
  const what = `commands for two minutes over ${refreshes} renewed connections, ${unanswered} unanswered`;
  return [{ what, ours: percentiles(waits), ratio: "", aim: "0 unanswered" }];
}

async function startRows(runs: number): Promise<Row[]> {
  return ["--help", "oncall --help", "config --help"].map((line) => {
    const all = Array.from({ length: 2 * runs + 1 }, () => startUp(...line.split(" ")));
    const cpu = median(all.map(({ ours }) => ours.cpu));
    const floor = median(all.map((one) => one.floor.cpu));
    const wall = median(all.map(({ ours }) => ours.wall));
    return {
      what: `\`${line}\``,
      ours: `${ms(wall)}, CPU ${ms(cpu)}`,
      ratio: times(cpu, floor),
      aim: "150 ms",
    };
  });
}

async function trailRows(runs: number): Promise<Row[]> {
  const figures = await trail(1_000_000, runs);
  return figures.map(({ what, ours, floor }) => ({
    what: `${what}, over 1,000,000 events`,
    ours: `${ms(ours.wall)}, CPU ${ms(ours.cpu)}`,
    ratio: times(ours.cpu, floor.cpu),
    aim: what.includes("report") ? "5 s" : "300 ms",
  }));
}

/** By the name under which it is asked for; each measured as often as told. */
export const sections: Readonly<Record<string, (runs: number) => Promise<Row[]>>> = {
  poll: pollRows,
  storm: stormRows,
  lateness: latenessRows,
  acks: ackRows,
  refresh: refreshRows,
  start: startRows,
  trail: trailRows,
};
