import { expect, test } from "vitest";
import { days, minutes } from "../../src/lib/time.ts";
import { engineWorld, memory } from "./world.ts";

test("an alert is remembered for 90 days after it was handled, with all that was told of it", async () => {
  const soc = engineWorld({
    poll: { every: "12h" },
    sla: { high: { tiers: [{ after: "1m", notify: ["slack"] }] } },
  });
  const { id } = soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(2));
  soc.set(id, { stage: "closed", status: "Duplicate" });
  await soc.advance(days(1));
  const ofAlert = () => [...soc.values.keys()].filter((key) => key.includes(id));
  expect(ofAlert()).toContain(`record:${id}`);
  expect(ofAlert().some((key) => key.startsWith(`item:${id}/1/slack/`))).toBe(true);
  await soc.advance(days(88));
  expect(ofAlert()).toContain(`record:${id}`);
  await soc.advance(days(3));
  expect(ofAlert()).toEqual([]);
});

test("an entry of the state that nobody can read keeps nobody from being told, and is said", async () => {
  const disk = memory();
  disk.values.set("item:odd", { version: 1, id: "odd" });
  const soc = engineWorld({}, disk);
  const { id } = soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(31));
  expect(soc.posted.filter((one) => one.id.startsWith("damaged/"))).toHaveLength(1);
  expect(soc.posted.filter((one) => one.id.startsWith(`${id}/1/slack/`))).toHaveLength(1);
});
