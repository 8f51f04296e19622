import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { reasons } from "../../src/engine/meter.ts";
import { minutes, seconds } from "../../src/lib/time.ts";
import { exposition, healthy } from "./fake-sources.ts";

const values = async (text: Promise<string>) =>
  new Map(
    (await text)
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line): [string, number] => {
        const at = line.lastIndexOf(" ");
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );

test("what is looked at is shown in base units", async () => {
  const found = await values(exposition().text());
  const shown = Object.fromEntries([...found].filter(([name]) => !/_bucket|_sum|_count|_total/.test(name)));
  expect(shown).toMatchInlineSnapshot(`
    {
      "sla_alerts_by_state{state="acknowledged"}": 0,
      "sla_alerts_by_state{state="breached"}": 0,
      "sla_alerts_by_state{state="ignored"}": 0,
      "sla_alerts_by_state{state="quiet"}": 0,
      "sla_alerts_by_state{state="waiting"}": 0,
      "sla_build_info{version="1.2.3"}": 1,
      "sla_clock_step_seconds": -3600,
      "sla_connection_up{system="slack"}": 1,
      "sla_connection_up{system="thehive"}": 1,
      "sla_connection_up{system="twilio"}": 1,
      "sla_groups_without_on_call": 0,
      "sla_healthy": 1,
      "sla_last_poll_timestamp_seconds": 1772505300,
      "sla_last_successful_poll_timestamp_seconds": 1772505300,
      "sla_leader": 1,
      "sla_open_alerts{severity="critical"}": 1,
      "sla_open_alerts{severity="high"}": 2,
      "sla_open_alerts{severity="low"}": 0,
      "sla_open_alerts{severity="medium"}": 0,
      "sla_outbox_items{via="call"}": 0,
      "sla_outbox_items{via="dm"}": 0,
      "sla_outbox_items{via="slack"}": 0,
      "sla_outbox_items{via="sms"}": 2,
      "sla_outbox_limited_items": 2,
      "sla_outbox_oldest_item_age_seconds{via="call"}": 0,
      "sla_outbox_oldest_item_age_seconds{via="dm"}": 0,
      "sla_outbox_oldest_item_age_seconds{via="slack"}": 0,
      "sla_outbox_oldest_item_age_seconds{via="sms"}": 90.5,
      "sla_outbox_overdue_items": 0,
      "sla_paused": 0,
      "sla_people_unreachable": 1,
      "sla_slack_connections": 2,
      "sla_standby_copies": 0,
      "sla_storage_up": 1,
    }
  `);
});

test("what happens is counted by way, outcome and reason", async () => {
  const { meter, text } = exposition();
  meter.told("sms", { outcome: "failed", reason: "person" });
  meter.told("sms", { outcome: "failed", reason: "person" });
  meter.told("call", { outcome: "dropped", reason: "held" });
  meter.unwritten("audit");
  const found = await values(text());
  expect(found.get('sla_deliveries_total{via="sms",outcome="failed",reason="person"}')).toBe(2);
  expect(found.get('sla_deliveries_total{via="call",outcome="dropped",reason="held"}')).toBe(1);
  expect(found.get('sla_write_errors_total{store="audit"}')).toBe(1);
  expect(found.get('sla_write_errors_total{store="state"}')).toBe(0);
});

test("lateness and polls are seconds in buckets", async () => {
  const { meter, text } = exposition();
  meter.sent("call", seconds(1.5));
  meter.sent("call", minutes(20));
  meter.polled(false, seconds(10));
  const found = await values(text());
  expect(found.get('sla_send_lateness_seconds_bucket{le="1",via="call"}')).toBe(0);
  expect(found.get('sla_send_lateness_seconds_bucket{le="2",via="call"}')).toBe(1);
  expect(found.get('sla_send_lateness_seconds_sum{via="call"}')).toBe(1201.5);
  expect(found.get('sla_send_lateness_seconds_count{via="sms"}')).toBe(0);
  expect(found.get('sla_poll_duration_seconds_bucket{le="10",outcome="failed"}')).toBe(1);
  expect(found.get('sla_poll_duration_seconds_count{outcome="read"}')).toBe(0);
});

test("every series that can be is there from the start, and none can be added", async () => {
  const { meter, text } = exposition();
  const before = [...(await values(text())).keys()];
  for (const via of ["slack", "dm", "sms", "call"] as const) {
    meter.told(via, { outcome: "sent", reason: "none" });
    for (const reason of reasons.postponed) meter.told(via, { outcome: "postponed", reason });
    for (const reason of reasons.failed) meter.told(via, { outcome: "failed", reason });
    for (const reason of reasons.dropped) meter.told(via, { outcome: "dropped", reason });
    meter.sent(via, seconds(1));
  }
  meter.polled(true, seconds(1));
  meter.unwritten("state");
  expect([...(await values(text())).keys()]).toEqual(before);
  expect(before.length).toBeLessThan(250);
});

test("names, units, kinds and helps are as Prometheus wants them", async () => {
  const text = await exposition().text();
  const kinds = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", kind = ""]) => [name, kind]),
  );
  const helps = new Map(
    [...text.matchAll(/^# HELP (\S+) (.+)$/gm)].map(([, name = "", help = ""]) => [name, help]),
  );
  expect(kinds.size).toBeGreaterThan(15);
  expect([...helps.keys()]).toEqual([...kinds.keys()]);
  const isOdd = ([name, kind]: [string, string]) =>
    !/^sla_[a-z]+(_[a-z]+)*$/.test(name) ||
    (kind === "counter") !== name.endsWith("_total") ||
    /_(ms|milliseconds|minutes|hours|count|sum|bucket|gauge|counter|histogram)$/.test(name) ||
    (kind === "histogram" && !name.endsWith("_seconds")) ||
    (/_(age|lateness|duration|timestamp|step)(_|$)/.test(name) && !name.endsWith("_seconds"));
  expect([...kinds].filter(isOdd)).toEqual([]);
  const labels = new Set([...text.matchAll(/[{,](\w+)="/g)].map(([, label]) => label));
  expect(labels).toEqual(
    new Set(["le", "outcome", "reason", "severity", "state", "store", "system", "version", "via"]),
  );
});

test("what is off is not there at all", async () => {
  const text = await exposition({ twilio: "off" }, "off").text();
  expect(text).not.toContain('system="twilio"');
  expect(text).not.toContain("sla_slack_connections");
});

test("a monitor that never polled shows 0, not a gap", async () => {
  const { lastPollAt: _, lastGoodPollAt: __, ...never } = healthy;
  const found = await values(exposition({}, () => 2, never).text());
  expect(found.get("sla_last_successful_poll_timestamp_seconds")).toBe(0);
});

const own = (text: string) =>
  new Set([...text.matchAll(/\bsla_[a-z_]+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, "")));

test("the manual explains every metric, and no other", async () => {
  const shown = own((await exposition().text()).replace(/^(?!# TYPE).*$/gm, ""));
  const manual = await readFile("docs/operations.md", "utf8");
  const rows = own([...manual.matchAll(/^\| `sla_.*$/gm)].join("\n"));
  expect(rows).toEqual(shown);
});

test("alert rules ask for metrics that there are, and the manual says of each what to do", async () => {
  const shown = own(await exposition().text());
  const text = await readFile("docs/alerts.yml", "utf8");
  const manual = await readFile("docs/operations.md", "utf8");
  const {
    groups,
  }: { groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[] } =
    parse(text);
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(10);
  for (const { alert, expr, annotations } of rules) {
    expect(
      [...own(expr)].filter((name) => !shown.has(name)),
      alert,
    ).toEqual([]);
    expect(annotations.summary, alert).toBeTruthy();
    expect(manual, alert).toContain(`| \`${alert}\` |`);
  }
});
