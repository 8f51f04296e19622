import { expect, test } from "vitest";
import { minutes, night } from "./harness.ts";

const tiers = [
  { after: "10m", notify: ["slack"] },
  { after: "30m", notify: ["slack", "sms"] },
];

test("time in a status of poll.pause does not count, across a restart too, and card and why say so", async () => {
  const soc = await night({
    settings: { poll: { every: "1m", pause: ["In progress"] }, sla: { high: { tiers } } },
  });
  const { id } = soc.hive.raise({ title: "Beacon to C2", severity: 3 });
  await soc.advance(minutes(12));
  soc.hive.startProgress(id);
  await soc.advance(minutes(20));
  expect(soc.read(soc.card("Beacon to C2"))).toContain("its clock stands still since");
  await soc.stop();
  await soc.start();
  await soc.advance(minutes(40));
  expect(await soc.fired(id)).toEqual(["02:10 1"]);

  soc.hive.update(id, { status: "New" });
  await soc.advance(minutes(17));
  expect(await soc.fired(id)).toEqual(["02:10 1"]);
  expect(soc.read(soc.card("Beacon to C2"))).not.toContain("stands still");
  await soc.advance(minutes(3));
  expect(await soc.fired(id)).toHaveLength(2);
  expect(soc.phone("alice").sms).toHaveLength(1);
  expect((await soc.audit()).filter(({ event }) => event.startsWith("clock."))).toMatchObject([
    { event: "clock.stopped", alertId: id, detail: { status: "InProgress" } },
    { event: "clock.resumed", alertId: id },
  ]);
  await soc.letPass(soc.slack.command("U0ALICE", "/sla why #1"));
  const answers = soc.slack.ephemerals("U0ALICE").map((message) => soc.read(message));
  expect(answers.join()).toMatch(/Stood still\W+(1 ?h|59 ?m|60 ?m)[^,]*, not counted/);
});
