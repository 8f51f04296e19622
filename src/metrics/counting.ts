import { Counter, Histogram, type Registry } from "prom-client";
import { type Meter, reasons } from "../engine/meter.ts";
import type { Duration } from "../lib/time.ts";
import { Via } from "../sla/model.ts";

/** Seconds. On time is within one; some minutes are a provider's; the rest is an outage. */
const LATENESS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600];
const POLLS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];

/**
 * Counts what happens, from the engine's meter into a registry. Every series is there from the start, at 0:
 * the first failure would not be seen as a rise otherwise.
 */
export function countingMeter(registry: Registry): Meter {
  const registers = [registry];
  const told = new Counter({
    name: "sla_deliveries_total",
    help: "Tellings by way, what came of them, and why",
    labelNames: ["via", "outcome", "reason"],
    registers,
  });
  const sent = new Histogram({
    name: "sla_send_lateness_seconds",
    help: "Time from the moment at which something was due to its hand-over to the provider",
    labelNames: ["via"],
    buckets: LATENESS,
    registers,
  });
  const polled = new Histogram({
    name: "sla_poll_duration_seconds",
    help: "Time that TheHive took for its open alerts, by whether they could be read",
    labelNames: ["outcome"],
    buckets: POLLS,
    registers,
  });
  const unwritten = new Counter({
    name: "sla_write_errors_total",
    help: "Writes that failed, of the state and of the audit trail",
    labelNames: ["store"],
    registers,
  });
  for (const via of Via.options) {
    sent.zero({ via });
    for (const [outcome, words] of Object.entries(reasons))
      for (const reason of words) told.inc({ via, outcome, reason }, 0);
  }
  for (const outcome of ["read", "failed"]) polled.zero({ outcome });
  for (const store of ["state", "audit"]) unwritten.inc({ store }, 0);

  return {
    told: (via, went) => told.inc({ via, ...went }),
    sent: (via, late) => sent.observe({ via }, inSeconds(late)),
    polled: (ok, took) => polled.observe({ outcome: ok ? "read" : "failed" }, inSeconds(took)),
    unwritten: (store) => unwritten.inc({ store }),
  };
}

function inSeconds(duration: Duration): number {
  return duration / 1000;
}
