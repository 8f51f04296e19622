import { expect, test } from "vitest";
import { minutes, type Night, night, seconds } from "./harness.ts";

const digests = (soc: Night) =>
  soc.slack.channel("soc").messages.filter((message) => !soc.cards().includes(message));

test("500 overdue alerts at the first start: one digest, one text and one call per person", async () => {
  const soc = await night({ start: false });
  const now = soc.clock.now();
  soc.hive.raiseMany(500, (index) => ({
    severity: (index % 4) + 1,
    title: `Backlog ${index}`,
    createdAt: now - minutes(120 + index),
  }));
  await soc.start();
  await soc.advance(minutes(2));
  expect(soc.cards()).toHaveLength(0);
  expect(digests(soc)).toHaveLength(1);
  expect(soc.read(digests(soc)[0] ?? expect.fail())).toMatch(/500/);
  expect(soc.pages()).toEqual(["02:00 call carol", "02:00 call dave"]);
  expect(soc.phone("carol").calls[0]?.spoken.join(" ")).toMatch(/500/);
  const fired = await soc.audit("tier.fired");
  expect(fired).toHaveLength(500);
  expect(await soc.audit("tier.skipped")).toHaveLength(1000);
  expect((await soc.audit("storm.digested")).map(({ detail }) => detail)).toEqual([
    expect.objectContaining({ count: 500 }),
  ]);
  expect(soc.app.engine.desk.board().rows.filter(({ state }) => state === "breached")).toHaveLength(500);
  await soc.advance(minutes(10));
  expect(digests(soc)).toHaveLength(1);
}, 60_000);

test("as many as the threshold are told one by one, one more makes a digest", async () => {
  const soc = await night();
  soc.hive.raiseMany(10, (index) => ({ severity: 3, title: `First ${index}` }));
  await soc.advance(minutes(2));
  soc.hive.raiseMany(11, (index) => ({ severity: 3, title: `Second ${index}` }));
  await soc.advance(minutes(28));
  expect(soc.cards()).toHaveLength(10);
  // More than five texts in fifteen minutes are one.
  expect(soc.pages("10 alerts")).toEqual(["02:30 sms alice"]);
  await soc.advance(minutes(2));
  expect(soc.cards()).toHaveLength(10);
  expect(digests(soc)).toHaveLength(1);
  expect(soc.pages("11 alerts")).toEqual(["02:32 sms alice"]);
  expect(await soc.audit("tier.fired")).toHaveLength(21);
}, 60_000);

test("a storm that goes on is told once a window, and nothing is dropped", async () => {
  const soc = await night();
  for (let wave = 0; wave < 4; wave++) {
    soc.hive.raiseMany(15, (index) => ({ severity: 3, title: `Wave ${wave}, ${index}` }));
    await soc.advance(seconds(15));
  }
  await soc.until("2026-03-03T02:35Z");
  const told = digests(soc).map((message) => soc.read(message));
  expect(told).toHaveLength(2);
  expect(told.map((text) => Number(/\d+/.exec(text)?.[0]))).toEqual([15, 45]);
  expect(await soc.audit("tier.fired")).toHaveLength(60);
}, 60_000);

test("a digest that a crash left untold is told after the restart, once", async () => {
  const soc = await night({ mayBreak: true });
  soc.hive.raiseMany(12, (index) => ({ severity: 3, title: `Storm ${index}` }));
  await soc.advance(minutes(2));
  soc.slack.faults.add({ method: "*", effect: { kind: "reset" } });
  soc.twilio.faults.add({ kind: "reset" });
  await soc.until("2026-03-03T02:30:01Z");
  await soc.stop();
  soc.slack.faults.clear();
  soc.twilio.faults.clear();
  await soc.start();
  await soc.advance(minutes(5));
  expect(digests(soc).filter((message) => /12/.test(soc.read(message)))).toHaveLength(1);
  expect(soc.pages("12 alerts").map((page) => page.split(" ")[2])).toEqual(["alice"]);
  expect(await soc.audit("tier.fired")).toHaveLength(12);
}, 60_000);
