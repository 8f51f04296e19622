import type { Held } from "./held.ts";
import { hiveProcess } from "./hive-process.ts";
import { liveApp } from "./live-app.ts";
import { servers } from "./servers.ts";

const HOUR = 3_600_000;

interface AckFigures {
  /** How long Slack waits for its ack, ms each; commands and presses in turn. */
  readonly waits: readonly number[];
  readonly held: Held;
  /** The same at first sight, before anybody presses. */
  readonly first: Held;
}

/** People at work while a large backlog is read whole, over and over. */
export async function acks({ open, envelopes }: { open: number; envelopes: number }): Promise<AckFigures> {
  const world = await servers(0, { speed: 1 });
  const hive = await hiveProcess(open);
  const quiet = { tiers: [{ after: "700d", notify: ["slack"] }] };
  const sla = {
    low: quiet,
    medium: quiet,
    high: quiet,
    critical: { tiers: [{ after: "1s", notify: ["slack"] }] },
  };
  const settings = { poll: { every: "1s", maxAge: "off" }, sla, highRisk: { words: [] } };
  const app = await liveApp({ ...world.variables, ...hive.variables }, settings);
  hive.raise({ severity: 4, title: "One card to press" });
  const { slack } = world;
  const isCard = () => slack.channel("soc").messages.find((one) => slack.plainText(one).includes("One card"));
  await slack.until(() => isCard() !== undefined, { within: 60_000, what: "the card" });
  await slack.until(() => slack.connections.length > 0, { within: 20_000 });
  const { held: first } = await app.figures();
  // Older than what changes are asked for: only the count gives it away, so that everything is read.
  const backdated = setInterval(() => {
    hive.raise({ severity: 3, title: "Came late", createdAt: world.clock.now() - HOUR });
  }, 1000);
  const waits: number[] = [];
  for (let index = 0; index < envelopes; index++) {
    const card = isCard();
    const outcome =
      index % 2 === 0 || card === undefined
        ? await slack.command("U0ALICE", "/sla status")
        : await slack.press("U0ALICE", card, {
            text: slack.plainText(card).includes("Resume now") ? "Resume now" : "I'm on it",
          });
    waits.push(outcome.ackMs ?? Number.POSITIVE_INFINITY);
  }
  clearInterval(backdated);
  const { held } = await app.figures();
  await app.stop();
  hive.stop();
  await world.stop();
  return { waits, held, first };
}
