import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { heartbeat } from "../src/heartbeat.ts";
import { milliseconds } from "../src/lib/time.ts";

/** A dead-man switch that does with a ping what it likes. */
async function switchThat(answers: RequestListener) {
  const pings: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    pings.push(`${request.method} ${request.url}`);
    answers(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/secret-uuid`, pings };
}

function beating(url: string | undefined, limit = 10_000) {
  const warn = vi.fn();
  return { warn, beat: heartbeat(url, undefined, { warn }, { limit: milliseconds(limit) }) };
}

test("pings by GET, once, and has nothing to say of it", async () => {
  const { url, pings } = await switchThat((_, response) => void response.end("OK"));
  const { beat, warn } = beating(url);
  await beat();
  await beat();
  expect(pings).toEqual(["GET /secret-uuid", "GET /secret-uuid"]);
  expect(warn).not.toHaveBeenCalled();
});

test("without an address there is nothing to ping", async () => {
  const { beat } = beating(undefined);
  await expect(beat()).resolves.toBeUndefined();
});

describe("a switch in trouble fails nothing, and its address is not logged", () => {
  test.each<[string, RequestListener, string, number]>([
    ["hangs", () => {}, "TimeoutError", 1],
    ["refuses", (_, response) => void response.writeHead(404).end(), "HTTP 404", 2],
    ["is out of order", (_, response) => void response.writeHead(503).end(), "HTTP 503", 2],
    ["cuts the connection", (request) => void request.socket.destroy(), "ECONNRESET", 2],
  ])("%s", async (_, answers, why, tries) => {
    const { url, pings } = await switchThat(answers);
    const { beat, warn } = beating(url, tries === 1 ? 300 : 10_000);
    await expect(beat()).resolves.toBeUndefined();
    expect(warn.mock.calls).toEqual([[{ why }, "heartbeat failed"]]);
    expect(pings).toHaveLength(tries);
  });

  test("is not there", async () => {
    const { beat, warn } = beating("http://127.0.0.1:1/secret-uuid");
    await expect(beat()).resolves.toBeUndefined();
    expect(warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(warn.mock.calls)).not.toContain("secret");
  });
});

test.each<[string, RequestListener]>([
  ["stalls", (_, response) => void response.write("O")],
  [
    "never ends",
    (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    },
  ],
])("an answer that %s counts by its head, and is not waited for", async (_, answers) => {
  const { url } = await switchThat(answers);
  const { beat, warn } = beating(url);
  await beat();
  expect(warn).not.toHaveBeenCalled();
});

test("a ping asked for while one hangs is that one", async () => {
  const { url, pings } = await switchThat(() => {});
  const { beat } = beating(url, 300);
  await Promise.all([beat(), beat(), beat()]);
  expect(pings).toHaveLength(1);
});
