import { HttpsProxyAgent } from "hpagent";
import { expect, test } from "vitest";
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
  [undefined, "wss://wss.slack.example", true],
  [undefined, "http://hive.example.org", false],
  [undefined, "ws://hive.example.org", false],
])("NO_PROXY=%s, %s: by proxy %s", (noProxy, address, through) => {
  expect(proxyFor(address, { url, noProxy })).toBe(through ? url : undefined);
});

test("without a proxy every way is direct", () => {
  expect(proxyFor("https://hive.example.org", undefined)).toBeUndefined();
  expect(agentsFor("https://hive.example.org", undefined).https).not.toBeInstanceOf(HttpsProxyAgent);
  expect(agentsFor("https://hive.example.org", { url }).https).toBeInstanceOf(HttpsProxyAgent);
});
