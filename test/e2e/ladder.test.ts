import { expect, test } from "vitest";
import { minutes, night, seconds } from "./harness.ts";

test("an unanswered high alert texts the person on call, rings the phone, then rings the seniors", async () => {
  const soc = await night();
  soc.hive.raise({ severity: 3, title: "Beacon to a known C2 host" });
  await soc.advance(minutes(29));
  expect(soc.cards()).toHaveLength(0);
  await soc.advance(minutes(3));
  expect(soc.cards()).toHaveLength(1);
  expect(soc.phone("alice").sms.map(({ body }) => body)).toEqual([
    expect.stringMatching(/Beacon to a known C2 host/),
  ]);
  await soc.advance(minutes(15));
  expect(soc.phone("alice").calls).toHaveLength(1);
  await soc.advance(minutes(15));
  expect(soc.phone("carol").calls).toHaveLength(1);
  expect(soc.phone("dave").calls).toHaveLength(1);
  await soc.advance(minutes(120));
  expect(soc.phone("alice").sms).toHaveLength(1);
  expect((await soc.audit("tier.fired")).map(({ tier }) => tier)).toEqual([1, 2, 3]);
}, 30_000);

test("a tier fires at its deadline, not at the next poll", async () => {
  const soc = await night({ settings: { poll: { every: "2m" } } });
  soc.hive.raise({ severity: 3, title: "Odd login" });
  const raisedAt = soc.clock.now();
  await soc.advance(minutes(30) + seconds(5));
  const [first] = await soc.audit("tier.fired");
  expect(Date.parse(first?.at ?? "") - raisedAt).toBe(minutes(30));
});
