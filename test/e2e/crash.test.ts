import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { AlertRecord } from "../../src/sla/record.ts";
import { openStore } from "../../src/store/store.ts";
import { type Night, night, type PersonName, people } from "./harness.ts";
import { AppProcess } from "./process.ts";

/** `CRASH_KILLS=30 CRASH_SEED=3 npx vitest run test/e2e/crash.test.ts` for a longer night. */
const KILLS = Number(process.env.CRASH_KILLS ?? 4);
const SEED = Number(process.env.CRASH_SEED ?? 1);

const settings = {
  poll: { every: "1s" },
  people,
  groups: { oncall: { members: ["alice"] }, seniors: { members: ["carol", "dave"] } },
  sla: {
    high: {
      tiers: [
        { after: "3s", notify: ["slack", "sms"] },
        { after: "7s", notify: ["slack", "call"] },
        { after: "11s", notify: ["slack", "call:seniors"] },
      ],
    },
  },
  storm: { window: "60s", threshold: 10_000 },
  limits: { sms: "10000 per 15m", call: "10000 per 15m" },
};

function dice(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Everything people got for one tier of one alert, counted. */
function effects(soc: Night, id: string, title: string, tier: number): Record<string, number> {
  const messages = [...soc.slack.channel("soc").byTs.values()];
  const slack = messages.filter(
    ({ metadata }) => metadata?.event_payload.id === `${id}/${tier}/slack/#soc/1`,
  ).length;
  const texts = (name: PersonName) => soc.phone(name).sms.filter(({ body }) => body.includes(title)).length;
  const calls = (name: PersonName) =>
    soc.phone(name).calls.filter(({ spoken }) => spoken.join(" ").includes(title)).length;
  const byTier: Record<number, Record<string, number>> = {
    1: { "sms alice": texts("alice") },
    2: { "call alice": calls("alice") },
    3: { "call carol": calls("carol"), "call dave": calls("dave") },
  };
  return { slack, ...byTier[tier] };
}

async function recordsIn(soc: Night): Promise<AlertRecord[]> {
  const store = await openStore(`${soc.folder}/state.sqlite`, { exclusive: false });
  try {
    return (await store.records()).records;
  } finally {
    await store.close();
  }
}

/** What does not hold yet, in words. */
function missing(soc: Night, records: readonly AlertRecord[]): string[] {
  return [...soc.hive.alerts.values()].flatMap(({ id, title }) => {
    const firings = records.find(({ alertId }) => alertId === id)?.firings ?? [];
    const untold = firings.flatMap(({ tier }) =>
      Object.entries(effects(soc, id, title, Number(tier)))
        .filter(([, count]) => count === 0)
        .map(([what]) => `${title}: tier ${tier} fired, nobody heard by ${what}`),
    );
    return firings.at(-1)?.tier === 3 ? untold : [...untold, `${title}: the last tier did not fire`];
  });
}

test(
  `killed ${KILLS} times at random moments: no tier of any alert is missed`,
  async () => {
    const roll = dice(SEED);
    const soc = await night({ start: false, realTime: true, settings });
    let app = new AppProcess(soc);
    onTestFinished(() => app.kill());
    let raised = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // Some die while they start, most at their work.
      if (roll() < 0.8) await app.ready;
      const titles = Array.from({ length: 2 }, () => `Odd thing number ${100 + raised++}.`);
      for (const title of titles) {
        soc.hive.raise({ severity: 3, title });
        await pause(roll() * 1500);
      }
      await app.kill();
      app = new AppProcess(soc);
    }
    let open: string[] = ["not looked yet"];
    for (let look = 0; look < 60 && open.length > 0; look++) {
      await pause(1000);
      open = missing(soc, await recordsIn(soc));
    }
    expect(open).toEqual([]);
    expect(await app.stop()).toBe(0);

    const records = await recordsIn(soc);
    const counts = records.flatMap(({ alertId, alert, firings }) =>
      firings.map(({ tier }) => effects(soc, alertId, alert.title, Number(tier))),
    );
    const told = counts.flatMap((count) => Object.values(count));
    const doubles = told.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
    const audited = (await soc.audit("tier.fired")).length;
    const fired = records.reduce((sum, { firings }) => sum + firings.length, 0);
    process.stdout.write(
      `crash: ${KILLS} kills, ${records.length} alerts, ${fired} tiers fired (${audited} audited), ${told.length} notifications, ${doubles} doubled\n`,
    );
    expect(records).toHaveLength(raised);
    // Each tier fires once, whatever is doubled on the wire.
    for (const { firings } of records) {
      const tiers = firings.map(({ tier }) => tier);
      expect(tiers).toEqual([...new Set(tiers)].sort((a, b) => Number(a) - Number(b)));
    }
  },
  60_000 + KILLS * 15_000,
);
