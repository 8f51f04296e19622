import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { HttpProxyAgent, HttpsProxyAgent } from "hpagent";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { ProxySettings } from "../../src/lib/proxy.ts";
import { proxyError } from "../../src/lib/proxy-error.ts";
import { milliseconds, systemClock } from "../../src/lib/time.ts";
import { checkSlack } from "../../src/slack/connection/check.ts";
import { checkTheHive } from "../../src/thehive/check.ts";
import { checkTwilio } from "../../src/twilio/check.ts";

/** A proxy that answers every wish for a tunnel with this status; 0 answers nothing. */
async function proxyThatAnswers(status: number): Promise<string> {
  const server = createServer().on("connect", (_request, socket) => {
    socket.on("error", () => {});
    if (status > 0) socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return `127.0.0.1:${port}`;
}

const log = pino({ level: "silent" });
const clock = systemClock;

const clients = {
  TheHive: async (proxy: ProxySettings) => {
    const at = { url: "https://hive.invalid", apiKey: "hive-key-0123456789", api: "auto" } as const;
    return checkTheHive({ ...at, proxy, clock, log, open: () => ["New"] });
  },
  Slack: (proxy: ProxySettings) =>
    checkSlack({ botToken: "xoxb-1", appToken: "xapp-1", channel: "soc", proxy, clock }),
  Twilio: (proxy: ProxySettings) =>
    checkTwilio({ accountSid: `AC${"0".repeat(32)}`, username: "SK1", password: "secret-of-key", proxy }),
};

const cases = Object.entries(clients).flatMap(([name, check]) => [
  [name, 407, "wants other credentials (407)", check] as const,
  [name, 403, "does not let us through (403)", check] as const,
  [name, 502, "does not reach the other side (502)", check] as const,
]);

test.each(cases)("%s: a proxy that answers %d is named as the proxy", async (_name, status, why, check) => {
  const at = await proxyThatAnswers(status);
  const checks = await check({ url: `http://me:hunter22@${at}` });
  for (const { ok, detail } of checks) {
    expect(ok).toBe(false);
    expect(detail).toContain(`the proxy at ${at} ${why}`);
    expect(detail).not.toContain("hunter22");
  }
  expect(checks).not.toEqual([]);
});

test.each(Object.entries(clients))("%s: a proxy that is not there is named", async (_name, check) => {
  for (const { detail } of await check({ url: "http://127.0.0.1:1" }))
    expect(detail).toContain("the proxy at 127.0.0.1:1 refuses the connection");
});

test.each(Object.entries(clients))("%s: a proxy that says nothing is named", async (_name, check) => {
  const at = await proxyThatAnswers(0);
  for (const { detail } of await check({ url: `http://${at}`, patience: milliseconds(300) }))
    expect(detail).toContain(`the proxy at ${at} does not answer in time`);
});

// The agents have a timer of their own, as long as ours: on a busy machine theirs may end first.
test.each([
  ["http", HttpProxyAgent],
  ["https", HttpsProxyAgent],
])("%s: an agent that gives up before we do names the proxy too", async (_name, Agent) => {
  const url = `http://${await proxyThatAnswers(0)}`;
  const failure = await new Promise<unknown>((resolve) => {
    new Agent({ proxy: url }).createConnection({ host: "hive.invalid", port: 443, timeout: 20 }, resolve);
  });
  const { message, code } = proxyError(url, failure);
  expect(message).toContain("does not answer in time");
  expect(code).toBe("ETIMEDOUT");
});
