import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Clock, milliseconds, steadyClock } from "../../src/lib/time.ts";
import { openStore } from "../../src/store/store.ts";
import { hours, inDatabase, minutes, type Night, night, seconds } from "./harness.ts";
import { troubledStore } from "./troubled-store.ts";

/* What the machine does to us: its clock is set, its disk is full, its audit file is gone; and what TheHive sends. */

const start = Date.parse("2026-03-03T02:00Z");
const ladder = {
  highRisk: { words: [] },
  sla: {
    high: {
      tiers: [
        { after: "5m", notify: ["slack", "sms"] },
        { after: "10m", notify: ["slack", "call"] },
      ],
    },
  },
};

const inChannel = (soc: Night, pattern: RegExp) =>
  soc.slack.channel("soc").messages.filter((message) => pattern.test(soc.read(message)));

/** A machine whose clock somebody sets: its own counters go on as they did. */
function settableClock() {
  let setBy = 0;
  const over = ({ now, sleep }: Clock): Clock =>
    steadyClock({
      wall: () => now() + setBy,
      elapsed: () => now() - start,
      uptime: () => now() - start + hours(1),
      pause: (length, signal) => sleep(milliseconds(length), signal),
    });
  return {
    over,
    setForward: (by: number) => {
      setBy += by;
    },
  };
}

test.each([-1, 1])(
  "the machine's clock is set by %i h while running: tiers stay on time, and health says it",
  async (by) => {
    const machine = settableClock();
    const soc = await night({ settings: ladder, appClock: machine.over });
    soc.hive.raise({ severity: 3, title: "Beacon to C2" });
    await soc.advance(minutes(3));
    machine.setForward(hours(1) * by);
    await soc.advance(minutes(3));
    expect(soc.pages()).toEqual(["02:05 sms alice"]);
    const { reasons } = soc.app.engine.desk.health();
    expect(reasons.join()).toContain(`clock was set ${by > 0 ? "forward" : "back"} by 3600 s`);
    await soc.advance(minutes(5));
    expect(soc.pages()).toEqual(["02:05 sms alice", "02:10 call alice"]);
    machine.setForward(-hours(1) * by);
    await soc.advance(minutes(1));
    expect(soc.app.engine.desk.health().ok).toBe(true);
  },
);

test("one alert among ten was created beyond what a date can hold: nine on time, one reported once", async () => {
  const soc = await night({ settings: ladder });
  for (let nth = 1; nth <= 9; nth++) soc.hive.raise({ severity: 3, title: `Beacon ${nth}` });
  const { id } = soc.hive.raise({ severity: 3, title: "From the future" });
  soc.hive.faults.malformedAlert(id, { set: { _createdAt: 8.65e15 } });
  await soc.advance(minutes(11));
  expect(
    (await soc.audit("tier.fired")).filter(({ tier }) => tier === 1).map(({ at }) => at.slice(11, 19)),
  ).toEqual(Array(9).fill("02:05:00"));
  expect(soc.cards()).toHaveLength(9);
  expect(inChannel(soc, new RegExp(id))).toHaveLength(1);
  expect(await soc.audit("alert.malformed")).toHaveLength(1);
});

test("every alert has a severity that is no number: one notice and one text, not hundreds", async () => {
  const soc = await night({ settings: ladder });
  const raised = soc.hive.raiseMany(300, (index) => ({ severity: 3, title: `Beacon ${index}` }));
  for (const { id } of raised) soc.hive.faults.malformedAlert(id, { set: { severity: "HIGH" } });
  await soc.advance(minutes(30));
  expect(soc.slack.channel("soc").messages).toHaveLength(1);
  expect(soc.pages()).toHaveLength(1);
  expect(soc.app.engine.desk.health()).toMatchObject({ ok: false, theHive: { ok: false } });
  for (const { id } of raised) soc.hive.faults.heal(id);
  await soc.advance(minutes(3));
  expect(soc.app.engine.desk.health().theHive.ok).toBe(true);
});

test.skipIf(inDatabase)(
  "the audit file becomes a folder: people are told on time, it is said once, and the trail is complete when it is a file again",
  async () => {
    const soc = await night({ settings: ladder, mayBreak: true });
    soc.hive.raise({ severity: 3, title: "Beacon to C2" });
    await soc.advance(minutes(3));
    const path = join(soc.folder, "audit.jsonl");
    await rename(path, `${path}.1`);
    await mkdir(path);
    await soc.until("2026-03-03T02:11Z");
    expect(soc.pages()).toEqual(["02:05 sms alice", "02:10 call alice"]);
    expect(soc.app.engine.desk.health()).toMatchObject({ ok: false, disk: { ok: false } });
    expect(inChannel(soc, /audit/i)).toHaveLength(1);
    await rm(path, { recursive: true });
    await rename(`${path}.1`, path);
    await soc.advance(seconds(30));
    expect(soc.app.engine.desk.health().ok).toBe(true);
    expect((await soc.audit("tier.fired")).map(({ tier }) => tier)).toEqual([1, 2]);
    expect((await soc.audit("notification.delivered")).map(({ via }) => via)).toEqual(["sms", "call"]);
    expect(inChannel(soc, /audit/i)).toHaveLength(2);
  },
);

async function withFullDisk() {
  const store = troubledStore();
  onTestFinished(store.end);
  const soc = await night({ settings: ladder, mayBreak: true, overStore: store.over });
  const fill = () =>
    store.begin({
      kind: "refuse",
      error: Object.assign(new Error("SQLITE_FULL: database or disk is full"), { code: "SQLITE_FULL" }),
    });
  return { soc, store, fill };
}

test.skipIf(inDatabase)(
  "the disk fills up: texts and calls on time, new alerts too, said once; with room again all is written",
  async () => {
    const { soc, store, fill } = await withFullDisk();
    const old = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
    await soc.advance(minutes(3));
    fill();
    const fresh = soc.hive.raise({ severity: 3, title: "Ransom note" });
    await soc.until("2026-03-03T02:14Z");
    expect(soc.pages("Beacon")).toEqual(["02:05 sms alice", "02:10 call alice"]);
    expect(soc.pages("Ransom")).toEqual(["02:08 sms alice", "02:13 call alice"]);
    expect(soc.cards()).toHaveLength(2);
    expect(inChannel(soc, /cannot be (written|saved)|disk is full/i)).toHaveLength(1);
    expect(soc.app.engine.desk.health()).toMatchObject({ ok: false, disk: { ok: false } });
    store.end();
    await soc.advance(seconds(30));
    expect(soc.app.engine.desk.health().ok).toBe(true);
    await soc.stop();
    for (const { id } of [old, fresh])
      expect(
        (await soc.audit("tier.fired")).filter(({ alertId }) => alertId === id).map(({ tier }) => tier),
      ).toEqual([1, 2]);
    const saved = await openStore(`${soc.folder}/state.sqlite`, { exclusive: false });
    const { records } = await saved.records();
    await saved.close();
    expect(records.map(({ firings }) => firings.length)).toEqual([2, 2]);
    await soc.start();
    await soc.advance(minutes(3));
    expect(soc.pages()).toHaveLength(4);
  },
);

test("a change from Slack while the disk is full is answered as not saved, and is not in force, then or later", async () => {
  const { soc, store, fill } = await withFullDisk();
  fill();
  const { live } = soc.app;
  const admin = "U0CAROL";
  const answer = await soc.slack.command(admin, "/sla oncall override @bob 02:00-08:00");
  await soc.settle();
  const said = answer.messages.map((message) => soc.read(message)).join();
  expect(said).toMatch(/not saved/i);
  expect(live.roster().overrides).toEqual([]);
  const paused = await soc.slack.command(admin, "/sla pause 2h upgrade");
  await soc.settle();
  expect(paused.messages.map((message) => soc.read(message)).join()).toMatch(/not saved/i);
  expect(soc.app.engine.desk.health().paused).toBeUndefined();
  store.end();
  await soc.advance(seconds(30));
  await soc.stop();
  await soc.start();
  expect(soc.app.live.roster().overrides).toEqual([]);
  expect(soc.app.engine.desk.health().paused).toBeUndefined();
  expect((await soc.audit()).filter(({ event }) => /oncall.changed|monitor.paused/.test(event))).toEqual([]);
});
