import type { Logger } from "pino";
import { Registry } from "prom-client";
import type { Meter } from "../engine/meter.ts";
import { countingMeter } from "./counting.ts";
import { addGauges, type GaugeSources } from "./gauges.ts";
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
      return metricsServer({ address, desk: sources.desk, registry, log });
    },
  };
}
