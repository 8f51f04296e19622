import { liveApp } from "./live-app.ts";
import { calmAlert, servers } from "./servers.ts";

interface LatenessOptions {
  readonly open: number;
  readonly deadlines: number;
  /** How often TheHive is polled, as the settings say it. */
  readonly every: string;
}

const HOUR = 3_600_000;
const SPREAD = 20_000;

/** How late tiers fire, from deadline to decision, ms each: deadlines spread over twenty seconds, in real time. */
export async function lateness({ open, deadlines, every }: LatenessOptions): Promise<readonly number[]> {
  const world = await servers(0, { speed: 1 });
  // None of it is critical, nor changed lately: then each poll would read thousands again.
  world.hive.raiseMany(open, (index) => calmAlert(index, world.clock.now()));
  const quiet = { tiers: [{ after: "700d", notify: ["slack"] }] };
  const settings = {
    poll: { every, maxAge: "off" },
    storm: { window: "1s", threshold: 1_000_000 },
    sla: { low: quiet, medium: quiet, high: quiet, critical: { tiers: [{ after: "1h", notify: ["sms"] }] } },
    highRisk: { words: [] },
  };
  // Seen at the first poll; the first falls due some seconds after.
  const first = world.clock.now() + 10_000 + open / 2;
  world.hive.raiseMany(deadlines, (index) => ({
    severity: 4,
    title: `Deadline ${index}`,
    createdAt: first - HOUR + (index * SPREAD) / deadlines,
  }));
  const app = await liveApp(world.variables, settings);
  await world.clock.sleep(Math.max(0, first + SPREAD + 5_000 - world.clock.now()));
  const { late } = await app.figures();
  await app.stop();
  await world.stop();
  return late;
}
