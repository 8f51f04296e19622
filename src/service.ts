import { createMonitor, type Monitor, type MonitorOptions } from "./app.ts";

/** What the commands need of the whole product. */
export type Service = Pick<Monitor, "start" | "once" | "stop" | "reload">;

/**
 * The service: the monitor itself, or one of several copies of which one leads.
 * @throws SettingsError, StoreError
 */
export async function createService(options: MonitorOptions): Promise<Service> {
  const { state } = options.environment;
  if (state.kind === "sqlite") return createMonitor(options);
  // Only then is anything of a database loaded.
  const { createCopy } = await import("./copies.ts");
  return createCopy(state, options);
}
