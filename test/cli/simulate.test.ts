import { expect, onTestFinished, test } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { TheHiveServer } from "../../sandbox/thehive/server.ts";
import { at, row, team } from "../simulate/world.ts";
import { commandLine, environment } from "./process-edge.ts";

const files = {
  "sla.yml": JSON.stringify(team),
  "alerts.json": JSON.stringify([row()]),
  "pressed.json": JSON.stringify([
    { at: "2026-03-02T09:40:00Z", alertId: "~1", action: "promote", by: "alice" },
  ]),
  "bad.json": JSON.stringify([{ at: "now", alertId: "~1", action: "snooze", by: "alice" }]),
  "object.json": "{}",
  "torn.json": "[",
};
const day = ["--from", "2026-03-02", "--to", "2026-03-03"];

test("replays a file and needs no environment for it", async () => {
  const { run } = await commandLine({ files });
  const { code, out } = await run(
    "simulate",
    "--alerts",
    "alerts.json",
    "--responses",
    "pressed.json",
    ...day,
    "--json",
  );
  expect(code).toBe(0);
  const document = JSON.parse(out);
  expect(Object.keys(document)).toEqual(["notifications", "summary"]);
  expect(document.notifications).toEqual([
    { at: "2026-03-02T09:30:00.000Z", alertId: "~1", tier: 1, via: "slack", group: null, to: "slack" },
    { at: "2026-03-02T09:30:00.000Z", alertId: "~1", tier: 1, via: "sms", group: "oncall", to: "alice" },
  ]);
});

test("names the channel of the environment", async () => {
  const { run } = await commandLine({ files, env: { SLACK_CHANNEL: "#soc" } });
  const { out } = await run("simulate", "--alerts", "alerts.json", ...day);
  expect(out).toMatch(/^2026-03-02T09:30:00Z {2}tier 1 .*#soc/);
});

test.each([
  ["TWILIO_ENABLED", ["slack", "slack", "slack"]],
  ["SLACK_ENABLED", ["sms", "call", "call", "call"]],
])("honours %s=false", async (name, vias) => {
  const { run } = await commandLine({ files, env: { [name]: "false" } });
  const { out } = await run("simulate", "--alerts", "alerts.json", ...day, "--json");
  expect(JSON.parse(out).notifications.map(({ via }: { via: string }) => via)).toEqual(vias);
});

test("refuses a switch that is neither on nor off", async () => {
  const { run } = await commandLine({ files, env: { TWILIO_ENABLED: "maybe" } });
  const { code, errors } = await run("simulate", "--alerts", "alerts.json", ...day);
  expect({ code, errors }).toEqual({
    code: 2,
    errors: ['TWILIO_ENABLED: found "maybe", expected true or false'],
  });
});

test("ends with what is still open, and since when nobody hears of it", async () => {
  const { run } = await commandLine({ files });
  const { out } = await run("simulate", "--alerts", "alerts.json", ...day);
  expect(out.trimEnd().split("\n").slice(-2)).toEqual([
    "1 alert still open at 2026-03-03T00:00:00Z",
    "still open: ~1 high (Beacon to a known C2 host): nobody has heard of it since 2026-03-02T10:00:00Z; its last tier is over, nothing more is sent, but in the list of unattended alerts every 4 h",
  ]);
});

test.each([
  [["--alerts", "alerts.json"], /^--from: found nothing, expected a time/],
  [["--alerts", "alerts.json", "--from", "soon", "--to", "2026-03-03"], /^--from: found "soon"/],
  [
    ["--alerts", "alerts.json", "--from", "2026-03-03", "--to", "2026-03-02"],
    /^--to: found "2026-03-02", expected a later/,
  ],
  [day, /^--alerts: found nothing/],
  [["--alerts", "none.json", ...day], /^--alerts: found no such file/],
  [["--alerts", "torn.json", ...day], /^--alerts: found no JSON in torn.json/],
  [["--alerts", "object.json", ...day], /^--alerts: found no array in object.json/],
  [["--alerts", "alerts.json", "--from-thehive", ...day], /^--alerts: found with --from-thehive/],
])("refuses %j in one line", async (argv, line) => {
  const { run } = await commandLine({ files });
  const { code, errors } = await run("simulate", ...argv);
  expect(code).toBe(2);
  expect(errors[0]).toMatch(line);
});

test("refuses responses that mean nothing, one line each", async () => {
  const { run } = await commandLine({ files });
  const { code, errors } = await run(
    "simulate",
    "--alerts",
    "alerts.json",
    "--responses",
    "bad.json",
    ...day,
  );
  expect(code).toBe(2);
  expect(errors.map((line) => line.split(":")[0])).toEqual(["responses[0].at", "responses[0].action"]);
});

test("reads what TheHive has of that time, with its observables", async () => {
  const clock = new SandboxClock({ at: at("09:00") });
  const hive = new TheHiveServer({ clock });
  await hive.start();
  onTestFinished(async () => {
    await hive.stop();
    clock.stop();
  });
  hive.raise({
    title: "Odd logon",
    severity: 2,
    observables: [{ dataType: "other", data: "disk FAILURE" }],
  });
  // What is switched off tells nobody; what is merely not set up yet is simulated.
  const env = { ...environment, TWILIO_ENABLED: "", THEHIVE_URL: hive.url, THEHIVE_API_KEY: hive.apiKey };
  const { run } = await commandLine({ files, env });
  const { code, out } = await run("simulate", "--from-thehive", ...day, "--json");
  expect(code).toBe(0);
  const { notifications } = JSON.parse(out);
  expect(notifications[0]).toMatchObject({ at: "2026-03-02T09:00:00.000Z", tier: "high-risk" });
});
