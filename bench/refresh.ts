import { liveApp } from "./live-app.ts";
import { servers } from "./servers.ts";

export interface RefreshFigures {
  readonly refreshes: number;
  readonly unanswered: number;
  /** ms, of each command that was acknowledged. */
  readonly waits: readonly number[];
}

/** Commands while Slack renews one Socket Mode connection every five seconds, in real time. */
export async function refresh({ seconds }: { seconds: number }): Promise<RefreshFigures> {
  const world = await servers(10, { speed: 1 });
  const app = await liveApp(world.variables, {
    poll: { every: "2s" },
    sla: { critical: { enabled: false } },
  });
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
  await app.stop();
  await world.stop();
  return { refreshes, unanswered, waits };
}
