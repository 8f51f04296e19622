import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { dutyDesk } from "../../src/control/duty.ts";
import { ledgerOf } from "./ledger.ts";
import { openLiveSettings } from "../../src/control/live-settings.ts";
import { hours, instant } from "../../src/lib/time.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { openStore } from "../../src/store/store.ts";

const now = instant("2026-03-03T02:00:00Z");

const file = `
people: { alice: { slack: U0ALICE }, bob: { slack: U0BOB } }
groups: { oncall: { members: [alice] }, seniors: { members: [bob] } }
`;

async function duty() {
  const where = await mkdtemp(join(tmpdir(), "sla-duty-"));
  await writeFile(join(where, "sla.yml"), file);
  const store = await openStore(join(where, "state.sqlite"));
  onTestFinished(() => store.close());
  const events: AuditEvent[] = [];
  const clock = { now: () => now, sleep: async () => {} };
  const ledger = ledgerOf(store, events);
  const live = await openLiveSettings({ store, ledger, clock, file: join(where, "sla.yml"), twilio: "ready" });
  if ("problems" in live) throw new Error(JSON.stringify(live.problems));
  return { live, events, desk: dutyDesk({ live, clock }) };
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
    desk.override("seniors", "alice", "4h", "U0BOB"),
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

test("a time that is none changes nothing", async () => {
  const { live, desk } = await duty();
  expect(await desk.override("oncall", "bob", "midnight", "U0BOB")).toMatchObject({ kind: "refused" });
  expect(live.roster().overrides).toEqual([]);
});
