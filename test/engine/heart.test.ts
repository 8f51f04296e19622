import { expect, test } from "vitest";
import { HiveError } from "../../src/engine/hive-error.ts";
import { after, minutes, seconds } from "../../src/lib/time.ts";
import { engineWorld } from "./world.ts";

type World = ReturnType<typeof engineWorld>;

const settings = {
  people: { alice: { phone: "+12025550111" } },
  groups: { oncall: { members: ["alice"] } },
  sla: { high: { tiers: [{ after: "30m", notify: ["slack", "sms"] }] } },
};

const refused = { state: "failed", scope: "setup", detail: "credentials refused" } as const;

test.each<[what: string, spoil: (soc: World) => void, mend: (soc: World) => void]>([
  [
    "the state cannot be written",
    ({ trouble }) => {
      trouble.full = true;
    },
    ({ trouble }) => {
      trouble.full = false;
    },
  ],
  [
    "the audit trail cannot be written",
    ({ trail }) => {
      trail.broken = true;
    },
    ({ trail }) => {
      trail.broken = false;
    },
  ],
  [
    "TheHive cannot be read",
    ({ hive }) => {
      hive.fails = new HiveError("unreachable", "TheHive does not answer");
    },
    ({ hive }) => {
      hive.fails = undefined;
    },
  ],
  [
    "Slack takes nothing",
    ({ slack }) => {
      slack.answer = () => refused;
    },
    ({ slack }) => {
      slack.answer = () => undefined;
    },
  ],
  [
    "Twilio takes nothing",
    ({ phone }) => {
      phone.script.answer = () => refused;
    },
    ({ phone }) => {
      phone.script.answer = () => undefined;
    },
  ],
])(
  "while %s health is bad and the heart stands still, and afterwards it beats again",
  async (_, spoil, mend) => {
    const soc = engineWorld(settings);
    soc.raise(1);
    await soc.engine.start();
    await soc.advance(minutes(29));
    expect(soc.beats.length).toBeGreaterThan(0);
    spoil(soc);
    await soc.advance(minutes(2));
    expect(soc.engine.desk.health().ok).toBe(false);
    const beats = soc.beats.length;
    await soc.advance(minutes(6));
    expect(soc.beats).toHaveLength(beats);
    mend(soc);
    await soc.advance(minutes(3));
    expect(soc.engine.desk.health().ok).toBe(true);
    expect(soc.beats.length).toBeGreaterThan(beats);
  },
);

test("a pause that cannot be saved is refused, and nothing of it is in force, then or later", async () => {
  const soc = engineWorld(settings);
  await soc.engine.start();
  soc.trouble.full = true;
  const until = after(soc.clock.now(), minutes(30));
  await expect(soc.engine.desk.pause(until, "upgrade", "U1")).rejects.toThrow("the disk is full");
  expect(soc.engine.desk.health().paused).toBeUndefined();
  soc.trouble.full = false;
  await soc.advance(seconds(10));
  expect(soc.engine.desk.health().paused).toBeUndefined();
  expect(soc.audit.filter(({ event }) => event === "monitor.paused")).toEqual([]);
});
