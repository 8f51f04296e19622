import { expect, test } from "vitest";
import { minutes, type Night, night } from "./harness.ts";

/** Messages of the channel that are no alert's, in words. */
function notices(soc: Night): string[] {
  const cards = soc.cards();
  return soc.slack
    .channel("soc")
    .messages.filter((message) => !cards.includes(message))
    .map((message) => soc.read(message));
}

test.each([
  ["is down", async (soc: Night) => soc.hive.goDown(), async (soc: Night) => soc.hive.comeUp()],
  [
    "answers nonsense",
    async (soc: Night) => void soc.hive.faults.add({ kind: "html200" }),
    async (soc: Night) => soc.hive.faults.clear(),
  ],
  [
    "refuses the key",
    async (soc: Night) => void soc.hive.faults.add({ kind: "status", status: 401 }),
    async (soc: Night) => soc.hive.faults.clear(),
  ],
])(
  "TheHive %s: told once after three polls, and once when it is back",
  async (_what, fail, heal) => {
    const soc = await night();
    await soc.advance(minutes(1));
    await fail(soc);
    await soc.advance(minutes(4));
    expect(soc.pages()).toEqual([]);
    await soc.advance(minutes(30));
    expect(soc.pages()).toEqual(["02:06 sms alice"]);
    expect(notices(soc)).toHaveLength(1);
    await heal(soc);
    await soc.advance(minutes(10));
    expect(soc.pages()).toEqual(["02:06 sms alice", "02:36 sms alice"]);
    expect(notices(soc)).toHaveLength(2);
    expect((await soc.audit()).map(({ event }) => event).filter((event) => /^thehive/.test(event))).toEqual([
      "thehive.down",
      "thehive.up",
    ]);
  },
  30_000,
);

test("a short outage is nobody's business", async () => {
  const soc = await night();
  await soc.advance(minutes(1));
  await soc.hive.goDown();
  await soc.advance(minutes(4));
  await soc.hive.comeUp();
  await soc.advance(minutes(10));
  expect(soc.pages()).toEqual([]);
  expect(notices(soc)).toEqual([]);
}, 30_000);

test("a restart while blind repeats nothing, and still tells when TheHive is back", async () => {
  const soc = await night();
  await soc.advance(minutes(1));
  await soc.hive.goDown();
  await soc.advance(minutes(3));
  await soc.stop();
  await soc.start();
  await soc.advance(minutes(6));
  expect(soc.pages()).toHaveLength(1);
  await soc.stop();
  await soc.start();
  await soc.advance(minutes(6));
  expect(soc.pages()).toHaveLength(1);
  expect(notices(soc)).toHaveLength(1);
  await soc.hive.comeUp();
  await soc.advance(minutes(10));
  expect(soc.pages()).toHaveLength(2);
  expect(notices(soc)).toHaveLength(2);
}, 30_000);

test("tiers go on while TheHive cannot be read", async () => {
  const soc = await night({ settings: { poll: { every: "20m" } } });
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(21));
  await soc.hive.goDown();
  await soc.advance(minutes(40));
  expect(await soc.fired(id)).toEqual(["02:30 1", "02:45 2", "03:00 3"]);
}, 30_000);

test("a malformed alert is reported once and skipped, and the others are told", async () => {
  const soc = await night();
  const bad = soc.hive.raise({ severity: 3, title: "Spoilt" });
  const good = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  soc.hive.faults.malformedAlert(bad.id);
  await soc.advance(minutes(31));
  expect(await soc.fired(good.id)).toEqual(["02:30 1"]);
  expect(await soc.fired(bad.id)).toEqual([]);
  expect(notices(soc)).toEqual([expect.stringContaining(bad.id)]);
  expect(await soc.audit("alert.malformed")).toHaveLength(1);
  soc.hive.faults.heal(bad.id);
  await soc.advance(minutes(3));
  expect(await soc.fired(bad.id)).toEqual(["02:32 1"]);
}, 30_000);
