import { liveApp } from "./live-app.ts";
import { servers } from "./servers.ts";

const HOUR = 3_600_000;
/** What all of them are through by, or it is far too late anyway. */
const WATCHED = 60_000;
/** After the last firing people are told, cards are drawn: nobody may wait for that either. */
const AFTERWARDS = 5_000;

export interface StormFigures {
  /** How many fired. */
  readonly fired: number;
  /** The last of them, after its deadline, ms. */
  readonly last: number;
  readonly longestStall: number;
  /** The same in CPU of the process. */
  readonly longestHeld: number;
  readonly cpu: number;
}

/** Deadlines of one and the same second, told to a channel and by text as storms are. */
export async function storm(count: number): Promise<StormFigures> {
  const world = await servers(0, { speed: 1 });
  const due = world.clock.now() + 10_000 + count * 2;
  world.hive.raiseMany(count, (index) => ({
    severity: 4,
    title: `Falls due with all others, number ${index}`,
    createdAt: due - HOUR + (index % 1000),
  }));
  const settings = {
    poll: { every: "30s", maxAge: "off" },
    sla: { critical: { tiers: [{ after: "1h", notify: ["slack", "sms"] }] } },
    highRisk: { words: [] },
  };
  const app = await liveApp(world.variables, settings);
  await world.clock.sleep(Math.max(0, due - world.clock.now() - 500));
  await app.figures();
  let cpu = 0;
  let longestStall = 0;
  let longestHeld = 0;
  let firedBy = Number.POSITIVE_INFINITY;
  for (;;) {
    await world.clock.sleep(1000);
    const { late, stall, held, cpu: spent } = await app.figures();
    const now = world.clock.now();
    cpu += spent;
    longestStall = Math.max(longestStall, stall.max);
    longestHeld = Math.max(longestHeld, held.max);
    if (late.length >= count) firedBy = Math.min(firedBy, now);
    if (now < Math.min(firedBy + AFTERWARDS, due + WATCHED)) continue;
    await app.stop();
    await world.stop();
    return { fired: late.length, last: Math.max(...late), longestStall, longestHeld, cpu };
  }
}
