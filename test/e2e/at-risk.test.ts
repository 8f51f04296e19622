import { expect, test } from "vitest";
import { minutes, night } from "./harness.ts";

test("an alert near its deadline shows its card early, rings nobody, and is no breach until the deadline", async () => {
  const soc = await night({ settings: { sla: { high: { warn: { before: "5m", notify: ["slack"] } } } } });
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to a known C2 host" });
  await soc.advance(minutes(26));
  expect(soc.read(soc.card("Beacon"))).toContain("SLA at risk");
  expect(soc.read(soc.card("Beacon"))).not.toContain("missed");
  expect(soc.phone("alice").sms).toEqual([]);
  await soc.stop();
  await soc.start();
  await soc.advance(minutes(5));
  expect(soc.read(soc.card("Beacon"))).toContain("SLA missed, at tier 1 of 3");
  expect(soc.phone("alice").sms).toHaveLength(1);
  expect(soc.cards()).toHaveLength(1);
  expect((await soc.audit("alert.atRisk")).map(({ alertId }) => alertId)).toEqual([id]);
  await soc.letPass(soc.slack.command("U0ALICE", "/sla why #1"));
  const answers = soc.slack.ephemerals("U0ALICE").map((message) => soc.read(message));
  expect(answers.join()).toMatch(/At risk\W+2026-03-03 02:25 UTC, Slack: told/);
});
