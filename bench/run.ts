import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { acks } from "./acks.ts";
import { lateness } from "./lateness.ts";
import { refresh } from "./refresh.ts";
import { servers } from "./servers.ts";

/* Prints tables and changes nothing. Figures of one run on one machine: compare the columns, not machines. */

const print = (line: string) => void process.stdout.write(`${line}\n`);

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}
interface PollFigures {
  readonly open: number;
  readonly first: Cost;
  readonly full: Cost;
  readonly unchanged: Cost;
  readonly peakRss: number;
}

/** The app in a process of its own against `count` open alerts; this process plays TheHive. */
async function pollFigures(count: number): Promise<PollFigures> {
  const world = await servers(count, { speed: 0 });
  const script = fileURLToPath(new URL("./poll-cycle.js", import.meta.url));
  const child = fork(script, [JSON.stringify(world.variables), String(world.clock.now())]);
  const figures = new Promise<PollFigures>((resolve, reject) => {
    child.on("message", (message: { moveTo?: number; figures?: PollFigures }) => {
      if (message.figures !== undefined) return resolve(message.figures);
      world.clock.moveTo(message.moveTo ?? 0);
      child.send("moved");
    });
    child.on("exit", (code) => reject(new Error(`the measured process ended with ${code}`)));
  });
  try {
    return await figures;
  } finally {
    if (child.exitCode === null) await once(child, "exit");
    await world.stop();
  }
}

const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(11);

async function pollTable(): Promise<void> {
  print("Poll cycle (median; CPU of the app's process alone)");
  print(
    "    open |  first read: wall         cpu |  full read: wall          cpu |  unchanged: wall          cpu | cpu ratio | peak RSS",
  );
  for (const count of [100, 1_000, 10_000]) {
    const { open, first, full, unchanged, peakRss } = await pollFigures(count);
    const ratio = `1 : ${(full.cpu / unchanged.cpu).toFixed(0)}`.padStart(9);
    const costs = [first, full, unchanged]
      .map(({ wall, cpu }) => `${ms(wall)} ${ms(cpu)}`)
      .map((text) => text.padStart(28));
    print(`${String(open).padStart(8)} | ${costs.join(" | ")} | ${ratio} | ${peakRss.toFixed(0)} MB`);
  }
}

const sections: Readonly<Record<string, () => Promise<void>>> = {
  poll: pollTable,
  async lateness() {
    print("Lateness of 200 deadlines, polled every two minutes");
    print(await lateness({ open: 200, deadlines: 200, every: "2m" }));
    print("Lateness of 1,000 deadlines while 10,000 alerts are polled every second");
    print(await lateness({ open: 10_000, deadlines: 1_000, every: "1s" }));
  },
  async acks() {
    print("From press or command to ack, while 20,000 open alerts are polled every second");
    print(await acks({ open: 20_000, envelopes: 1_000 }));
  },
  async refresh() {
    print("Commands for two minutes while Slack renews a connection every five seconds");
    print(await refresh({ seconds: 120 }));
  },
};

// `npm run bench -- acks` runs one of them.
const wanted = process.argv.slice(2);
print(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"})`);
for (const [name, run] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  print("");
  await run();
}
process.exit(0);
