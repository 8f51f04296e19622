import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { got } from "got";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { Health } from "../../src/engine/desk.ts";
import { after, minutes } from "../../src/lib/time.ts";
import { healthAnswer } from "../../src/metrics/health-answer.ts";
import { metricsServer } from "../../src/metrics/server.ts";
import { exposition, healthy, now } from "./fake-sources.ts";
import { freePort } from "./free-port.ts";

async function serving(health: () => Health) {
  const port = await freePort();
  const server = metricsServer({
    address: { host: "127.0.0.1", port },
    health: () => healthAnswer(health()),
    registry: exposition().registry,
    log: pino({ enabled: false }),
  });
  await server.start();
  onTestFinished(() => server.stop());
  const get = (path: string) =>
    got(`http://127.0.0.1:${port}${path}`, { throwHttpErrors: false, retry: { limit: 0 } });
  return { get, server };
}

test("health is 200 only when everything is well, and says why it is not", async () => {
  let health = healthy;
  const { get } = await serving(() => health);
  const well = await get("/healthz");
  expect(well.statusCode).toBe(200);
  expect(JSON.parse(well.body)).toMatchObject({
    ok: true,
    thehive: true,
    slack: true,
    twilio: true,
    reasons: [],
  });

  // All three answer, and still somebody waits.
  const reasons = ["1 to be told for more than a minute"];
  health = { ...healthy, ok: false, reasons, waiting: { limited: 0, overdue: 1 } };
  const ill = await get("/healthz");
  expect(ill.statusCode).toBe(503);
  expect(JSON.parse(ill.body)).toMatchObject({ ok: false, thehive: true, slack: true, overdue: 1, reasons });
});

test("what is off has no say in health, and a pause is shown without being a fault", async () => {
  const paused = { by: "U1", at: now, until: after(now, minutes(60)), reason: "upgrade" };
  const { get } = await serving(() => ({ ...healthy, twilio: "off", paused }));
  const answer = await get("/healthz");
  expect(answer.statusCode).toBe(200);
  const body = JSON.parse(answer.body);
  expect(body).not.toHaveProperty("twilio");
  expect(body).toMatchObject({
    pausedUntil: "2026-03-03T03:35:00.000Z",
    lastGoodPoll: "2026-03-03T02:35:00.000Z",
  });
});

test("the process is measured with the product, in one page that can be parsed", async () => {
  const { get } = await serving(() => healthy);
  const { body, headers } = await get("/metrics?collect=all");
  expect(headers["content-type"]).toContain("text/plain");
  for (const name of ["sla_build_info", "process_start_time_seconds", "process_resident_memory_bytes"])
    expect(body).toContain(`\n# TYPE ${name} gauge\n`);
  const types = [...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
  expect(new Set(types).size).toBe(types.length);
});

test("there is nothing else", async () => {
  const { get } = await serving(() => healthy);
  expect((await get("/")).statusCode).toBe(404);
});

const startAndStop = fileURLToPath(new URL("./start-and-stop.ts", import.meta.url));

test("after a stop nothing is left that keeps the process", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), startAndStop],
    { timeout: 20_000 },
  );
  expect(stdout).toBe("stopped\n");
});
