import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";
import type { Tree } from "../../src/config/tree.ts";
import { dutyDesk } from "../../src/control/duty.ts";
import { openLiveSettings } from "../../src/control/live-settings.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import type { Governance } from "../../src/slack/adapter.ts";
import { ledgerOf } from "../control/ledger.ts";
import { memoryStore } from "../control/memory-store.ts";
import { now } from "./cards.ts";
import { team } from "./modals/settings.ts";

/** A team's settings that can be changed from Slack, and what was audited of that. */
export async function governed(file: Tree = team) {
  const folder = await mkdtemp(join(tmpdir(), "sla-governed-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "sla.yml");
  await writeFile(path, stringify(file));
  const events: AuditEvent[] = [];
  const store = memoryStore();
  const clock = { now: () => now, sleep: async () => {} };
  const live = await openLiveSettings({
    store,
    ledger: ledgerOf(store, events),
    clock,
    file: path,
    twilio: "ready",
  });
  if ("problems" in live) throw new Error(JSON.stringify(live.problems));
  const governance: Governance = {
    admins: () => live.settings().admins,
    responders: () => live.settings().responders,
    control: {
      live,
      duty: dutyDesk({ live, clock, announcer: { say: async () => {}, message: async () => {} } }),
      async *events() {},
    },
  };
  return { governance, live, events };
}
