import { Registry } from "prom-client";
import type { Board, Health } from "../../src/engine/desk.ts";
import type { Readings } from "../../src/engine/readings.ts";
import { instant, milliseconds } from "../../src/lib/time.ts";
import { countingMeter } from "../../src/metrics/counting.ts";
import { addGauges } from "../../src/metrics/gauges.ts";

export const now = instant("2026-03-03T02:35Z");

export const healthy: Health = {
  now,
  ok: true,
  reasons: [],
  openAlerts: 3,
  lastPollAt: now,
  lastGoodPollAt: now,
  theHive: { ok: true, detail: "TheHive 5.4" },
  slack: { ok: true, detail: "connected" },
  twilio: { ok: true, detail: "working" },
  disk: { ok: true, detail: "written" },
  waiting: { limited: 2, overdue: 0 },
};

const none = { count: 0, age: milliseconds(0) };
const quiet: Readings = {
  waiting: { slack: none, dm: none, sms: { count: 2, age: milliseconds(90_500) }, call: none },
  unreachable: 1,
  uncovered: 0,
  clockStep: -3_600_000,
};

/** Everything that is measured, of a monitor that is as told. */
export function exposition(
  change: Partial<Health> = {},
  slackConnections: (() => number) | "off" = () => 2,
  base: Health = healthy,
) {
  const registry = new Registry();
  const meter = countingMeter(registry);
  const health: Health = { ...base, ...change };
  const board = (): Board => ({
    health,
    rows: [],
    counts: { low: 0, medium: 0, high: 2, critical: 1 },
    onCall: [],
  });
  addGauges(registry, {
    desk: { board, prepareBoard: async () => {}, health: () => health },
    readings: () => quiet,
    slackConnections: slackConnections === "off" ? undefined : slackConnections,
    version: "1.2.3",
  });
  return { registry, meter, text: () => registry.metrics() };
}
