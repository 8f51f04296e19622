import { createMonitor, type Monitor, type MonitorOptions } from "./app.ts";
import { copy, type Probes } from "./lead/copy.ts";
import { selfAs } from "./lead/self.ts";
import { standByServer } from "./metrics/measuring.ts";
import type { MetricsServer } from "./metrics/server.ts";
import { hiveHttp } from "./thehive/http.ts";
import { detectProduct } from "./thehive/version.ts";

/** What the commands need of the whole product. */
export type Service = Pick<Monitor, "start" | "once" | "stop" | "reload">;

/**
 * The service: the monitor itself, or one of several copies of which one leads.
 * @throws SettingsError, StoreError
 */
export async function createService(options: MonitorOptions): Promise<Service> {
  const { state } = options.environment;
  if (state.kind === "sqlite") return createMonitor(options);
  const self = await selfAs(options.version, options.settingsFile, options.name);
  const one = copy({
    ...options,
    address: state,
    self,
    lead: (home) => createMonitor({ ...options, home }),
    reach: reaching(options),
    probes: probesAt(options),
  });
  let running: Pick<Service, "stop"> = one;
  return {
    ...one,
    async once() {
      const monitor = await createMonitor(options);
      running = monitor;
      return monitor.once();
    },
    stop: () => running.stop(),
  };
}

/** Asks TheHive who it is, as a copy does that stands by. */
function reaching({ environment, clock, log }: MonitorOptions): (signal: AbortSignal) => Promise<unknown> {
  const { theHive, proxy } = environment;
  const http = hiveHttp({ ...theHive, proxy, clock, log: log.child({ part: "thehive" }), open: () => [] });
  return (signal) => detectProduct(http, theHive.api, signal);
}

function probesAt({ environment: { metrics }, log }: MonitorOptions): Probes | undefined {
  if (metrics === undefined) return undefined;
  let server: MetricsServer | undefined;
  return {
    async start(standing) {
      server = standByServer(metrics, standing, log.child({ part: "metrics" }));
      await server.start();
    },
    stop: async () => server?.stop(),
  };
}
