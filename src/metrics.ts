import { createServer } from "node:http";
import type { Logger } from "pino";
import { Gauge, Registry } from "prom-client";
import type { Desk } from "./engine/desk.ts";
import { listen } from "./lib/listen.ts";

/** Serves Prometheus' `/metrics` and a `/healthz` for probes. Off unless asked for: it is the only port there is. */
export interface Metrics {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function metricsServer(address: { host: string; port: number }, desk: Desk, log: Logger): Metrics {
  const registry = new Registry();
  gauge(registry, "sla_open_alerts", "Open alerts, by severity", ["severity"], (set) => {
    for (const [severity, count] of Object.entries(desk.board().counts)) set({ severity }, count);
  });
  gauge(registry, "sla_alerts_by_state", "Open alerts, by where their SLA clock stands", ["state"], (set) => {
    const counts = { waiting: 0, breached: 0, ignored: 0, acknowledged: 0, quiet: 0 };
    for (const { state } of desk.board().rows) counts[state]++;
    for (const [state, count] of Object.entries(counts)) set({ state }, count);
  });
  gauge(registry, "sla_connection_up", "Whether TheHive, Slack and Twilio answer", ["system"], (set) => {
    for (const [system, ok] of Object.entries(connections(desk))) set({ system }, ok ? 1 : 0);
  });
  gauge(registry, "sla_last_poll_timestamp_seconds", "When TheHive was last polled", [], (set) => {
    set({}, (desk.health().lastPollAt ?? 0) / 1000);
  });

  const server = createServer((request, response) => {
    answer(request.url ?? "", registry, desk).then(
      ({ status, type, body }) => response.writeHead(status, { "content-type": type }).end(body),
      (error: unknown) => {
        log.error({ err: error }, "metrics failed");
        response.writeHead(500).end();
      },
    );
  });
  return {
    start: () => listen(server, address, "METRICS_ADDRESS"),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  url: string,
  registry: Registry,
  desk: Desk,
): Promise<{ status: number; type: string; body: string }> {
  if (url === "/metrics") return { status: 200, type: registry.contentType, body: await registry.metrics() };
  if (url !== "/healthz")
    return { status: 404, type: "text/plain", body: "there are /metrics and /healthz\n" };
  const up = connections(desk);
  const ok = Object.values(up).every(Boolean);
  return { status: ok ? 200 : 503, type: "application/json", body: `${JSON.stringify({ ok, ...up })}\n` };
}

function connections(desk: Desk): Record<string, boolean> {
  const { theHive, slack, twilio } = desk.health();
  return { thehive: theHive.ok, slack: slack.ok, ...(twilio === "off" ? {} : { twilio: twilio.ok }) };
}

/** A gauge that is worked out when it is asked for. */
function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  read: (set: (labels: Record<string, string>, value: number) => void) => void,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      read((labels, value) => this.set(labels, value));
    },
  });
}
