import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { seconds, systemClock } from "../../../src/lib/time.ts";
import { slackConnection } from "../../../src/slack/connection/connect.ts";
import { eventually } from "../workspace.ts";

/** A proxy that notes whom it is asked for, and lets nobody through. */
async function closedProxy() {
  const asked: { host: string; authorization: string | undefined }[] = [];
  const server = createServer();
  server.on("connect", (request, socket) => {
    asked.push({ host: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    // The client resets what it was refused.
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { asked, url: `http://user:secret@127.0.0.1:${port}` };
}

function through(proxy: { url: string; noProxy?: string }) {
  const lines: string[] = [];
  const keep = (data: object, message: string) => void lines.push(`${message} ${JSON.stringify(data)}`);
  const connection = slackConnection({
    botToken: "xoxb-1",
    appToken: "xapp-1",
    // This name never exists, so nothing is reached but the proxy.
    apiUrl: "https://slack.invalid/api/",
    proxy,
    clock: systemClock,
    log: { debug: keep, info: keep, warn: keep, error: keep },
    stagger: seconds(3600),
  });
  onTestFinished(connection.stop);
  return { connection, lines };
}

test("the Web API and Socket Mode go through the proxy, and survive its refusal", async () => {
  const { asked, url } = await closedProxy();
  const { connection, lines } = through({ url });
  connection.start();
  await eventually(() => asked.length >= 2 && !connection.health().ok, "both requests at the proxy");
  expect(asked[0]).toEqual({ host: "slack.invalid:443", authorization: `Basic ${btoa("user:secret")}` });
  await eventually(() => lines.some((line) => line.includes("trying again")), "another attempt");
  expect(lines.join("\n")).not.toContain("secret");
});

test("NO_PROXY is honoured", async () => {
  const { asked, url } = await closedProxy();
  const { connection, lines } = through({ url, noProxy: "invalid" });
  connection.start();
  await eventually(() => lines.some((line) => line.includes("trying again")), "another attempt");
  expect(asked).toEqual([]);
});
