import type { Clock, Instant } from "../src/lib/time.ts";
import { app } from "./app.ts";
import { percentiles } from "./percentiles.ts";
import { servers } from "./servers.ts";

/** Commands while Slack renews one Socket Mode connection every five seconds, in real time. */
export async function refresh({ seconds }: { seconds: number }): Promise<string> {
  const world = await servers(10, { speed: 1 });
  const clock: Clock = { now: () => world.clock.now() as Instant, sleep: world.clock.sleep };
  const { monitor, stop } = await app(
    world.variables,
    { poll: { every: "2s" }, sla: { critical: { enabled: false } } },
    clock,
  );
  await monitor.start();
  // The second connection is opened a while after the first.
  await world.slack.until(() => world.slack.connections.length === 2, {
    within: 180_000,
    what: "two connections",
  });
  const until = world.clock.now() + seconds * 1000;
  let nextRefresh = world.clock.now();
  let [refreshes, unanswered] = [0, 0];
  const waits: number[] = [];
  while (world.clock.now() < until) {
    if (world.clock.now() >= nextRefresh) {
      world.slack.refresh();
      refreshes++;
      nextRefresh += 5_000;
    }
    const { ackMs, error } = await world.slack.command("U0ALICE", "/sla help");
    if (ackMs === undefined || error !== undefined) unanswered++;
    else waits.push(ackMs);
    await world.clock.sleep(150);
  }
  await stop();
  await world.stop();
  return `${refreshes} refreshes, unanswered ${unanswered}, acks ${percentiles(waits)}`;
}
