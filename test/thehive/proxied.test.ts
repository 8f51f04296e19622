import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { HiveOptions } from "../../src/thehive/options.ts";
import { theHiveSource } from "../../src/thehive/source.ts";
import { certificate, certificateKey } from "./certificate.ts";
import { startSource } from "./source-under-test.ts";

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address() as AddressInfo;
  return address.port;
}

/** A TheHive 5 without alerts behind TLS, and a proxy that notes where it was asked to lead. */
async function start() {
  const port = await listening(
    createHttpsServer({ cert: certificate, key: certificateKey }, (request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(request.method === "GET" ? '{"version":"5.7.3-1"}' : "[]");
    }),
  );
  const tunnels: string[] = [];
  const proxy = createServer().on("connect", (request, socket) => {
    tunnels.push(`${request.url} ${request.headers["proxy-authorization"]}`);
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    const onward = connect(port, "127.0.0.1");
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
    onward.pipe(socket).pipe(onward);
  });
  const proxyPort = await listening(proxy);
  const { options } = await startSource();
  const url = `https://localhost:${port}`;
  const source = (noProxy: string, user = "") =>
    theHiveSource({
      ...options,
      url,
      ca: certificate,
      proxy: { url: `http://${user}127.0.0.1:${proxyPort}`, noProxy },
    } satisfies HiveOptions);
  return { source, tunnels, port };
}

test("TheHive is reached through the proxy, with its user and one connection for many requests", async () => {
  const { source, tunnels, port } = await start();
  const hive = source("example.org", "svc:pa%20ss@");
  await hive.poll(0);
  await hive.poll(0);
  expect(tunnels).toEqual([`localhost:${port} Basic ${Buffer.from("svc:pa ss").toString("base64")}`]);
});

test("NO_PROXY leads past the proxy", async () => {
  const { source, tunnels } = await start();
  await source("localhost").poll(0);
  expect(tunnels).toEqual([]);
});
