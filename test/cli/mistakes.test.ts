import { expect, test } from "vitest";
import { commandLine, environment } from "./process-edge.ts";

const slack = {
  SLACK_ENABLED: "true",
  SLACK_BOT_TOKEN: "xoxb-1",
  SLACK_APP_TOKEN: "xapp-1",
  SLACK_CHANNEL: "C024BE91L",
};
const twilio = {
  TWILIO_ENABLED: "true",
  TWILIO_ACCOUNT_SID: "AC01",
  TWILIO_AUTH_TOKEN: "auth-token-0123456789",
  TWILIO_FROM: "+15005550006",
};
const secret = "found a value that is not shown, ";

// variables, where it is said to be, what was found, what is expected
test.each<[Record<string, string>, string, string, string]>([
  [{ THEHIVE_URL: "" }, "THEHIVE_URL", "nothing in the environment and in /", "TheHive's address, such as"],
  [{ THEHIVE_URL: "soc.example.org" }, "THEHIVE_URL", '"soc.example.org"', "an address such as"],
  [{ THEHIVE_URL: "http://soc.example.org" }, "THEHIVE_URL", '"http://soc', "https, as credentials go there"],
  [{ THEHIVE_URL: "ftp://soc.example.org" }, "THEHIVE_URL", '"ftp://soc', "an address such as"],
  [
    { THEHIVE_URL: "https://a:pass-word@soc.org" },
    "THEHIVE_URL",
    '"https://a:[hidden]@soc',
    "without user, ? and #",
  ],
  [{ THEHIVE_URL: "https://soc.example.org/?a=1" }, "THEHIVE_URL", '"https://soc', "without user, ? and #"],
  [
    { THEHIVE_API_KEY: "''" },
    "THEHIVE_API_KEY",
    "nothing in the environment",
    "the API key of a user of TheHive",
  ],
  [{ THEHIVE_API_KEY: "two words" }, "THEHIVE_API_KEY", secret.slice(6), "a key in one piece"],
  [
    { THEHIVE_API_KEY: "", THEHIVE_KEY: "k" },
    "THEHIVE_API_KEY",
    "nothing, but THEHIVE_KEY, which is no variable of ours (is THEHIVE_API_KEY meant?)",
    "the API key",
  ],
  [{ THEHIVE_API: "v2" }, "THEHIVE_API", '"v2"', "auto, v0 or v1"],
  [{ THEHIVE_PUBLIC_URL: "soc" }, "THEHIVE_PUBLIC_URL", '"soc"', "an address such as"],
  [{ THEHIVE_CA_FILE: "none.pem" }, "THEHIVE_CA_FILE", '"none.pem", which cannot be read', "a PEM file"],
  [{ SLACK_ENABLED: "maybe" }, "SLACK_ENABLED", '"maybe"', "true or false"],
  [
    { ...slack, SLACK_BOT_TOKEN: "" },
    "SLACK_BOT_TOKEN",
    "nothing in the environment",
    "the app's bot token (xoxb-…)",
  ],
  [
    { ...slack, SLACK_BOT_TOKEN: "", SLACK_BOT_TOKN: "x" },
    "SLACK_BOT_TOKEN",
    "nothing, but SLACK_BOT_TOKN",
    "the app's bot token",
  ],
  [
    { ...slack, SLACK_BOT_TOKEN: "xapp-1" },
    "SLACK_BOT_TOKEN",
    secret.slice(6),
    "are SLACK_BOT_TOKEN and SLACK_APP_TOKEN swapped?",
  ],
  [
    { ...slack, SLACK_BOT_TOKEN: "xoxp-1" },
    "SLACK_BOT_TOKEN",
    secret.slice(6),
    "begins with xoxb-, not a person's (xoxp-)",
  ],
  [
    { ...slack, SLACK_APP_TOKEN: "xoxb-1" },
    "SLACK_APP_TOKEN",
    secret.slice(6),
    "are SLACK_BOT_TOKEN and SLACK_APP_TOKEN swapped?",
  ],
  [
    { ...slack, SLACK_APP_TOKEN: "1-2-3" },
    "SLACK_APP_TOKEN",
    secret.slice(6),
    "the app-level token, which begins with xapp-",
  ],
  [{ ...slack, SLACK_CHANNEL: "soc alerts" }, "SLACK_CHANNEL", '"soc alerts"', "a channel's id such as"],
  [
    { ...slack, SLACK_CHANNEL: "", SLACK_CHANNEL_ID: "C1" },
    "SLACK_CHANNEL",
    "nothing, but SLACK_CHANNEL_ID",
    "the channel for alerts",
  ],
  [
    { ...slack, SLACK_API_URL: "http://slack.example.org/api/" },
    "SLACK_API_URL",
    '"http://slack',
    "https, as credentials go there",
  ],
  [{ TWILIO_ENABLED: "2" }, "TWILIO_ENABLED", '"2"', "true or false"],
  [
    { ...twilio, TWILIO_ACCOUNT_SID: "" },
    "TWILIO_ACCOUNT_SID",
    "nothing in the environment",
    "the account's SID (AC…)",
  ],
  [
    { ...twilio, TWILIO_ACCOUNT_SID: "", TWILIO_SID: "AC1" },
    "TWILIO_ACCOUNT_SID",
    "nothing, but TWILIO_SID",
    "the account's SID",
  ],
  [{ ...twilio, TWILIO_ACCOUNT_SID: "SK01" }, "TWILIO_ACCOUNT_SID", '"SK01"', "a SID that begins with AC"],
  [
    { ...twilio, TWILIO_AUTH_TOKEN: "" },
    "TWILIO_AUTH_TOKEN",
    "nothing in the environment",
    "the account's auth token, or TWILIO_API_KEY",
  ],
  [
    { ...twilio, TWILIO_API_KEY: "SK01" },
    "TWILIO_API_SECRET",
    "nothing in the environment",
    "the secret to TWILIO_API_KEY",
  ],
  [
    { ...twilio, TWILIO_API_KEY: "AC01", TWILIO_API_SECRET: "s" },
    "TWILIO_API_KEY",
    '"AC01"',
    "a SID that begins with SK",
  ],
  [
    { ...twilio, TWILIO_FROM: "" },
    "TWILIO_FROM",
    "nothing in the environment",
    "the sender's number such as",
  ],
  [{ ...twilio, TWILIO_FROM: "0500 555 0006 x" }, "TWILIO_FROM", '"0500', "a number in E.164"],
  [
    { ...twilio, TWILIO_MESSAGING_SERVICE_SID: "AC01" },
    "TWILIO_MESSAGING_SERVICE_SID",
    '"AC01"',
    "a SID that begins with MG",
  ],
  [
    { ...twilio, TWILIO_TWIMLET_URL: "twimlets" },
    "TWILIO_TWIMLET_URL",
    '"twimlets"',
    "an http or https address",
  ],
  [
    { ...twilio, TWILIO_API_URL: "http://api.example.org" },
    "TWILIO_API_URL",
    '"http://api',
    "https, as credentials go there",
  ],
  [{ STATE_URL: "data/state.sqlite" }, "STATE_URL", secret.slice(6), "sqlite://PATH or postgres://"],
  [{ STATE_URL: "mysql://u:hunter22@db/x" }, "STATE_URL", secret.slice(6), "sqlite://PATH or postgres://"],
  [{ DATABASE_URL: "db.example.org" }, "DATABASE_URL", secret.slice(6), "sqlite://PATH or postgres://"],
  [{ SLA_CONFIG: "none.yml" }, "/none.yml", "no such file", "a settings file in YAML"],
  [{ LOG_LEVEL: "loud" }, "LOG_LEVEL", '"loud"', "one of fatal, error, warn"],
  [{ HEARTBEAT_URL: "ping" }, "HEARTBEAT_URL", secret.slice(6), "an https address"],
  [
    { HEARTBEAT_URL: "http://ping.example.org/x" },
    "HEARTBEAT_URL",
    secret.slice(6),
    "https, as its path is a secret",
  ],
  [{ METRICS_ADDRESS: "9464" }, "METRICS_ADDRESS", '"9464"', "host and port, such as 127.0.0.1:9464"],
  [{ METRICS_ADDRESS: "127.0.0.1:99999" }, "METRICS_ADDRESS", '"127.0.0.1:99999"', "host and port"],
  [{ HTTPS_PROXY: "proxy:3128" }, "HTTPS_PROXY", secret.slice(6), "a proxy such as http://proxy"],
  [{ https_proxy: "me:hunter22@proxy" }, "https_proxy", secret.slice(6), "a proxy such as http://proxy"],
  [{ HTTPS_PROXY: "socks5://proxy:1080" }, "HTTPS_PROXY", secret.slice(6), "as SOCKS is not spoken here"],
  [{ ALL_PROXY: "socks5://proxy:1080" }, "ALL_PROXY", secret.slice(6), "as SOCKS is not spoken here"],
  [{ HTTPS_PROXY: "http://me:100%@proxy:1" }, "HTTPS_PROXY", secret.slice(6), "every % written as %25"],
  [{ NO_PROXY: "a.org,10.0.0.0/40" }, "NO_PROXY", '"a.org,10.0.0.0/40"', '"10.0.0.0/40" is none of them'],
  [{ no_proxy: "http://a.org" }, "no_proxy", '"http://a.org"', '"http://a.org" is none of them'],
  [{ ALLOW_INSECURE_HTTP: "ja" }, "ALLOW_INSECURE_HTTP", '"ja"', "true or false"],
])("check with %o", async (env, where, found, expected) => {
  const { run } = await commandLine({ env: { ...environment, ...env } });
  const { code, errors } = await run("check");
  expect(errors).toHaveLength(1);
  const [line = ""] = errors;
  const [place, rest = ""] = line.split(": found ");
  expect(place).toMatch(where.startsWith("/") ? new RegExp(`${where}$`) : new RegExp(`^${where}$`));
  expect(rest.startsWith(found.replace(/, $/, ""))).toBe(true);
  expect(rest).toMatch(/, expected /);
  expect(rest).toContain(expected);
  expect(line).not.toMatch(/hunter22|pass-word|0123456789/);
  expect(code).toBe(2);
});

// what the file holds, the line about it
test.each([
  ["A", ".env:1: found a line without =, expected NAME=value"],
  ["A=1\nB C=2", ".env:2: found a name that no variable can have, expected a name of letters"],
  ['A="1', '.env:1: found A with a quote that is never closed, expected " at its end'],
  ["A='1'2", ".env:1: found A with something behind its closing quote, expected one value"],
  ["A\0", ".env: found bytes that are no text, expected text in UTF-8"],
  ["\uFEFFLOG_LEVEL=loud\r\n", 'LOG_LEVEL: found "loud", expected one of'],
  ["export LOG_LEVEL='loud'", 'LOG_LEVEL: found "loud", expected one of'],
])("check with a .env of %j", async (text, line) => {
  const { run } = await commandLine({ env: environment, files: { ".env": text } });
  const { code, errors } = await run("check");
  expect(errors).toEqual([expect.stringContaining(line)]);
  expect(code).toBe(2);
});

// command line, the line about it
test.each([
  [["tea"], "command line: found unknown command 'tea', expected what --help lists"],
  [
    ["chekc"],
    "command line: found unknown command 'chekc' (Did you mean check?), expected what --help lists",
  ],
  [["--milk"], "command line: found unknown option '--milk', expected what --help lists"],
  [
    ["config", "--jsn"],
    "command line: found unknown option '--jsn' (Did you mean --json?), expected what config --help lists",
  ],
  [
    ["config", "--config"],
    "command line: found option '--config <file>' argument missing, expected what config --help lists",
  ],
  [["audit", "one", "two"], "command line: found too many arguments for 'audit'"],
  [["config", "--config", "none.yml"], "none.yml: found no such file, expected a settings file in YAML"],
  [["oncall", "--at", "noon"], '--at: found "noon", expected a time such as'],
  [["oncall", "--until", "noon"], '--until: found "noon", expected a time such as'],
  [["audit", "--since", "noon"], '--since: found "noon", expected 24h, 7d or a time such as'],
  [["report", "--since", "-1d"], '--since: found "-1d", expected 24h, 7d or a time such as'],
  [["import-config"], "expected the configuration.py of the earlier tool"],
  [["import-config", "none.py"], "none.py: found no such file, expected the configuration.py"],
  [["init"], "init: found no terminal to ask in, expected one, or --yes"],
  [["init", "--no"], "command line: found unknown option '--no', expected what init --help lists"],
])("%j", async (argv, line) => {
  const { run } = await commandLine({ env: environment });
  const { code, out, errors } = await run(...argv);
  expect({ code, out, errors }).toEqual({ code: 2, out: "", errors: [expect.stringContaining(line)] });
});

test("a .env that is a folder is told, and not taken for absent", async () => {
  const { run } = await commandLine({ env: environment, files: { ".env/file": "" } });
  expect(await run("config")).toMatchObject({
    code: 2,
    errors: [expect.stringMatching(/\.env: found something that cannot be read \(EISDIR\), expected a file/)],
  });
});
