import { storyLines } from "./lines.ts";
import { narrate } from "./narrate.ts";
import type { DemoOptions } from "./options.ts";
import { play } from "./play.ts";
import { openSoc, type Soc } from "./soc.ts";

// A Tuesday night: the story is the same whenever it is told.
const NIGHT = Date.parse("2026-03-03T02:00Z");

/** Tells the story on `out` until it is over, the time is up or `signal` aborts. */
export async function tellStory(
  options: DemoOptions,
  out: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  const soc = await openSoc({
    at: NIGHT,
    speed: options.speed,
    version: options.version,
    calls: { kind: "answer" },
  });
  const tell = storyLines(out, soc.clock.now);
  tell("Story", `Tuesday night, Alice Archer is on call. Time runs ${options.speed} times as fast.`);
  const silent = narrate(soc, tell);
  try {
    await soc.begin(signal);
    await play(soc, tell, signal);
    tell("Story", summary(soc));
  } catch (error) {
    if (!signal.aborted) throw error;
    tell("Story", `The time is up. ${summary(soc)}`);
  } finally {
    silent();
    await soc.close();
  }
}

function summary({ hive, slack, twilio }: Soc): string {
  const texts = [...twilio.messages.values()].filter(({ direction }) => direction !== "inbound");
  const calls = [...twilio.calls.values()];
  const answered = calls.filter(({ pickedUpBy }) => pickedUpBy === "human");
  const cards = slack.channel("soc").messages.filter(({ isBot }) => isBot);
  return (
    `${hive.alerts.size} alerts: ${cards.length} messages in Slack, ${texts.length} texts, ` +
    `${calls.length} calls (${answered.length} answered), ${hive.cases.size} cases.`
  );
}
