import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isPrivateHost } from "../../src/config/base-url.ts";
import { environmentFrom, secretsOf } from "../../src/config/environment.ts";
import { loadEnvironment, withDotEnv } from "../../src/config/load-environment.ts";
import { problemLine } from "../../src/config/problem.ts";

const complete = {
  THEHIVE_URL: "https://soc.example.org/thehive/",
  THEHIVE_API_KEY: "hive-key-0123456789",
  SLACK_BOT_TOKEN: "xoxb-bot-0123456789",
  SLACK_APP_TOKEN: "xapp-app-0123456789",
  SLACK_CHANNEL: "C024BE91L",
};
const twilio = {
  TWILIO_ACCOUNT_SID: "AC00000000000000000000000000000001",
  TWILIO_AUTH_TOKEN: "auth-token-0123456789",
  TWILIO_FROM: "+15005550006",
};

function environment(raw: Record<string, string>) {
  const read = environmentFrom(raw);
  if (!read.ok) throw new Error(read.problems.map(problemLine).join("\n"));
  return read.environment;
}

function lines(raw: Record<string, string>): string[] {
  const read = environmentFrom(raw);
  return read.ok ? [] : read.problems.map(problemLine);
}

test("has a default for all but TheHive and Slack", () => {
  expect(environment(complete)).toEqual({
    theHive: {
      url: "https://soc.example.org/thehive",
      publicUrl: "https://soc.example.org/thehive",
      apiKey: "hive-key-0123456789",
      api: "auto",
    },
    slack: {
      botToken: "xoxb-bot-0123456789",
      appToken: "xapp-app-0123456789",
      channel: "C024BE91L",
      apiUrl: "https://slack.com/api/",
    },
    twilioSetup: "absent",
    state: { kind: "sqlite", path: "data/state.sqlite" },
    log: { level: "info" },
    auditFile: "data/audit.jsonl",
  });
});

test("reads everything that can be set", () => {
  const all = environment({
    ...complete,
    ...twilio,
    THEHIVE_ORGANISATION: "soc",
    THEHIVE_PUBLIC_URL: "http://hive.example.org",
    THEHIVE_API: "v0",
    SLACK_API_URL: "http://127.0.0.1:3000/api",
    TWILIO_MESSAGING_SERVICE_SID: "MG00000000000000000000000000000001",
    TWILIO_TWIMLET_URL: "http://twimlets.com/message?Message=Wake+up",
    TWILIO_API_URL: "http://localhost:4010",
    STATE_URL: "sqlite:///var/lib/sla/state.sqlite",
    DATABASE_URL: "postgres://u:p@db.example.org/x",
    SLA_CONFIG: "/etc/sla.yml",
    LOG_LEVEL: "debug",
    LOG_FILE: "sla.log",
    AUDIT_FILE: "-",
    HEARTBEAT_URL: "https://ping.example.org/uuid",
    METRICS_ADDRESS: "[::1]:9464",
    HTTPS_PROXY: "http://proxy.example.org:3128",
    NO_PROXY: "10.0.0.0, .internal",
  });
  expect(all).toMatchObject({
    theHive: { organisation: "soc", publicUrl: "http://hive.example.org", api: "v0" },
    slack: { apiUrl: "http://127.0.0.1:3000/api/" },
    twilioSetup: "ready",
    twilio: {
      accountSid: twilio.TWILIO_ACCOUNT_SID,
      username: twilio.TWILIO_ACCOUNT_SID,
      password: "auth-token-0123456789",
      from: "+15005550006",
      messagingServiceSid: "MG00000000000000000000000000000001",
      twimletUrl: "http://twimlets.com/message?Message=Wake+up",
      apiUrl: "http://localhost:4010",
    },
    state: { kind: "sqlite", path: "/var/lib/sla/state.sqlite" },
    settingsFile: "/etc/sla.yml",
    log: { level: "debug", file: "sla.log" },
    auditFile: "-",
    heartbeatUrl: "https://ping.example.org/uuid",
    metrics: { host: "::1", port: 9464 },
    proxy: { url: "http://proxy.example.org:3128", noProxy: "10.0.0.0, .internal" },
  });
});

test("takes the database of the platform when no state is named", () => {
  const url = "postgres://u:p@db.example.org/x";
  expect(environment({ ...complete, DATABASE_URL: url }).state).toEqual({ kind: "postgres", url });
});

test("does without Slack when told so", () => {
  const { THEHIVE_URL, THEHIVE_API_KEY } = complete;
  expect(environment({ THEHIVE_URL, THEHIVE_API_KEY, SLACK_ENABLED: "false" }).slack).toBeUndefined();
});

test("takes an API key instead of the auth token", () => {
  const raw = { ...complete, ...twilio, TWILIO_API_KEY: "SK01", TWILIO_API_SECRET: "secret-of-key" };
  expect(environment(raw).twilio).toMatchObject({ username: "SK01", password: "secret-of-key" });
});

test.each([
  ["false", twilio, "off"],
  ["true", twilio, "ready"],
  ["", {}, "absent"],
])("with TWILIO_ENABLED=%s and %o Twilio is %s", (TWILIO_ENABLED, rest, setup) => {
  expect(environment({ ...complete, ...rest, TWILIO_ENABLED }).twilioSetup).toBe(setup);
});

test("tells all that is missing at once, an empty variable being none", () => {
  expect(lines({ THEHIVE_API_KEY: " ", TWILIO_FROM: "+15005550006" })).toEqual([
    "THEHIVE_URL: found nothing, expected TheHive's address, such as https://soc.example.org/thehive",
    "THEHIVE_API_KEY: found nothing, expected the API key of a user of TheHive",
    "SLACK_BOT_TOKEN: found nothing, expected the app's bot token (xoxb-…), or SLACK_ENABLED=false",
    "SLACK_APP_TOKEN: found nothing, expected the app-level token (xapp-…), or SLACK_ENABLED=false",
    "SLACK_CHANNEL: found nothing, expected the channel for alerts, such as C024BE91L, or SLACK_ENABLED=false",
    "TWILIO_ACCOUNT_SID: found nothing, expected the account's SID (AC…)",
    "TWILIO_AUTH_TOKEN: found nothing, expected the account's auth token, or TWILIO_API_KEY with TWILIO_API_SECRET",
  ]);
});

// rule, variable, value, the line
test.each([
  [
    "refuses http on the internet",
    "THEHIVE_URL",
    "http://soc.example.org",
    'found "http://soc.example.org", expected https',
  ],
  ["refuses another scheme", "THEHIVE_URL", "ftp://soc.example.org", "expected an address such as"],
  [
    "refuses and hides a password in an address",
    "THEHIVE_URL",
    "https://me:hunter22@soc.example.org",
    'found "https://me:[hidden]@soc',
  ],
  [
    "refuses a key in two pieces",
    "THEHIVE_API_KEY",
    "two pieces",
    "found a value that is not shown, expected a key in one piece",
  ],
  ["refuses an unknown API", "THEHIVE_API", "v2", 'found "v2", expected auto, v0 or v1'],
  [
    "tells Slack's tokens apart",
    "SLACK_BOT_TOKEN",
    "xapp-123",
    "found a value that is not shown, expected the bot token, which begins with xoxb-",
  ],
  ["refuses a channel with spaces", "SLACK_CHANNEL", "soc alerts", 'found "soc alerts", expected a channel'],
  ["refuses http for Slack", "SLACK_API_URL", "http://slack.example.org/api/", "expected https"],
  ["refuses http for Twilio", "TWILIO_API_URL", "http://twilio.example.org", "expected https"],
  [
    "refuses an account SID of another kind",
    "TWILIO_ACCOUNT_SID",
    "SK01",
    "expected a SID that begins with AC",
  ],
  [
    "refuses and hides a sender without country code",
    "TWILIO_FROM",
    "(500) 555-0006 x",
    "expected a number in E.164",
  ],
  [
    "refuses and hides an unknown store",
    "STATE_URL",
    "mysql://u:hunter22@db/x",
    "found a value that is not shown, expected sqlite://PATH or postgres://",
  ],
  ["refuses an unknown log level", "LOG_LEVEL", "verbose", 'found "verbose", expected one of fatal'],
  ["refuses a port alone", "METRICS_ADDRESS", "9464", 'found "9464", expected host and port'],
  ["refuses a port beyond all ports", "METRICS_ADDRESS", "127.0.0.1:99999", "expected host and port"],
  [
    "refuses a proxy without a scheme",
    "HTTPS_PROXY",
    "proxy:3128",
    "found a value that is not shown, expected a proxy such as",
  ],
  ["refuses a maybe", "ALLOW_INSECURE_HTTP", "maybe", 'found "maybe", expected true or false'],
])("%s", (_rule, name, value, line) => {
  const found = lines({ ...complete, ...twilio, [name]: value });
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`${name}: `);
  expect(found[0]).toContain(line);
  expect(found[0]).not.toContain("hunter22");
});

test("takes http anywhere when told so", () => {
  const raw = { ...complete, THEHIVE_URL: "http://thehive:9000", ALLOW_INSECURE_HTTP: "true" };
  expect(environment(raw).theHive.url).toBe("http://thehive:9000");
});

test.each([
  ["localhost", true],
  ["hive.localhost", true],
  ["127.8.9.1", true],
  ["10.1.2.3", true],
  ["172.31.0.1", true],
  ["172.32.0.1", false],
  ["192.168.1.1", true],
  ["[::1]", true],
  ["[fd00::1]", true],
  ["[2001:db8::1]", false],
  ["8.8.8.8", false],
  ["thehive", false],
  ["localhost.example.org", false],
])("%s is private: %s", (host, expected) => {
  expect(isPrivateHost(host)).toBe(expected);
});

test("knows every secret it holds", () => {
  const raw = {
    ...complete,
    ...twilio,
    STATE_URL: "postgres://u:p@db/x",
    HEARTBEAT_URL: "https://ping.example.org/uuid",
    HTTPS_PROXY: "http://me:proxy-password@proxy.example.org:3128",
  };
  expect(secretsOf(environment(raw))).toEqual([
    "hive-key-0123456789",
    "xoxb-bot-0123456789",
    "xapp-app-0123456789",
    "auth-token-0123456789",
    "postgres://u:p@db/x",
    "https://ping.example.org/uuid",
    "proxy-password",
    "p",
  ]);
});

describe("files", () => {
  async function folder(files: Record<string, string>): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), "env-"));
    onTestFinished(() => rm(path, { recursive: true }));
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
    return path;
  }

  test("a .env file fills in what the process leaves out or empty", async () => {
    const cwd = await folder({ ".env": "A=file\nB='of # two'\nC=file" });
    expect(await withDotEnv({ A: "process", C: "" }, cwd)).toEqual({
      A: "process",
      B: "of # two",
      C: "file",
    });
  });

  test("no .env file is fine", async () => {
    expect(await withDotEnv({ A: "process" }, await folder({}))).toEqual({ A: "process" });
  });

  test("a private CA is read, and refused when it is none", async () => {
    const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    const cwd = await folder({ "ca.pem": pem, "key.pem": "-----BEGIN PRIVATE KEY-----" });
    const load = (THEHIVE_CA_FILE: string) => loadEnvironment({ ...complete, THEHIVE_CA_FILE }, cwd);
    expect(await load("ca.pem")).toMatchObject({ ok: true, environment: { theHive: { ca: pem } } });
    expect(await load("key.pem")).toMatchObject({ ok: false, problems: [{ path: "THEHIVE_CA_FILE" }] });
    expect(await load("none.pem")).toMatchObject({ ok: false, problems: [{ path: "THEHIVE_CA_FILE" }] });
  });
});
