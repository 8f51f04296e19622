import { expect, onTestFinished, test } from "vitest";
import { postgres } from "../database/server.ts";
import { minutes, night, seconds } from "./harness.ts";
import { AppProcess } from "./process.ts";

const settings = {
  poll: { every: "1s" },
  sla: { high: { tiers: [{ after: "30m", notify: ["slack", "sms"] }] } },
};
/** A lease is over after 8 s; whoever wakes after this was replaced. */
const FROZEN_FOR = seconds(14.5);

// In real time, since a lease is: three quarters of a minute. CI asks for it.
test.runIf(process.env.LONG_TESTS === "required")(
  "a leader that was frozen for longer than its lease is replaced, and when it wakes tells and writes nothing and stands by",
  async () => {
    const soc = await night({ start: false, realTime: true, settings });
    const STATE_URL = await (await postgres()).createDatabase();
    const says = (copy: string, words: string) =>
      soc.lines
        .join("")
        .split("\n")
        .some((line) => line.includes(`"copy":"${copy} (`) && line.includes(words));
    function start(DYNO: string): AppProcess {
      const started = new AppProcess(soc, { STATE_URL, DYNO });
      onTestFinished(() => started.kill());
      return started;
    }
    const until = (isSo: () => unknown) => expect.poll(isSo, { timeout: 40_000 });
    const first = start("one");
    await until(() => says("one", "this copy leads")).toBe(true);
    start("two");
    await until(() => says("two", '"stands by"')).toBe(true);

    // It knows of the alert, and sleeps over the deadline.
    const createdAt = Date.now() - minutes(30) + seconds(6);
    const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2", createdAt });
    await until(async () => (await soc.audit("alert.seen")).length).toBe(1);
    first.freeze();
    const frozenAt = Date.now();
    await until(() => says("two", "this copy leads")).toBe(true);
    await until(() => [soc.cards().length, soc.phone("alice").sms.length]).toEqual([1, 1]);
    await until(() => Date.now() - frozenAt).toBeGreaterThan(FROZEN_FOR);
    first.thaw();
    await until(() => says("one", "another copy leads by now: standing by")).toBe(true);
    await until(() => says("one", '"stands by"')).toBe(true);
    await until(() => soc.slack.connections.length).toBe(1);

    // Whoever leads goes on, and nothing was told or written twice.
    soc.hive.raise({ severity: 3, title: "Ransom note", createdAt: Date.now() - minutes(30) });
    await until(() => [soc.cards().length, soc.phone("alice").sms.length]).toEqual([2, 2]);
    const fired = (await soc.audit("tier.fired")).filter(({ alertId }) => alertId === id);
    expect(fired).toHaveLength(1);
  },
  120_000,
);
