import { createServer } from "node:http";
import type { Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import { listen } from "../lib/listen.ts";

/** Serves Prometheus' `/metrics` and a `/healthz` for probes. Off unless asked for: it is the only port there is. */
export interface MetricsServer {
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface ServerOptions {
  readonly address: { readonly host: string; readonly port: number };
  /** What `/healthz` says; 503 unless it is `ok`. */
  readonly health: () => { readonly ok: boolean };
  /** What the product measures. */
  readonly registry: Registry;
  readonly log: Logger;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export function metricsServer({ address, health, registry, log }: ServerOptions): MetricsServer {
  // Of its own: what watches the process cannot be taken back, and must keep nothing of ours in memory.
  const ofProcess = new Registry();

  async function answer(path: string): Promise<Page> {
    switch (path) {
      case "/metrics": {
        const body = `${await registry.metrics()}\n${await ofProcess.metrics()}`;
        return { status: 200, type: registry.contentType, body };
      }
      case "/healthz": {
        const answer = health();
        const body = `${JSON.stringify(answer)}\n`;
        return { status: answer.ok ? 200 : 503, type: "application/json", body };
      }
      default:
        return { status: 404, type: "text/plain", body: "there are /metrics and /healthz\n" };
    }
  }

  const server = createServer((request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    answer(path).then(
      ({ status, type, body }) => response.writeHead(status, { "content-type": type }).end(body),
      (error: unknown) => {
        log.error({ err: error }, "metrics failed");
        response.writeHead(500).end();
      },
    );
  });
  return {
    start() {
      collectDefaultMetrics({ register: ofProcess });
      return listen(server, address, "METRICS_ADDRESS");
    },
    stop: () =>
      new Promise((resolve) => {
        ofProcess.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
