import { expect, test } from "vitest";
import { minutes, type Night, night } from "./harness.ts";

/** Half a minute after a poll and half a minute before the deadline, 02:31. */
async function justBefore(): Promise<{ soc: Night; id: string }> {
  const soc = await night();
  await soc.advance(minutes(1));
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.until("2026-03-03T02:30:30Z");
  return { soc, id };
}

test.each(["close", "import", "remove", "startProgress"] as const)(
  "an alert handled since the last poll (%s) tells nobody",
  async (how) => {
    const { soc, id } = await justBefore();
    soc.hive[how](id);
    await soc.advance(minutes(1));
    expect(await soc.fired(id)).toEqual([]);
    expect(soc.pages()).toEqual([]);
    expect(soc.cards()).toEqual([]);
    expect(await soc.audit("alert.handled")).toHaveLength(1);
  },
  30_000,
);

test("fires at once when TheHive refuses, and says that it could not ask", async () => {
  const { soc, id } = await justBefore();
  await soc.hive.goDown();
  await soc.advance(minutes(1));
  expect(await soc.fired(id)).toEqual(["02:31 1"]);
  expect(soc.pages()).toEqual(["02:31 sms alice"]);
  expect(soc.read(soc.card("Beacon to C2"))).toContain("Unconfirmed");
  expect(soc.phone("alice").sms[0]?.body).toMatch(/TheHive is silent, (so )?it may be handled/);
}, 30_000);

test("fires within ten seconds when TheHive hangs", async () => {
  const { soc, id } = await justBefore();
  soc.hive.faults.add({ kind: "hang" });
  await soc.until("2026-03-03T02:31:10Z");
  expect(await soc.fired(id)).toEqual(["02:31:09 1"]);
  expect(soc.pages()).toEqual(["02:31:09 sms alice"]);
  expect(soc.read(soc.card("Beacon to C2"))).toContain("Unconfirmed");
}, 30_000);

test("an alert that TheHive spoils is told all the same", async () => {
  const { soc, id } = await justBefore();
  soc.hive.faults.malformedAlert(id);
  await soc.advance(minutes(1));
  expect(await soc.fired(id)).toEqual(["02:31 1"]);
}, 30_000);
