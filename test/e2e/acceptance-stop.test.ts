import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Night, night, people } from "./harness.ts";
import { AppProcess } from "./process.ts";

const settings = {
  poll: { every: "1s" },
  people,
  groups: { oncall: { members: ["alice"] } },
  sla: { high: { tiers: [{ after: "4s", notify: ["slack", "sms"] }] } },
  highRisk: { words: [] },
};

/** What people got about an alert: cards, and texts. */
function told(soc: Night, title: string): { cards: number; texts: number } {
  const cards = soc.cards().filter((card) => card.kind === "posted" && soc.read(card).includes(title)).length;
  const texts = soc.phone("alice").sms.filter(({ body }) => body.includes(title)).length;
  return { cards, texts };
}

async function until(soc: Night, isSo: () => boolean): Promise<void> {
  for (let look = 0; look < 400 && !isSo(); look++) await pause(100);
  expect(isSo(), soc.lines.slice(-5).join("")).toBe(true);
}

test("told to stop while requests hang at all three providers: it ends with 0 within 10 s, and nothing is lost or doubled after the restart", async () => {
  const soc = await night({ start: false, realTime: true, settings });
  let app = new AppProcess(soc);
  onTestFinished(() => app.kill());
  await app.ready;
  await until(soc, () => soc.slack.channel("soc").messages.length === 1);
  let hanging = 0;
  soc.hive.onRequest(() => hanging++);
  // Slack takes the card and does not say so; Twilio and TheHive take nothing.
  soc.slack.faults.add({ method: "chat.postMessage", effect: { kind: "hang", when: "after" } });
  soc.twilio.faults.add({ kind: "hang" });
  soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await until(soc, () => told(soc, "Beacon to C2").cards === 1);
  soc.hive.faults.add({ kind: "hang" });
  hanging = 0;
  await until(soc, () => hanging > 0);

  const asked = performance.now();
  expect(await app.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(10_000);

  soc.hive.faults.clear();
  soc.slack.faults.clear();
  soc.twilio.faults.clear();
  app = new AppProcess(soc);
  await app.ready;
  await until(soc, () => told(soc, "Beacon to C2").texts === 1);
  // Long enough for a second card to come, were there one.
  await pause(3000);
  expect(told(soc, "Beacon to C2")).toEqual({ cards: 1, texts: 1 });
  expect(await app.stop()).toBe(0);
  expect((await soc.audit("tier.fired")).length).toBe(1);
}, 120_000);
