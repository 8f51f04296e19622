import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { SandboxClock } from "../sandbox/clock.ts";
import { keepHeapSmall } from "../src/lib/small-heap.ts";
import type { Clock, Instant } from "../src/lib/time.ts";

/*
 * Runs as a process of its own, so that the CPU is the app's alone. The clock of both processes is moved by
 * hand: one poll at a time, each measured until nothing is in flight. Sends its figures to the parent.
 */

/** What the other process is asked for. */
export type PollWish = { readonly moveTo: number } | { readonly raise: true };

// As the product does: before the rest is loaded.
keepHeapSmall(process.versions.v8);
// A start loads it beside the first poll, whatever there is to be read: that is measured with the first request.
await import("../src/slack/adapter.ts");
const { app } = await import("./app.ts");

const variables: Record<string, string> = JSON.parse(process.argv[2] ?? "{}");
const clock = new SandboxClock({ at: Number(process.argv[3]) });
const appClock: Clock = { now: () => clock.now() as Instant, sleep: clock.sleep };
// No tier falls due while we measure polls.
const tiers = [{ after: "700d", notify: ["slack"] }];
const sla = Object.fromEntries(["low", "medium", "high", "critical"].map((name) => [name, { tiers }]));
const { monitor, stop } = await app(variables, { poll: { every: "1m", maxAge: "off" }, sla }, appClock);

async function quiet(): Promise<void> {
  for (let calm = 0; calm < 3; ) {
    const busy = await monitor.engine.idle();
    await setImmediate();
    calm = busy ? 0 : calm + 1;
  }
}

async function measured(job: () => Promise<void>): Promise<{ wall: number; cpu: number }> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await job();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - startedAt, cpu: (user + system) / 1000 };
}

/** Asks the other process for something, until it has done it. */
async function ask(what: PollWish): Promise<void> {
  process.send?.(what);
  await once(process, "message");
}

/** Both clocks go on: TheHive's first, in the other process. */
async function pass(minutes: number): Promise<void> {
  const until = clock.now() + minutes * 60_000;
  await ask({ moveTo: until });
  clock.moveTo(until);
  await quiet();
}

// A start is measured elsewhere: here it has an empty TheHive.
await monitor.start();
await quiet();
await ask({ raise: true });
const first = await measured(() => pass(1));
const unchanged: { wall: number; cpu: number }[] = [];
const full: { wall: number; cpu: number }[] = [];
for (let round = 0; round < 3; round++) {
  for (let poll = 0; poll < 7; poll++) unchanged.push(await measured(() => pass(1)));
  // Beyond ten minutes everything is read again.
  full.push(await measured(() => pass(11)));
}
const median = (figures: readonly { wall: number; cpu: number }[], key: "wall" | "cpu") =>
  figures.map((one) => one[key]).sort((a, b) => a - b)[Math.floor(figures.length / 2)];
process.send?.({
  figures: {
    open: monitor.engine.desk.health().openAlerts,
    first,
    full: { wall: median(full, "wall"), cpu: median(full, "cpu") },
    unchanged: { wall: median(unchanged, "wall"), cpu: median(unchanged, "cpu") },
  },
});
await stop();
clock.stop();
process.exit(0);
