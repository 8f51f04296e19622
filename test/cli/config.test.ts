import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { savedKeys } from "../../src/config/saved.ts";
import { openStore } from "../../src/store/store.ts";
import { commandLine } from "./process-edge.ts";

const sla = `
poll: { every: 5m }
ignoreFor: 1h
people: { al: { phone: "+447700900123" } }
`;

test("prints every value with its origin, the file's path, and no secret", async () => {
  const { folder, run } = await commandLine({
    files: { "sla.yml": sla, ".env": "THEHIVE_URL=https://soc.example.org\nTHEHIVE_API_KEY=from-dot-env" },
    env: { HEARTBEAT_URL: "https://ping.example.org/uuid", TWILIO_FROM: "", LOG_LEVEL: "debug" },
  });
  const { code, out } = await run("config", "--json");
  const document = JSON.parse(out);
  expect(code).toBe(0);
  expect(document).toMatchObject({
    file: join(folder, "sla.yml"),
    settings: { poll: { every: "5m", maxAge: "7d" }, people: { al: { phone: "+44…23" } } },
    origins: { "poll.every": "file", "poll.maxAge": "default", "people.al.phone": "file" },
    environment: {
      THEHIVE_URL: { value: "https://soc.example.org", origin: "environment" },
      THEHIVE_API_KEY: { value: "[hidden]", origin: "environment" },
      HEARTBEAT_URL: { value: "[hidden]", origin: "environment" },
      LOG_LEVEL: { value: "debug", origin: "environment" },
      AUDIT_FILE: { value: "data/audit.jsonl", origin: "default" },
      SLACK_BOT_TOKEN: { value: null, origin: "default" },
    },
  });
  const text = (await run("config")).out;
  expect(text).toMatch(/^poll\.every +file +5m$/m);
  expect(text).toMatch(/^THEHIVE_API_KEY +environment +\[hidden\]$/m);
  expect(out + text).not.toMatch(/from-dot-env|900123|uuid/);
});

test("a file of the first version reads as it always did; what came since is there by its default", async () => {
  const file = await readFile(new URL("../config/samples/full.good.yml", import.meta.url), "utf8");
  const { run } = await commandLine({ files: { "sla.yml": file }, env: { TWILIO_ENABLED: "false" } });
  const [, ...lines] = ((await run("config")).out.split("\nEnvironment")[0] ?? "").split("\n");
  const rows = lines.filter(Boolean).map((line) => line.replace(/ {2,}/g, "  "));
  const own = rows.filter((row) => row.includes("  file  "));
  await expect(`${own.join("\n")}\n`).toMatchFileSnapshot("../golden/config/first-version.txt");
  expect(rows.length).toBeGreaterThan(own.length);
  expect(rows.filter((row) => !/ {2}(file|default) {2}/.test(row))).toEqual([]);
});

test("knows what was changed in Slack", async () => {
  const { folder, run } = await commandLine({ files: { "sla.yml": sla } });
  const store = await openStore(join(folder, "data/state.sqlite"));
  await store.write([[savedKeys.settings, { ignoreFor: "2h" }]]);
  await store.close();
  const document = JSON.parse((await run("config", "--json")).out);
  expect(document).toMatchObject({ settings: { ignoreFor: "2h" }, origins: { ignoreFor: "slack" } });
});

test("the file named on the command line beats the variable, which beats sla.yml", async () => {
  const files = { "sla.yml": "ignoreFor: 1m", "b.yml": "ignoreFor: 2m", "c.yml": "ignoreFor: 3m" };
  const { run } = await commandLine({ files, env: { SLA_CONFIG: "b.yml" } });
  const ignoreFor = async (...argv: string[]) =>
    JSON.parse((await run("config", "--json", ...argv)).out).settings.ignoreFor;
  expect(await ignoreFor("--config", "c.yml")).toBe("3m");
  expect(await ignoreFor()).toBe("2m");
});

test("tells all problems of settings and environment, one line each", async () => {
  const { run } = await commandLine({
    files: { "sla.yml": "pol: {}\nignoreFor: soon" },
    env: { LOG_LEVEL: "loud", THEHIVE_URL: "http://soc.example.org" },
  });
  expect(await run("config")).toEqual({
    code: 2,
    out: "",
    errors: [
      expect.stringMatching(/^THEHIVE_URL: found "http:\/\/soc\.example\.org", expected https/),
      expect.stringMatching(/^LOG_LEVEL: found "loud", expected one of/),
      expect.stringMatching(/^ignoreFor: found "soon", expected a duration/),
      expect.stringMatching(/^pol: found an unknown key/),
    ],
  });
});

test("refuses by name what the file asks of a Twilio that is not set up", async () => {
  const text = `${sla}groups: { oncall: { members: [al] } }\nsla: { low: { highRisk: [slack, call] } }`;
  const { run } = await commandLine({ files: { "sla.yml": text } });
  expect((await run("config")).errors).toEqual([
    expect.stringMatching(/^sla\.low\.highRisk\[1\]: found "call", expected Twilio to be set up/),
  ]);
});
