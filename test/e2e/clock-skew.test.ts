import { expect, test } from "vitest";
import { minutes, night } from "./harness.ts";

test("a clock of TheHive that is far ahead is said once, and deadlines are corrected", async () => {
  const soc = await night();
  soc.hive.faults.clockSkew = 90_000;
  await soc.advance(minutes(10));
  const said = soc.slack
    .channel("soc")
    .messages.filter((message) => /(90|91) s ahead/.test(soc.read(message)));
  expect(said).toHaveLength(1);

  soc.hive.raise({ severity: 3, title: "Beacon" });
  const raisedAt = soc.clock.now();
  await soc.advance(minutes(31));
  const [fired] = await soc.audit("tier.fired");
  expect(Math.abs(Date.parse(fired?.at ?? "") - raisedAt - minutes(30))).toBeLessThanOrEqual(1000);
});
