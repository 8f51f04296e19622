import { got } from "got";
import { expect, test } from "vitest";
import { night } from "./e2e/harness.ts";

async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("metrics and health tell of open alerts and of a TheHive that is down", async () => {
  const port = await freePort();
  const soc = await night({ environment: { METRICS_ADDRESS: `127.0.0.1:${port}` } });
  soc.hive.raise({ severity: 3, title: "Beacon" });
  await soc.advance(3 * 60_000);
  await soc.slack.until(() => soc.slack.connections.length > 0);
  const metrics = await got(`http://127.0.0.1:${port}/metrics`).text();
  expect(metrics).toContain('sla_open_alerts{severity="high"} 1');
  expect(metrics).toContain('sla_connection_up{system="thehive"} 1');

  await soc.hive.goDown();
  await soc.advance(3 * 60_000);
  const health = await got(`http://127.0.0.1:${port}/healthz`, {
    throwHttpErrors: false,
    retry: { limit: 0 },
  });
  expect(health.statusCode).toBe(503);
  expect(JSON.parse(health.body)).toMatchObject({ ok: false, thehive: false });
});
