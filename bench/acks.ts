import type { Clock, Instant } from "../src/lib/time.ts";
import { app } from "./app.ts";
import { percentiles } from "./percentiles.ts";
import { servers } from "./servers.ts";

/** How long Slack waits for its ack, in real ms, while a large backlog is polled. Commands and presses in turn. */
export async function acks({ open, envelopes }: { open: number; envelopes: number }): Promise<string> {
  const world = await servers(open, { speed: 1 });
  const clock: Clock = { now: () => world.clock.now() as Instant, sleep: world.clock.sleep };
  const quiet = { tiers: [{ after: "700d", notify: ["slack"] }] };
  const sla = {
    low: quiet,
    medium: quiet,
    high: quiet,
    critical: { tiers: [{ after: "1s", notify: ["slack"] }] },
  };
  for (const alert of world.hive.alerts.values())
    if (alert.severity === 4) world.hive.update(alert.id, { severity: 3 });
  const { monitor, stop } = await app(
    world.variables,
    { poll: { every: "1s", maxAge: "off" }, sla, highRisk: { words: [] } },
    clock,
  );
  await monitor.start();
  await monitor.engine.idle();
  world.hive.raise({ severity: 4, title: "One card to press" });
  await world.slack.until(() => world.slack.channel("soc").messages.length > 0, { within: 20_000 });
  await world.slack.until(() => world.slack.connections.length > 0, { within: 20_000 });
  const card = world.slack.channel("soc").messages.at(-1);
  const waits: number[] = [];
  for (let index = 0; index < envelopes; index++) {
    const outcome =
      index % 2 === 0 || card === undefined
        ? await world.slack.command("U0ALICE", "/sla status")
        : await world.slack.press("U0ALICE", card, {
            text: world.slack.plainText(card).includes("Resume now") ? "Resume now" : "I'm on it",
          });
    waits.push(outcome.ackMs ?? Number.POSITIVE_INFINITY);
  }
  await stop();
  await world.stop();
  return percentiles(waits);
}
