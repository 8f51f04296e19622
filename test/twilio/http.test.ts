import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { milliseconds } from "../../src/lib/time.ts";
import { twilioHttp } from "../../src/twilio/http.ts";
import type { TwilioAccount } from "../../src/twilio/options.ts";
import { failureOf, TwilioError } from "../../src/twilio/twilio-error.ts";
import { everyFormOf } from "./sandbox.ts";

const PASSWORD = "not-for-your-eyes";
const BASIC = Buffer.from(`AC1:${PASSWORD}`).toString("base64");
const read = {
  method: "get",
  uri: "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json?PageSize=2",
};
const create = {
  method: "post",
  uri: read.uri,
  data: { To: "+12025550123", SmartEncoded: true, From: undefined },
};

test("requests go below the base address, with their query, form and credentials", async () => {
  const seen: string[] = [];
  const url = await listening(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
    response.end("{}");
  });
  const carry = twilioHttp(account({ apiUrl: `${url}/behind/it/` }));
  await carry({ ...read, params: { To: "+12025550123", Page: 0, From: undefined } });
  await carry(create);
  const path = "/behind/it/2010-04-01/Accounts/AC1/Messages.json?PageSize=2";
  expect(seen).toEqual([
    `GET ${path}&To=%2B12025550123&Page=0 Basic ${BASIC} `,
    `POST ${path} Basic ${BASIC} To=%2B12025550123&SmartEncoded=true`,
  ]);
});

/** Servers that never come to an end, each in its way. */
const endless: readonly [string, (request: http.IncomingMessage, response: http.ServerResponse) => void][] = [
  ["says nothing", () => undefined],
  ["sends headers only", (_request, response) => response.flushHeaders()],
  [
    "stops in the middle of its answer",
    (_request, response) => {
      response.writeHead(200, { "content-length": 100 });
      response.write('{"sid":');
    },
  ],
  ["drips its answer", (_request, response) => dripping(response, () => response.write(" "))],
  [
    "drips its answer in pieces that are packed",
    (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      const [head = 0, ...rest] = gzipSync("x".repeat(1000));
      response.write(Buffer.of(head));
      dripping(response, () => response.write(Buffer.of(rest.shift() ?? 0)));
    },
  ],
  [
    "drips headers",
    (request) => dripping(request, () => request.socket.write("HTTP/1.1 100 Continue\r\n\r\n")),
  ],
  ["drips half a header", (request) => dripping(request, () => request.socket.write("H"))],
];

describe("the deadline", () => {
  test.each(endless)("is not stretched by a server that %s", async (_what, answer) => {
    const url = await listening(answer);
    const carry = twilioHttp(account({ apiUrl: url }));
    const started = performance.now();
    expect(["late", "lost"]).toContain((await failure(carry(read))).kind);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test.each(endless)("outlives a collection of garbage while a server %s", async (_what, answer) => {
    const url = await listening(answer);
    const carry = twilioHttp(account({ apiUrl: url }));
    const started = performance.now();
    const ended = failure(carry(read));
    setTimeout(collectGarbage, 50);
    expect(["late", "lost"]).toContain((await ended).kind);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test.each([
    ["a question", read, { kind: "not-sent" }],
    ["a page, which is known not to have gone out", create, { kind: "not-sent" }],
  ])(
    "holds while a proxy takes the connection and says nothing, for %s",
    async (_what, request, expected) => {
      const silent = net.createServer((socket) => socket.resume());
      const proxy = { url: await addressOf(silent) };
      const started = performance.now();
      expect(await failure(twilioHttp(account({ proxy }))(request))).toMatchObject(expected);
      expect(performance.now() - started).toBeLessThan(2000);
      await vi.waitFor(async () => expect(await connections(silent)).toBe(0));
    },
  );

  test("holds while a proxy drips its answer", async () => {
    const dripper = net.createServer((socket) => {
      socket.resume().on("error", () => undefined);
      socket.write("HTTP/1.1 200 ");
      dripping(socket, () => socket.write("O"));
    });
    const started = performance.now();
    const proxy = { url: await addressOf(dripper) };
    expect(await failure(twilioHttp(account({ proxy }))(read))).toMatchObject({ kind: "not-sent" });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("holds while TLS is never agreed on", async () => {
    const silent = net.createServer((socket) => socket.resume());
    const apiUrl = (await addressOf(silent)).replace("http:", "https:");
    expect(await failure(twilioHttp(account({ apiUrl }))(read))).toMatchObject({ kind: "not-sent" });
  });

  test("is longer for a page than for what may be asked twice", async () => {
    const url = await listening((_request, response) => setTimeout(() => response.end("{}"), 200));
    const carry = twilioHttp(account({ apiUrl: url }));
    const update = { ...create, uri: create.uri.replace("Messages", "Calls/CA1") };
    expect(await failure(carry(read))).toEqual({ kind: "late" });
    expect(await failure(carry(update))).toEqual({ kind: "late" });
    expect(await carry(create)).toMatchObject({ statusCode: 200 });
  });
});

test("nothing leaves into a connection during whose making the process stood still", async () => {
  const came: string[] = [];
  const url = await listening((request, response) => {
    came.push(request.url ?? "");
    response.end("{}");
  });
  const deadlines = {
    create: milliseconds(2000),
    read: milliseconds(2000),
    connect: milliseconds(2000),
    frozen: milliseconds(50),
  };
  const carry = twilioHttp(account({ apiUrl: url, deadlines }));
  onceConnecting(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100));
  expect((await failure(carry(create))).kind).toMatch(/^(not-sent|lost)$/);
  expect(came).toEqual([]);
  expect(await carry(create)).toMatchObject({ statusCode: 200 });
  expect(came).toHaveLength(1);
});

/** Does something while the next connection is being made, with everything that waits for it in place. */
function onceConnecting(act: () => void): void {
  const made = channel("net.client.socket");
  made.subscribe(function noticed() {
    made.unsubscribe(noticed);
    process.nextTick(() => process.nextTick(act));
  });
}

test("an answer of a gigabyte is not waited for", async () => {
  let sent = 0;
  const piece = Buffer.alloc(100_000, " ");
  const url = await listening((_request, response) => {
    const pour = () => {
      for (sent += 1; response.write(piece) && sent < 10_000; sent += 1);
    };
    response.on("drain", pour);
    pour();
  });
  expect(await failure(twilioHttp(account({ apiUrl: url }))(create))).toEqual({ kind: "unreadable" });
  expect(sent).toBeLessThan(200);
});

test("while pages hang, questions go at once and other pages within a second", async () => {
  const url = await listening((request, response) => {
    if (request.method === "GET" || request.url?.includes("Calls")) response.end("{}");
  });
  const carry = twilioHttp(account({ apiUrl: url }));
  const hanging = Array.from({ length: 6 }, () => failure(carry(create)));
  const started = performance.now();
  expect(await carry(read)).toMatchObject({ statusCode: 200 });
  expect(performance.now() - started).toBeLessThan(500);
  const other = { ...create, uri: create.uri.replace("Messages", "Calls") };
  expect(await carry(other)).toMatchObject({ statusCode: 200 });
  expect(performance.now() - started).toBeLessThan(1500);
  expect(await Promise.all(hanging)).toEqual(Array.from(hanging, () => ({ kind: "late" })));
});

test("while questions hang, pages go at once", async () => {
  const url = await listening((request, response) => {
    if (request.method === "POST") response.end("{}");
  });
  const carry = twilioHttp(account({ apiUrl: url }));
  const hanging = Array.from({ length: 6 }, () => failure(carry(read)));
  expect(await Promise.race([carry(create), ...hanging])).toMatchObject({ statusCode: 200 });
  await Promise.all(hanging);
});

test("of a refusal the status, the code and the wait are kept, and nothing else", async () => {
  const url = await listening((_request, response) => {
    response.writeHead(429, { "retry-after": "7" });
    response.end(JSON.stringify({ code: 20429, message: "The number +12025550123 ..." }));
  });
  const error = await thrown(twilioHttp(account({ apiUrl: url }))(create));
  expect(failureOf(error)).toEqual({ kind: "refused", status: 429, code: 20429, retryAfter: 7000 });
  expect(everyFormOf(error)).not.toContain("+12025550123");
});

test("a newer kind of error body is understood as well", async () => {
  const url = await listening((_request, response) => {
    response.writeHead(400, { "content-type": "application/problem+json" });
    response.end(JSON.stringify({ type: "x", title: "Bad", status: 400, code: 21211, detail: "+1202" }));
  });
  expect(await failure(twilioHttp(account({ apiUrl: url }))(create))).toMatchObject({
    status: 400,
    code: 21211,
  });
});

test("every request has a connection of its own", async () => {
  const ports = new Set<number | undefined>();
  const url = await listening((request, response) => {
    ports.add(request.socket.remotePort);
    response.end("{}");
  });
  const carry = twilioHttp(account({ apiUrl: url }));
  for (let i = 0; i < 3; i += 1) await carry(read);
  expect(ports.size).toBe(3);
});

describe("through a proxy", () => {
  test("Twilio is asked for by name, and a proxy that refuses sent nothing", async () => {
    const asked: (string | undefined)[] = [];
    const server = http.createServer().on("connect", (request, socket) => {
      asked.push(request.url);
      socket.end("HTTP/1.1 503 Busy\r\n\r\n");
    });
    const proxy = { url: await addressOf(server) };
    const error = await thrown(twilioHttp(account({ proxy }))(create));
    expect(failureOf(error)).toMatchObject({ kind: "not-sent" });
    expect(asked).toEqual(["api.twilio.com:443"]);
  });

  test("a proxy that is not there is told as such", async () => {
    const proxy = { url: "http://user:pass-word@127.0.0.1:1" };
    const error = await thrown(twilioHttp(account({ proxy }))(create));
    expect(failureOf(error)).toEqual({
      kind: "not-sent",
      code: "ECONNREFUSED",
      proxy: expect.stringMatching(/^the proxy at 127\.0\.0\.1:1 refuses the connection/),
    });
    expect(everyFormOf(error)).not.toMatch(/pass-word/);
  });
});

test("a server that does not speak TLS got nothing", async () => {
  const url = await listening((_request, response) => response.end("{}"));
  const carry = twilioHttp(account({ apiUrl: url.replace("http:", "https:") }));
  expect(await failure(carry(create))).toMatchObject({ kind: "not-sent" });
});

test("whatever is thrown holds no credentials", async () => {
  const url = await listening((request) => request.socket.destroy());
  const error = await thrown(twilioHttp(account({ apiUrl: url }))(create));
  expect(error).toBeInstanceOf(TwilioError);
  expect(failureOf(error)).toMatchObject({ kind: "lost" });
  for (const secret of [PASSWORD, BASIC, "+12025550123"]) expect(everyFormOf(error)).not.toContain(secret);
});

test("of a foreign error only its name and place are kept", () => {
  const failure = failureOf(new RangeError(`Bad ${PASSWORD}`));
  expect(failure).toMatchObject({
    kind: "unexpected",
    name: "RangeError",
    where: expect.stringContaining("http.test"),
  });
  expect(everyFormOf(failure)).not.toContain(PASSWORD);
  expect(failureOf("a string")).toEqual({ kind: "unexpected", name: "string", where: "" });
});

function account(changes: Partial<TwilioAccount>): TwilioAccount {
  const deadlines = {
    create: milliseconds(2000),
    read: milliseconds(100),
    connect: milliseconds(500),
    frozen: milliseconds(1000),
  };
  return { accountSid: "AC1", username: "AC1", password: PASSWORD, deadlines, ...changes };
}

async function listening(answer: http.RequestListener): Promise<string> {
  return addressOf(http.createServer(answer));
}

async function addressOf(server: net.Server): Promise<string> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** Repeats a drop until the stream closes. */
function dripping(stream: NodeJS.EventEmitter, drop: () => void): void {
  const drops = setInterval(drop, 20);
  stream.once("close", () => clearInterval(drops));
}

function connections(server: net.Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable("nothing was thrown"),
    (error: unknown) => error,
  );
}

async function failure(promise: Promise<unknown>) {
  return failureOf(await thrown(promise));
}
