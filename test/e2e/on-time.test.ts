import { expect, test } from "vitest";
import { minutes, night } from "./harness.ts";

/** The same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

test("200 alerts: every tier fires within a second of its deadline, whatever the polls do", async () => {
  const ladder = (...minutesLate: number[]) => ({
    tiers: minutesLate.map((late) => ({ after: `${late}m`, notify: ["slack"] })),
  });
  const usual = ladder(30, 45, 60);
  const soc = await night({
    // Nobody is told: it is the moment of the decision that counts here.
    environment: { SLACK_ENABLED: "false", TWILIO_ENABLED: "false" },
    settings: {
      poll: { every: "2m" },
      sla: { low: usual, medium: usual, high: usual, critical: ladder(15, 30, 45) },
      storm: { window: "1s", threshold: 1000 },
      highRisk: { words: [] },
    },
  });
  const roll = dice(7);
  const raised = new Map<string, { at: number; tiers: readonly number[] }>();
  for (let step = 0; step < 40; step++) {
    for (let nth = 0; nth < 5; nth++) {
      const severity = 1 + Math.floor(roll() * 4);
      const { id } = soc.hive.raise({ severity, title: `Alert ${step}.${nth}` });
      const tiers = severity === 4 ? [15, 30, 45] : [30, 45, 60];
      raised.set(id, { at: soc.clock.now(), tiers: tiers.map(minutes) });
    }
    await soc.advance(Math.floor(roll() * 30_000));
  }
  await soc.advance(minutes(61));
  const fired = await soc.audit("tier.fired");
  const late = fired.map(({ alertId = "", tier, at }) => {
    const { at: start, tiers } = raised.get(alertId) ?? expect.fail(alertId);
    return Date.parse(at) - start - (tiers[Number(tier) - 1] ?? Number.NaN);
  });
  expect(late).toHaveLength(600);
  expect(late.filter((ms) => !(ms >= 0 && ms <= 1000))).toEqual([]);
  expect(await soc.audit("tier.skipped")).toEqual([]);
}, 90_000);
