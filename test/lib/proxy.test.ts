import { HttpsProxyAgent } from "hpagent";
import { expect, test } from "vitest";
import { parseNoProxy } from "../../src/lib/no-proxy.ts";
import { agentsFor, proxyFor } from "../../src/lib/proxy.ts";

const url = "http://proxy.example.org:3128";

test.each([
  // NO_PROXY, address, through the proxy
  [undefined, "https://hive.example.org", true],
  ["", "https://hive.example.org", true],
  ["*", "https://hive.example.org", false],
  ["hive.example.org", "https://hive.example.org", false],
  ["HIVE.example.org.", "https://hive.Example.org:9443/thehive", false],
  ["hive.example.org", "https://otherhive.example.org", true],
  ["example.org", "https://hive.example.org", false],
  [".example.org", "https://hive.example.org", false],
  ["*.example.org", "https://hive.example.org", false],
  ["ample.org", "https://hive.example.org", true],
  ["example.org.evil.com", "https://hive.example.org", true],
  ["hive.example.org:9443", "https://hive.example.org:9443", false],
  ["hive.example.org:9443", "https://hive.example.org", true],
  ["hive.example.org:443", "https://hive.example.org", false],
  ["localhost, 10.0.0.7  .corp", "https://10.0.0.7", false],
  ["localhost, 10.0.0.7  .corp", "https://hive.corp", false],
  ["localhost, 10.0.0.7  .corp", "https://10.0.0.70", true],
  ["::1", "https://[::1]:8443", false],
  ["[::1]:8443", "https://[::1]:8443", false],
  ["[::1]:8444", "https://[::1]:8443", true],
  ["10.0.0.0/8", "https://10.20.30.40", false],
  ["10.0.0.0/8", "https://11.0.0.1", true],
  ["10.0.0.0/8", "https://ten.example.org", true],
  ["fd00::/8", "https://[fd12::9]:9443", false],
  ["[fd00::]/8", "https://[fd12::9]:9443", false],
  ["fd00::/8", "https://[fe80::9]", true],
  ["192.168.*", "https://192.168.3.4", false],
  ["192.168.*", "https://192.16.3.4", true],
  ["192.168.*", "https://192.168.example.org", true],
  ["[::1]", "https://[::1]", false],
  ["0:0:0:0:0:0:0:1", "https://[::1]", false],
  ["bücher.example", "https://xn--bcher-kva.example", false],
  [undefined, "wss://wss.slack.example", true],
  [undefined, "http://hive.example.org", false],
  [undefined, "ws://hive.example.org", false],
])("NO_PROXY=%s, %s: by proxy %s", (noProxy, address, through) => {
  expect(proxyFor(address, { url, noProxy })).toBe(through ? url : undefined);
});

test.each([
  // address, through http_proxy
  ["http://10.0.0.5:9000", true],
  ["ws://hive.example.org", true],
  ["http://hive.corp", false],
  ["http://127.0.0.1:9000", false],
  ["http://localhost:9000", false],
  ["http://[::1]:9000", false],
  ["https://hive.example.org", false],
])("http_proxy alone, %s: by proxy %s", (address, through) => {
  expect(proxyFor(address, { url: "", http: url, noProxy: ".corp" })).toBe(through ? url : undefined);
});

test.each([
  "http://example.org",
  "10.0.0.0/40",
  "10.0.0.1-10.0.0.9",
  "a..b",
  "*.*",
  "exam*le.org",
  "fe80::1%eth0",
  "host:port",
  "/8",
])("a NO_PROXY of %s is told as meaning nothing", (word) => {
  expect(parseNoProxy(`example.org, ${word}`)).toEqual({ wrong: word });
});

test("without a proxy every way is direct", () => {
  expect(proxyFor("https://hive.example.org", undefined)).toBeUndefined();
  expect(agentsFor("https://hive.example.org", undefined).https).not.toBeInstanceOf(HttpsProxyAgent);
  expect(agentsFor("https://hive.example.org", { url }).https).toBeInstanceOf(HttpsProxyAgent);
});
