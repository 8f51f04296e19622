import { expect, test, vi } from "vitest";
import { ALICE, clientOf, OURS, refusal, sandbox } from "./fixture.ts";

const text = { to: ALICE, from: OURS, body: "hello" };

test.each([
  [{ kind: "status", status: 401 }, { status: 401, code: 20003 }, 0],
  [{ kind: "status", status: 429 }, { status: 429, code: 20429 }, 0],
  [{ kind: "status", status: 500 }, { status: 500, code: 20500 }, 0],
  [{ kind: "status", status: 500, when: "after" }, { status: 500, code: 20500 }, 1],
  [{ kind: "status", status: 400, code: 21612 }, { status: 400, code: 21612 }, 0],
  [{ kind: "reset" }, { status: undefined, code: "ECONNRESET" }, 0],
  [{ kind: "reset", when: "after" }, { status: undefined, code: "ECONNRESET" }, 1],
  [{ kind: "html", status: 502 }, { status: 502, code: undefined }, 0],
] as const)("acts out %j as %j with %i messages created", async (fault, expected, created) => {
  const { client, server } = await sandbox();
  server.faults.add(fault);
  expect(await refusal(client.messages.create(text))).toEqual(expected);
  expect(server.messages.size).toBe(created);
});

test("a web page with status 200 is no JSON, and the message may exist", async () => {
  const { client, server } = await sandbox();
  server.faults.add({ kind: "html", when: "after" });
  await expect(client.messages.create(text)).rejects.toThrow(SyntaxError);
  expect(server.messages.size).toBe(1);
});

test("half an answer breaks off after the effect", async () => {
  const { client, server } = await sandbox();
  server.faults.add({ kind: "cut" });
  await expect(client.messages.create(text)).rejects.toThrow();
  expect(server.messages.size).toBe(1);
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)("a hang %s the effect ends by the client's time limit", async (when, created) => {
  const { server } = await sandbox();
  server.faults.add({ kind: "hang", when });
  const client = clientOf(server, { timeout: 100 });
  expect(await refusal(client.messages.create(text))).toEqual({ status: undefined, code: "ECONNABORTED" });
  expect(server.messages.size).toBe(created);
});

test.each([
  [{ kind: "stall" }, 1],
  [{ kind: "drip", every: 10 }, 0],
  [{ kind: "drip", every: 10, when: "after" }, 1],
] as const)("%j never ends, with %i messages created", async (fault, created) => {
  const { server } = await sandbox();
  server.faults.add(fault);
  const { sid, authToken } = server.account;
  const gaveUp = new AbortController();
  const answer = await fetch(`${server.url}/2010-04-01/Accounts/${sid}/Messages.json`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${sid}:${authToken}`)}` },
    body: new URLSearchParams({ To: ALICE, From: OURS, Body: "hello" }),
    signal: gaveUp.signal,
  });
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  const rest = reader?.read();
  if (fault.kind === "drip") expect((await rest)?.done).toBe(false);
  gaveUp.abort();
  await reader?.read().catch(() => undefined);
  await rest?.catch(() => undefined);
  expect(server.messages.size).toBe(created);
});

test("a refusal may say how long to wait", async () => {
  const { server } = await sandbox();
  server.faults.add({ kind: "status", status: 429, retryAfter: "14" });
  const answer = await fetch(`${server.url}/2010-04-01/Accounts/${server.account.sid}/Messages.json`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "14"]);
});

test("an answer may be other JSON than it should be, and the message exist", async () => {
  const { client, server } = await sandbox();
  server.faults.add({ kind: "json", body: { hello: "world" }, status: 201, when: "after" });
  expect((await client.messages.create(text)).sid).toBeUndefined();
  expect(server.messages.size).toBe(1);
});

test("strange rows may stand among the true ones of a list", async () => {
  const { client, server } = await sandbox();
  await client.messages.create(text);
  server.faults.add({ kind: "rows", rows: [{ sid: 5 }], method: "GET" });
  expect((await client.messages.list()).map(({ sid }) => sid)).toEqual([5, [...server.messages.keys()][0]]);
});

test("a server with hanging requests stops at once", async () => {
  const { client, server } = await sandbox();
  server.faults.add({ kind: "hang" });
  const hanging = refusal(client.messages.create(text));
  await vi.waitFor(() => expect(server.requests).toHaveLength(1));
  await server.stop();
  expect(await hanging).toEqual({ status: undefined, code: "ECONNRESET" });
});

test("a slow answer comes after so much of the sandbox's time", async () => {
  const { client, server, clock, advance } = await sandbox();
  server.faults.add({ kind: "slow", delay: 20_000 });
  const created = client.messages.create(text);
  await vi.waitFor(() => expect(clock.nextWake()).toBeDefined());
  expect(server.messages.size).toBe(0);
  advance(20_000);
  expect((await created).status).toBe("queued");
});

test("a fault meets only the requests it names, and only so often", async () => {
  const { client, server } = await sandbox();
  server.faults.add({ kind: "status", status: 503, method: "GET", path: /Messages\.json$/, times: 2 });
  expect((await client.messages.create(text)).status).toBe("queued");
  expect((await refusal(client.messages.list())).status).toBe(503);
  expect((await refusal(client.messages.list())).status).toBe(503);
  expect(await client.messages.list()).toHaveLength(1);
  expect(server.faults.active).toEqual([]);
});

test("a fault lasts until it is taken back", async () => {
  const { client, server } = await sandbox();
  const takeBack = server.faults.add({ kind: "status", status: 503 });
  expect((await refusal(client.messages.list())).status).toBe(503);
  expect((await refusal(client.messages.list())).status).toBe(503);
  takeBack();
  expect(await client.messages.list()).toEqual([]);
});

test("a new message may be missing from lists for a while, not from fetch", async () => {
  const { client, server, advance } = await sandbox();
  server.faults.listDelay = 30_000;
  const { sid } = await client.messages.create(text);
  expect(await client.messages.list({ to: ALICE })).toEqual([]);
  expect((await client.messages(sid).fetch()).sid).toBe(sid);
  advance(30_000);
  expect(await client.messages.list({ to: ALICE })).toHaveLength(1);
});

test("requests beyond the account's concurrency are refused", async () => {
  const { client } = await sandbox({ limits: { concurrentRequests: 0 } });
  expect(await refusal(client.messages.list())).toEqual({ status: 429, code: 20429 });
});

test("a stopped server refuses connections and comes back with its records", async () => {
  const { client, server } = await sandbox();
  await client.messages.create(text);
  await server.stop();
  expect(await refusal(client.messages.list())).toEqual({ status: undefined, code: "ECONNREFUSED" });
  await server.start();
  expect(await client.messages.list()).toHaveLength(1);
});
