import type { Logger } from "pino";
import { Registry } from "prom-client";
import type { Meter } from "../engine/meter.ts";
import { countingMeter } from "./counting.ts";
import { addGauges, addStandByGauges, type GaugeSources } from "./gauges.ts";
import { healthAnswer } from "./health-answer.ts";
import { type MetricsServer, metricsServer } from "./server.ts";

/** Everything about metrics, for a product that is still being put together. */
export interface Measuring {
  /** For the engine. */
  readonly meter: Meter;
  /** Serves what the meter counts and the sources show. Call once. */
  serve(sources: GaugeSources, log: Logger): MetricsServer;
}

export function measuring(address: { readonly host: string; readonly port: number }): Measuring {
  const registry = new Registry();
  return {
    meter: countingMeter(registry),
    serve(sources, log) {
      addGauges(registry, sources);
      return metricsServer({ address, health: () => healthAnswer(sources.desk.health()), registry, log });
    },
  };
}

/** Of a copy that stands by, at the same address. */
export function standByServer(
  address: { readonly host: string; readonly port: number },
  health: () => { readonly ok: boolean },
  log: Logger,
): MetricsServer {
  const registry = new Registry();
  addStandByGauges(registry, () => health().ok);
  return metricsServer({ address, health, registry, log });
}
