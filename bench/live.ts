import { monitorEventLoopDelay } from "node:perf_hooks";
import { keepHeapSmall } from "../src/lib/small-heap.ts";
import { systemClock } from "../src/lib/time.ts";
import type { AlertId } from "../src/sla/model.ts";
import type { Firing } from "../src/sla/record.ts";
import { type Held, watchLoop } from "./held.ts";

/*
 * The app in real time, in a process of its own. Tells its parent when the first poll is through, and on request how
 * late tiers fired, how long the loop was held since the last request, and what all of it cost.
 */

/** What the app's process tells of the time since it was asked before; all in ms. */
export interface LiveFigures {
  /** From deadline to decision, of every firing so far. */
  readonly late: readonly number[];
  /** For how long nothing else could run: the worst, and the worst but one in a hundred. */
  readonly stall: { readonly max: number; readonly p99: number };
  /** The same, but in CPU: what this process itself is to blame for. */
  readonly held: Held;
  readonly cpu: number;
}

// As the product does: before the rest is loaded.
keepHeapSmall(process.versions.v8);
// A start loads it beside the first poll, whatever there is to be read: that is measured with the first request.
await import("../src/slack/adapter.ts");
const { app } = await import("./app.ts");

const RESOLUTION = 5;
const [variables = "{}", settings = "{}"] = process.argv.slice(2);
const { monitor, stop } = await app(JSON.parse(variables), JSON.parse(settings), systemClock);
const stalls = monitorEventLoopDelay({ resolution: RESOLUTION });
stalls.enable();
const heldSince = watchLoop();
let before = process.cpuUsage();

const { desk } = monitor.engine;
/** By the numbers that alerts are given one after the other: drawing a board of thousands would be a stall of its own. */
const known: AlertId[] = [];

function firings(): readonly Firing[] {
  for (let id = desk.find(`${known.length + 1}`); id !== undefined; id = desk.find(`${known.length + 1}`))
    known.push(id);
  return known.flatMap((id) => desk.record(id)?.firings ?? []);
}

function figures(): LiveFigures {
  const { user, system } = process.cpuUsage(before);
  const stall = { max: stalls.max / 1e6 - RESOLUTION, p99: stalls.percentile(99) / 1e6 - RESOLUTION };
  const held = heldSince();
  // Going through ten thousand records is a stall of ours, not the app's.
  stalls.disable();
  const late = firings().map(({ at, deadline }) => at - deadline);
  stalls.reset();
  stalls.enable();
  heldSince();
  before = process.cpuUsage();
  return { late, stall, held, cpu: (user + system) / 1000 };
}

process.on("message", async (message) => {
  if (message === "figures") process.send?.({ figures: figures() });
  if (message !== "stop") return;
  await stop();
  process.exit(0);
});

await monitor.start();
await monitor.engine.idle();
process.send?.({ ready: true });
