import { got } from "got";
import { expect, test } from "vitest";
import { after, hours, minutes } from "../src/lib/time.ts";
import { type NightOptions, night } from "./e2e/harness.ts";
import { freePort } from "./metrics/free-port.ts";

/** A night with somebody who scrapes. */
async function watched(options: NightOptions = {}) {
  const port = await freePort();
  const soc = await night({ ...options, environment: { METRICS_ADDRESS: `127.0.0.1:${port}` } });
  await soc.slack.until(() => soc.slack.connections.length > 0);
  const get = (path: string) =>
    got(`http://127.0.0.1:${port}${path}`, { throwHttpErrors: false, retry: { limit: 0 } });
  return {
    soc,
    async health() {
      const { statusCode, body } = await get("/healthz");
      return { status: statusCode, ...JSON.parse(body) };
    },
    /** The value of one series; NaN when there is none. */
    async metric(series: string): Promise<number> {
      const line = (await get("/metrics")).body.split("\n").find((one) => one.startsWith(`${series} `));
      return Number(line?.slice(series.length + 1) ?? Number.NaN);
    },
  };
}

test("metrics and health tell of open alerts and of a TheHive that is down", async () => {
  const { soc, health, metric } = await watched();
  soc.hive.raise({ severity: 3, title: "Beacon" });
  await soc.advance(minutes(3));
  expect(await metric('sla_open_alerts{severity="high"}')).toBe(1);
  expect(await metric('sla_connection_up{system="thehive"}')).toBe(1);
  expect(await metric('sla_build_info{version="1.2.3"}')).toBe(1);
  expect(await metric("sla_slack_connections")).toBeGreaterThan(0);
  expect(await metric("sla_healthy")).toBe(1);
  expect(await health()).toMatchObject({ status: 200, ok: true, thehive: true, reasons: [] });
  const seen = await metric("sla_last_successful_poll_timestamp_seconds");

  await soc.hive.goDown();
  await soc.advance(minutes(3));
  expect(await health()).toMatchObject({
    status: 503,
    ok: false,
    thehive: false,
    slack: true,
    reasons: [expect.stringMatching(/^TheHive: /)],
  });
  expect(await metric("sla_healthy")).toBe(0);
  expect(await metric('sla_poll_duration_seconds_count{outcome="failed"}')).toBeGreaterThan(0);
  // Never polled is one thing, never read another.
  expect(await metric("sla_last_successful_poll_timestamp_seconds")).toBe(seen);
  expect(await metric("sla_last_poll_timestamp_seconds")).toBeGreaterThan(seen);
});

test("what people are told is counted, and how late it was", async () => {
  const { soc, metric } = await watched();
  soc.hive.raise({ severity: 3, title: "Beacon" });
  await soc.advance(minutes(31));
  for (const via of ["slack", "sms"]) {
    expect(await metric(`sla_deliveries_total{via="${via}",outcome="sent",reason="none"}`), via).toBe(1);
    expect(await metric(`sla_send_lateness_seconds_bucket{le="1",via="${via}"}`), via).toBe(1);
    expect(await metric(`sla_send_lateness_seconds_count{via="${via}"}`), via).toBe(1);
  }
  expect(await metric('sla_deliveries_total{via="sms",outcome="delivered",reason="none"}')).toBe(1);
  expect(await metric('sla_outbox_items{via="sms"}')).toBe(0);
});

test("a Twilio that refuses everything is counted, waited for, and shown as down", async () => {
  const { soc, health, metric } = await watched();
  soc.twilio.faults.add({ kind: "status", status: 503 });
  soc.hive.raise({ severity: 3, title: "Beacon" });
  await soc.advance(minutes(33));
  expect(await metric('sla_connection_up{system="twilio"}')).toBe(0);
  expect(await metric('sla_outbox_items{via="sms"}')).toBe(1);
  expect(await metric('sla_outbox_oldest_item_age_seconds{via="sms"}')).toBeGreaterThan(60);
  expect(await metric("sla_outbox_overdue_items")).toBeGreaterThan(0);
  expect(await health()).toMatchObject({ status: 503, twilio: false, thehive: true });
});

test("a pause is shown, and is no fault", async () => {
  const { soc, health, metric } = await watched();
  await soc.advance(minutes(3));
  const { desk } = soc.app.engine;
  expect(await metric("sla_paused")).toBe(0);
  await desk.pause(after(desk.health().now, hours(1)), "upgrade", "U0CAROL");
  await soc.settle();
  expect(await metric("sla_paused")).toBe(1);
  expect(await health()).toMatchObject({ status: 200, pausedUntil: expect.any(String) });
});
