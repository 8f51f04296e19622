import { expect, test } from "vitest";
import { minutes, type Night, night, seconds } from "./harness.ts";

async function restart(soc: Night, between: () => unknown = () => {}) {
  await soc.stop();
  await between();
  await soc.start();
}

const withoutTime = (page: string) => page.slice(page.indexOf(" ") + 1);

test("tiers that fired stay fired, and the next one comes in time", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.until("2026-03-03T02:31Z");
  await restart(soc);
  await soc.until("2026-03-03T02:46Z");
  await restart(soc);
  await restart(soc);
  await soc.until("2026-03-03T03:10Z");
  expect(await soc.fired(id)).toEqual(["02:30 1", "02:45 2", "03:00 3"]);
  expect(soc.pages()).toEqual(["02:30 sms alice", "02:45 call alice", "03:00 call carol", "03:00 call dave"]);
  expect(soc.cards()).toHaveLength(1);
}, 30_000);

test("an outage of ours over several deadlines fires only the highest", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.until("2026-03-03T02:20Z");
  await restart(soc, () => soc.clock.moveTo(Date.parse("2026-03-03T02:50Z")));
  await soc.advance(minutes(1));
  expect(await soc.fired(id)).toEqual(["02:50 2"]);
  expect((await soc.audit("tier.skipped")).map(({ tier }) => tier)).toEqual([1]);
}, 30_000);

test("an ignore survives, to the second", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.until("2026-03-03T02:31:17Z");
  await soc.press("U0ALICE", soc.card("Beacon to C2"), "Ignore 30 min");
  await restart(soc);
  await soc.until("2026-03-03T03:01:16Z");
  expect(await soc.fired(id)).toEqual(["02:30 1"]);
  await soc.until("2026-03-03T03:01:17Z");
  expect(await soc.fired(id)).toEqual(["02:30 1", "03:01:17 3"]);
}, 30_000);

test("resuming ends an ignore at once; what fell due meanwhile follows", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.until("2026-03-03T02:31Z");
  await soc.press("U0ALICE", soc.card("Beacon to C2"), "Ignore 30 min");
  await soc.until("2026-03-03T02:47Z");
  await soc.press("U0BOB", soc.card("Beacon to C2"), "Resume now");
  await soc.advance(seconds(2));
  expect(await soc.fired(id)).toEqual(["02:30 1", "02:47 2"]);
  const actors = (await soc.audit()).filter(({ event }) => /ignored|resumed/.test(event));
  expect(actors.map(({ event, actor }) => `${event} ${actor}`)).toEqual([
    "alert.ignored U0ALICE",
    "alert.resumed U0BOB",
  ]);
}, 30_000);

test("what could not be sent before a restart is sent after it, once", async () => {
  const soc = await night();
  soc.slack.faults.add({ method: "chat.postMessage", effect: { kind: "rate-limit", retryAfter: 300 } });
  soc.twilio.faults.add({ kind: "status", status: 429 });
  soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.until("2026-03-03T02:31Z");
  expect(soc.pages()).toEqual([]);
  await restart(soc, () => {
    soc.slack.faults.clear();
    soc.twilio.faults.clear();
  });
  await soc.advance(minutes(10));
  expect(soc.pages().map(withoutTime)).toEqual(["sms alice"]);
  expect(soc.cards()).toHaveLength(1);
}, 30_000);

test("what was perhaps sent before a restart is looked up, and not sent again", async () => {
  const soc = await night();
  soc.slack.faults.add({ method: "chat.postMessage", effect: { kind: "reset", when: "after" } });
  soc.slack.faults.add({ method: "conversations.history", effect: { kind: "reset" } });
  soc.twilio.faults.add({ kind: "reset", when: "after", method: "POST" });
  soc.twilio.faults.add({ kind: "reset", method: "GET" });
  soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.until("2026-03-03T02:30:03Z");
  const unsettled = soc.app.engine.desk.board().rows[0]?.told.map(({ state }) => state);
  expect(unsettled).toEqual(["sending", "sending"]);
  await restart(soc, () => {
    soc.slack.faults.clear();
    soc.twilio.faults.clear();
  });
  await soc.advance(minutes(2));
  expect(soc.pages().map(withoutTime)).toEqual(["sms alice"]);
  expect(soc.cards()).toHaveLength(1);
  const settled = soc.app.engine.desk.board().rows[0]?.told.map(({ state }) => state);
  expect(settled).toEqual(["sent", "delivered"]);
}, 30_000);

test("handled while we were away: what was left to send is dropped, and the card says it", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  soc.twilio.faults.add({ kind: "status", status: 429 });
  await soc.until("2026-03-03T02:31Z");
  await restart(soc, () => {
    soc.twilio.faults.clear();
    soc.hive.close(id);
  });
  await soc.advance(minutes(10));
  expect(soc.pages()).toEqual([]);
  expect(soc.read(soc.card("Beacon to C2"))).toContain("Closed in TheHive");
}, 30_000);

test("a second copy on the same state is refused with advice", async () => {
  const soc = await night();
  await expect(soc.create()).rejects.toThrow(/(another process holds it|leads)\..*STATE_URL/);
}, 30_000);

test("the short number of an alert stays its own", async () => {
  const soc = await night();
  soc.hive.raise({ severity: 3, title: "First" });
  await soc.advance(minutes(3));
  await restart(soc);
  const second = soc.hive.raise({ severity: 3, title: "Second" });
  await soc.advance(minutes(3));
  const { desk } = soc.app.engine;
  expect(desk.find("#2")).toBe(second.id);
  expect(desk.find(soc.hive.alertUrl(second.id))).toBe(second.id);
}, 30_000);

test("nobody can press anything before all that is remembered was read", async () => {
  const gate = { asked: () => {}, open: () => {} };
  const asked = new Promise<void>((resolve) => {
    gate.asked = resolve;
  });
  const open = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const soc = await night({
    start: false,
    overStore: (store) => ({
      ...store,
      async records() {
        gate.asked();
        await open;
        return store.records();
      },
    }),
  });
  const starting = soc.start();
  await asked;
  await soc.settle();
  expect(soc.slack.requests.map(({ method }) => method)).not.toContain("apps.connections.open");
  gate.open();
  await starting;
  await soc.settle();
  expect(soc.slack.requests.map(({ method }) => method)).toContain("apps.connections.open");
});
