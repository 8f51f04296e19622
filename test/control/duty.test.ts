import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Duty, dutyDesk } from "../../src/control/duty.ts";
import { openLiveSettings } from "../../src/control/live-settings.ts";
import type { Notice } from "../../src/engine/ports/notice.ts";
import { hours, instant } from "../../src/lib/time.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { ledgerOf } from "./ledger.ts";
import { memoryStore } from "./memory-store.ts";

const now = instant("2026-03-03T02:00:00Z");

const file = `
people: { alice: { slack: U0ALICE }, bob: { slack: U0BOB } }
groups: { oncall: { members: [alice] }, seniors: { members: [bob] } }
`;

const next4h = { from: now, until: instant("2026-03-03T06:00:00Z") };

async function duty() {
  const where = await mkdtemp(join(tmpdir(), "sla-duty-"));
  await writeFile(join(where, "sla.yml"), file);
  const store = memoryStore();
  onTestFinished(() => rm(where, { recursive: true }));
  const events: AuditEvent[] = [];
  const clock = { now: () => now, sleep: async () => {} };
  const ledger = ledgerOf(store, events);
  const live = await openLiveSettings({
    store,
    ledger,
    clock,
    file: join(where, "sla.yml"),
    twilio: "ready",
  });
  if ("problems" in live) throw new Error(JSON.stringify(live.problems));
  const said: { name: string; to?: string; notice: Notice }[] = [];
  const announcer = {
    say: async (name: string, notice: Notice) => void said.push({ name, notice }),
    message: async (name: string, to: string, notice: Notice) => void said.push({ name, to, notice }),
  };
  return { live, events, said, desk: dutyDesk({ live, clock, announcer }) };
}

test("a person is known by their Slack id", async () => {
  const { desk } = await duty();
  expect(desk.personOf("U0BOB")).toBe("bob");
  expect(desk.personOf("U0EVE")).toBeUndefined();
});

test("of two changes of the duty at the same time neither is lost", async () => {
  const { live, desk, events } = await duty();
  await Promise.all([
    desk.take("oncall", "bob", hours(4), "U0BOB"),
    desk.override("seniors", "alice", next4h, "U0BOB"),
  ]);
  expect(live.roster().overrides.map(({ group, person }) => [group, person])).toEqual([
    ["oncall", "bob"],
    ["seniors", "alice"],
  ]);
  expect(events.map(({ event }) => event)).toEqual(["oncall.changed", "oncall.changed"]);
});

test("calling off leaves the other groups alone, and no trace where there is nothing to call off", async () => {
  const { live, desk, events } = await duty();
  await desk.take("oncall", "bob", hours(4), "U0BOB");
  await desk.clear("seniors", "U0BOB");
  expect(live.roster().overrides).toHaveLength(1);
  expect(events).toHaveLength(1);
  await desk.clear("oncall", "U0BOB");
  expect(events.at(-1)).toMatchObject({ detail: { change: "clear", group: "oncall" } });
});

test("a time that is none is no time", async () => {
  const { desk } = await duty();
  expect(desk.when("oncall", "midnight")).toMatchObject({ kind: "refused" });
});

test.each<[string, (desk: Duty) => Promise<unknown>]>([
  ["calling off what nobody took", (desk) => desk.clear("oncall", "U0BOB")],
  ["calling off in a group that is not there", (desk) => desk.clear("nowhere", "U0BOB")],
  ["taking a group that is not there", (desk) => desk.take("nowhere", "bob", hours(4), "U0BOB")],
  ["putting in somebody who is not there", (desk) => desk.override("oncall", "eve", next4h, "U0BOB")],
])("%s changes and audits nothing", async (_what, act) => {
  const { desk, live, events } = await duty();
  const revision = live.revision();
  await act(desk);
  expect([events, live.revision(), live.roster().overrides]).toEqual([[], revision, []]);
});
