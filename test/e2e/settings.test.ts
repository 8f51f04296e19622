import { rename, writeFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { instant } from "../../src/lib/time.ts";
import { minutes, type Night, night, people, seconds } from "./harness.ts";

const groups = { oncall: { members: ["alice"] } };
const every = (after: string) => ({ sla: { high: { tiers: [{ after, notify: ["slack", "sms"] }] } } });

async function rewrite(soc: Night, settings: object): Promise<void> {
  const text = stringify({ people, groups, ...settings });
  await writeFile(`${soc.settingsFile}.tmp`, text);
  await rename(`${soc.settingsFile}.tmp`, soc.settingsFile);
  // The file system tells in its own time, the pause after it is the clock's.
  await vi.waitFor(
    async () => {
      await soc.advance(seconds(1));
      expect(soc.lines.some((line) => /settings file (read again|refused)/.test(line))).toBe(true);
    },
    { timeout: 10_000, interval: 20 },
  );
}

test("a changed file moves deadlines at once and pages nobody again", async () => {
  const soc = await night({
    settings: {
      sla: {
        high: {
          tiers: [
            { after: "5m", notify: ["slack", "sms"] },
            { after: "50m", notify: ["slack", "sms"] },
          ],
        },
      },
    },
  });
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(10));
  await rewrite(soc, {
    sla: {
      high: {
        tiers: [
          { after: "2m", notify: ["slack", "sms"] },
          { after: "20m", notify: ["slack", "sms"] },
        ],
      },
    },
  });
  await soc.until("2026-03-03T02:50Z");
  expect(await soc.fired(id)).toEqual(["02:05 1", "02:20 2"]);
  expect(soc.pages()).toEqual(["02:05 sms alice", "02:20 sms alice"]);
  expect(await soc.audit("config.changed")).toHaveLength(1);
}, 30_000);

test("an invalid file leaves the old settings in force, and says so", async () => {
  const soc = await night({ settings: every("30m") });
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(3));
  await rewrite(soc, { sla: { high: { tiers: [{ after: "soon", notify: ["pigeon"] }] } } });
  await soc.until("2026-03-03T02:31Z");
  expect(await soc.fired(id)).toEqual(["02:30 1"]);
  const [notice] = soc.slack.channel("soc").messages;
  expect(soc.read(notice ?? expect.fail())).toMatch(/sla\.high\.tiers\[0\]\.after/);
}, 30_000);

test("nothing fires during a pause; what fell due follows the usual rule afterwards", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  const short = soc.hive.raise({ severity: 4, title: "Credential theft" }).id;
  await soc.advance(minutes(10));
  const { desk } = soc.app.engine;
  await desk.pause(instant("2026-03-03T02:50Z"), "update of the firewall", "U0CAROL");
  await soc.until("2026-03-03T02:35Z");
  expect(await soc.audit("tier.fired")).toEqual([]);
  await soc.stop();
  await soc.start();
  await soc.until("2026-03-03T02:49:59Z");
  expect(await soc.audit("tier.fired")).toEqual([]);
  await soc.until("2026-03-03T03:01Z");
  expect(await soc.fired(id)).toEqual(["02:50 2", "03:00 3"]);
  expect(await soc.fired(short)).toEqual(["02:50 3"]);
}, 30_000);

test("resuming early ends a pause at once", async () => {
  const soc = await night();
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  const { desk } = soc.app.engine;
  await desk.pause(instant("2026-03-03T04:00Z"), "maintenance", "U0CAROL");
  await soc.until("2026-03-03T02:32Z");
  await desk.resume("U0CAROL");
  await soc.settle();
  expect(await soc.fired(id)).toEqual(["02:32 1"]);
}, 30_000);

test("more than one notice of the people nobody can reach is not said", async () => {
  const soc = await night({ settings: { people: {}, groups: {} } });
  soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(31));
  await soc.stop();
  await soc.start();
  await soc.advance(minutes(30));
  const cards = soc.cards();
  expect(cards).toHaveLength(1);
  expect(soc.slack.channel("soc").messages.filter((message) => !cards.includes(message))).toHaveLength(1);
  expect(cards[0]?.thread).toHaveLength(2);
}, 30_000);

// ------------------------------------------------------------------ once, and stopping

test("a single run delivers everything due, and says that all went well", async () => {
  const soc = await night({ start: false });
  const created = { createdAt: soc.clock.now() - minutes(46) };
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2", ...created });
  soc.hive.raise({ severity: 3, title: "Fresh" });
  soc.phone("alice").behaviour.call = { kind: "no-answer" };
  const app = await soc.create();
  expect(await soc.letPass(app.once(), minutes(5))).toBe(true);
  await app.stop();
  expect(await soc.fired(id)).toEqual(["02:00 2"]);
  expect(soc.pages().map((page) => page.split(" ")[2])).toEqual(["alice", "bob"]);
  expect(soc.read(soc.card("Beacon to C2"))).toMatch(/Call @bob: answered/);
  expect(soc.cards()).toHaveLength(1);
}, 30_000);

test("a single run that cannot read TheHive, or tell anybody, says so", async () => {
  const soc = await night({ start: false });
  const created = { createdAt: soc.clock.now() - minutes(31) };
  soc.hive.raise({ severity: 3, title: "Beacon to C2", ...created });
  const once = async () => {
    const app = await soc.create();
    try {
      return await soc.letPass(app.once(), minutes(5));
    } finally {
      await app.stop();
    }
  };
  await soc.hive.goDown();
  expect(await once()).toBe(false);
  await soc.hive.comeUp();
  soc.slack.faults.add({ method: "*", effect: { kind: "http", status: 503 } });
  expect(await once()).toBe(false);
  soc.slack.faults.clear();
  await soc.advance(minutes(1));
  expect(await once()).toBe(true);
  expect(soc.cards()).toHaveLength(1);
  expect(soc.pages()).toHaveLength(1);
}, 60_000);

test("single runs count bad polls together: blindness is told at the third", async () => {
  const soc = await night({ start: false });
  await soc.hive.goDown();
  for (let run = 0; run < 5; run++) {
    const app = await soc.create();
    expect(await soc.letPass(app.once(), minutes(5))).toBe(false);
    await app.stop();
    expect(soc.pages()).toHaveLength(run < 2 ? 0 : 1);
    await soc.advance(minutes(5));
  }
}, 60_000);

test("stopping waits for what is in flight", async () => {
  const soc = await night();
  soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  soc.twilio.faults.add({ kind: "slow", delay: 3000, method: "POST", times: 1 });
  await soc.until("2026-03-03T02:30Z");
  await soc.letPass(soc.stop());
  await soc.start();
  const [row] = soc.app.engine.desk.board().rows;
  expect(row?.told.map(({ via, state }) => `${via} ${state}`)).toEqual(["slack sent", "sms sent"]);
  expect(soc.pages()).toHaveLength(1);
}, 30_000);
