import { createMonitor, type MonitorOptions } from "./app.ts";
import type { DatabaseAddress } from "./database/address.ts";
import { copy, type Probes } from "./lead/copy.ts";
import { selfAs } from "./lead/self.ts";
import { standByServer } from "./metrics/measuring.ts";
import type { MetricsServer } from "./metrics/server.ts";
import type { Service } from "./service.ts";
import { hiveHttp } from "./thehive/http.ts";
import { detectProduct } from "./thehive/version.ts";

/** One of several copies with a state in common. @throws SettingsError, StoreError */
export async function createCopy(address: DatabaseAddress, options: MonitorOptions): Promise<Service> {
  const self = await selfAs(options.version, options.settingsFile, options.name);
  const one = copy({
    ...options,
    address,
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
