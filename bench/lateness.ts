import type { Clock, Instant } from "../src/lib/time.ts";
import { app } from "./app.ts";
import { percentiles } from "./percentiles.ts";
import { servers } from "./servers.ts";

interface LatenessOptions {
  readonly open: number;
  readonly deadlines: number;
  /** How often TheHive is polled, as the settings say it. */
  readonly every: string;
}

const SPREAD = 20_000;

/**
 * How late tiers fire, from deadline to decision, with everything in one process and in real time: deadlines spread
 * over twenty seconds.
 */
export async function lateness({ open, deadlines, every }: LatenessOptions): Promise<string> {
  const world = await servers(open, { speed: 1 });
  const clock: Clock = { now: () => world.clock.now() as Instant, sleep: world.clock.sleep };
  const quiet = { tiers: [{ after: "700d", notify: ["slack"] }] };
  const settings = {
    poll: { every, maxAge: "off" },
    storm: { window: "1s", threshold: 1_000_000 },
    sla: { low: quiet, medium: quiet, high: quiet, critical: { tiers: [{ after: "1h", notify: ["sms"] }] } },
    highRisk: { words: [] },
  };
  // The backlog's critical alerts are long overdue: they would only be noise here.
  for (const alert of world.hive.alerts.values())
    if (alert.severity === 4) world.hive.update(alert.id, { severity: 3 });
  // Seen at the first poll; the first falls due some seconds after.
  const base = world.clock.now() + 10_000 + open / 2 - 3_600_000;
  world.hive.raiseMany(deadlines, (index) => ({
    severity: 4,
    title: `Deadline ${index}`,
    createdAt: base + (index * SPREAD) / deadlines,
  }));
  const { monitor, stop } = await app(world.variables, settings, clock);
  await monitor.start();
  await world.clock.sleep(10_000 + open / 2 + SPREAD + 5_000);
  await monitor.engine.idle();
  const late = monitor.engine.desk
    .board()
    .rows.flatMap(({ record }) => record.firings)
    .map(({ at, deadline }) => at - deadline);
  await stop();
  await world.stop();
  return percentiles(late);
}
