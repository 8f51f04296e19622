import { once } from "node:events";
import http from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
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

describe("the deadline", () => {
  test("is not stretched by a server that drips", async () => {
    const url = await listening((_request, response) => {
      const drip = setInterval(() => response.write(" "), 20);
      response.once("close", () => clearInterval(drip));
    });
    const carry = twilioHttp(account({ apiUrl: url }));
    const started = performance.now();
    expect(await failure(carry(read))).toEqual({ kind: "late" });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("is longer for what has effects than for reading", async () => {
    const url = await listening((_request, response) => setTimeout(() => response.end("{}"), 200));
    const carry = twilioHttp(account({ apiUrl: url }));
    expect(await failure(carry(read))).toEqual({ kind: "late" });
    expect(await carry(create)).toMatchObject({ statusCode: 200 });
  });
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
  const deadlines = { create: milliseconds(2000), read: milliseconds(100) };
  return { accountSid: "AC1", username: "AC1", password: PASSWORD, deadlines, ...changes };
}

async function listening(answer: http.RequestListener): Promise<string> {
  return addressOf(http.createServer(answer));
}

async function addressOf(server: http.Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
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
