import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { HiveError } from "../../src/engine/hive-error.ts";
import { milliseconds } from "../../src/lib/time.ts";
import type { HiveOptions } from "../../src/thehive/options.ts";
import { theHiveSource } from "../../src/thehive/source.ts";
import { certificate, certificateKey } from "./certificate.ts";
import { id, startSource } from "./source-under-test.ts";

async function failureOf(action: Promise<unknown>): Promise<HiveError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof HiveError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

/** Whatever listens: what the adapter says about it, polling. */
async function failureAt(
  server: ReturnType<typeof createHttpServer> | ReturnType<typeof createTcpServer>,
  scheme: "http" | "https",
  settings: Partial<HiveOptions> = {},
): Promise<HiveError> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return failureWith({ url: `${scheme}://127.0.0.1:${port}`, ...settings });
}

async function failureWith(settings: Partial<HiveOptions>): Promise<HiveError> {
  const { options } = await startSource();
  return failureOf(theHiveSource({ ...options, ...settings }).poll(0));
}

const answering = (listener: RequestListener) => createHttpServer(listener);

describe("answers that are no success", () => {
  test.each([
    [{ kind: "html200" }, "nonsense", "answers with a web page (200): is its base path right?"],
    [{ kind: "html502" }, "unreachable", "is in trouble (502)"],
    [{ kind: "null520" }, "unreachable", "has no index (520)"],
    [{ kind: "status", status: 500, body: { message: "boom" } }, "unreachable", "is in trouble (500: boom)"],
    [{ kind: "status", status: 503 }, "unreachable", "is in trouble (503"],
    [{ kind: "status", status: 429 }, "unreachable", "asks us to slow down (429)"],
    [{ kind: "status", status: 401 }, "unauthorized", "refuses THEHIVE_API_KEY (401)"],
    [{ kind: "status", status: 403 }, "forbidden", "a profile that may read alerts"],
    [{ kind: "truncatedJson" }, "nonsense", "breaks off or is not JSON"],
    [{ kind: "cutStream" }, "unreachable", "the connection was cut"],
    [{ kind: "reset" }, "unreachable", "the connection was cut"],
    [{ kind: "hang" }, "unreachable", "does not answer in time"],
    [
      { kind: "status", status: 301, headers: { location: "https://sso.example.org/login?next=x" } },
      "nonsense",
      "redirects to https://sso.example.org/login (301): set THEHIVE_URL",
    ],
  ] as const)("%j while reading an alert", async (fault, code, words) => {
    const readTimeout = milliseconds(fault.kind === "hang" ? 1000 : 10_000);
    const { hive, source } = await startSource({}, { readTimeout });
    const raised = hive.raise({ title: "here" });
    await source.poll(0);
    hive.faults.add(fault);
    const error = await failureOf(source.read(id(raised)));
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(error.message).toContain(`THEHIVE_URL (${hive.url})`);
    expect(error.message).not.toMatch(/[\r\n]/);
  });

  test("a proxy's 404 page deletes no alert", async () => {
    const { hive, source } = await startSource();
    const raised = hive.raise({ title: "here" });
    await source.poll(0);
    hive.faults.add({ kind: "status", status: 404, when: { method: "GET" } });
    expect(await source.read(id(raised))).toMatchObject({ title: "here" });
  });

  test("a wrong key is said as such, with the organisation", async () => {
    const { options } = await startSource();
    const source = theHiveSource({ ...options, apiKey: "wrong-key-0815", organisation: "soc" });
    const error = await failureOf(source.poll(0));
    expect(error).toMatchObject({
      code: "unauthorized",
      message: expect.stringContaining('is its user in THEHIVE_ORGANISATION "soc"'),
    });
  });
});

describe("no answer", () => {
  test("a TheHive that is starting is asked at one address only", async () => {
    const paths = new Set<string | undefined>();
    const server = answering((request, response) => {
      paths.add(request.url);
      response.writeHead(503).end();
    });
    expect(await failureAt(server, "http")).toMatchObject({ code: "unreachable" });
    expect(paths.size).toBe(1);
  });

  test("nobody listens", async () => {
    const { hive, options } = await startSource();
    await hive.stop();
    expect(await failureOf(theHiveSource(options).poll(0))).toMatchObject({
      code: "unreachable",
      message: expect.stringContaining("nothing listens there"),
    });
  });

  test("a host that does not exist", async () => {
    const error = await failureWith({ url: "http://no-such-host.invalid" });
    expect(error).toMatchObject({ code: "unreachable", message: expect.stringMatching(/DNS/) });
  });

  test("a certificate nobody here trusts", async () => {
    const server = createHttpsServer({ cert: certificate, key: certificateKey });
    const error = await failureAt(server, "https");
    expect(error.message).toContain(
      "its certificate is self-signed; if a private CA signed it, set THEHIVE_CA_FILE",
    );
  });

  test("a private CA that is set is trusted", async () => {
    const server = createHttpsServer({ cert: certificate, key: certificateKey }, (_, response) => {
      response.setHeader("content-type", "application/json");
      response.end('{"version":"5.7.3-1"}');
    });
    const error = await failureAt(server, "https", { ca: certificate });
    expect(error.message).toContain("sent something that is not a list");
  });

  test("https asked of a port that speaks http", async () => {
    const error = await failureAt(
      answering((_, response) => response.end("{}")),
      "https",
    );
    expect(error.message).toMatch(/TLS/);
  });

  test("http asked of a port that speaks something else", async () => {
    const server = createTcpServer((socket) => socket.end("220 mail.example.org ESMTP\r\n"));
    expect(await failureAt(server, "http")).toMatchObject({ code: "nonsense" });
  });

  test("a redirect is not followed with the key", async () => {
    const visited: (string | undefined)[] = [];
    const server = answering((request, response) => {
      visited.push(request.url);
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect((await failureAt(server, "http")).message).toContain("redirects to /elsewhere (302)");
    expect(visited).not.toContain("/elsewhere");
  });
});

describe("secrets", () => {
  const apiKey = "hivekey-5up3rs3cret";

  test.each([
    ["echoed by the server", (key: string) => ({ status: 403, body: `who is ${key}?` })],
    ["refused", () => ({ status: 403, body: "no" })],
    ["lost in a crash", () => ({ status: 500, body: "no" })],
  ])("the key is in no error, however it is looked at: %s", async (_, answer) => {
    const server = answering((request, response) => {
      const { status, body } = answer(request.headers.authorization ?? "");
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ type: "Oops", message: body }));
    });
    const error = await failureAt(server, "http", { apiKey });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(apiKey);
  });

  test.each(["reset", "hang"] as const)(
    "the key is in no error when nothing was answered: %s",
    async (kind) => {
      const { hive, source, options, lines } = await startSource({}, { readTimeout: milliseconds(100) });
      await source.poll(0);
      hive.faults.add({ kind });
      const error = await failureOf(source.poll(0));
      expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(
        new RegExp(`${options.apiKey}|Bearer`),
      );
      expect(lines.join()).not.toContain(options.apiKey);
    },
  );

  test("user and password in the address are not repeated", async () => {
    const error = await failureWith({ url: "http://svc:hunter22@127.0.0.1:1" });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain("hunter22");
  });
});

describe("retries", () => {
  test.each([
    [{ kind: "reset", times: 2 }],
    [{ kind: "html502", times: 2 }],
    [{ kind: "dropAfterEffect", times: 1 }],
  ] as const)("a read survives %j", async (fault) => {
    const { hive, source } = await startSource();
    const raised = hive.raise({ title: "here" });
    await source.poll(0);
    hive.faults.add(fault);
    expect(await source.read(id(raised))).toMatchObject({ title: "here" });
  });

  test.each(["assign", "comment"] as const)("%s is never sent twice", async (action) => {
    const { hive, source, asked } = await startSource();
    const raised = hive.raise({ title: "here" });
    await source.poll(0);
    asked();
    hive.faults.add({ kind: "html502", when: { path: /(~\d+|comment)$/ } });
    await expect(source[action](id(raised), "ana@soc.example")).rejects.toThrow("502");
    expect(asked().filter((request) => !request.endsWith("/query"))).toHaveLength(1);
  });
});
