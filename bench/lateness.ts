import type { Clock, Instant } from "../src/lib/time.ts";
import { app } from "./app.ts";
import { percentiles } from "./percentiles.ts";
import { servers } from "./servers.ts";

/**
 * How late tiers fire, from deadline to decision, with everything in one process and in real time: deadlines spread
 * over twenty seconds, while a poll runs every second.
 */
export async function lateness({ open, deadlines }: { open: number; deadlines: number }): Promise<string> {
  const world = await servers(open, { speed: 1 });
  const clock: Clock = { now: () => world.clock.now() as Instant, sleep: world.clock.sleep };
  const quiet = { tiers: [{ after: "700d", notify: ["slack"] }] };
  const settings = {
    poll: { every: "1s", maxAge: "off" },
    storm: { window: "1s", threshold: 1_000_000 },
    sla: { low: quiet, medium: quiet, high: quiet, critical: { tiers: [{ after: "1h", notify: ["sms"] }] } },
    highRisk: { words: [] },
  };
  // The backlog's critical alerts are long overdue: they would only be noise here.
  for (const alert of world.hive.alerts.values())
    if (alert.severity === 4) world.hive.update(alert.id, { severity: 3 });
  const { monitor, stop } = await app(world.variables, settings, clock);
  await monitor.start();
  await monitor.engine.idle();
  const base = world.clock.now() + 5_000 - 3_600_000;
  world.hive.raiseMany(deadlines, (index) => ({
    severity: 4,
    title: `Deadline ${index}`,
    createdAt: base + (index * 20_000) / deadlines,
  }));
  await world.clock.sleep(30_000);
  await monitor.engine.idle();
  const late = monitor.engine.desk
    .board()
    .rows.flatMap(({ record }) => record.firings)
    .map(({ at, deadline }) => at - deadline);
  await stop();
  await world.stop();
  return percentiles(late);
}
