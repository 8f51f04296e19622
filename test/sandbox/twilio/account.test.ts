import { expect, test } from "vitest";
import { ALICE, clientOf, OURS, refusal, sandbox, saying } from "./fixture.ts";

const text = { to: ALICE, from: OURS, body: "hello" };
const keySid = (digit: string) => `SK${digit.repeat(32)}`;

test("numbers are found with their capabilities", async () => {
  const { client } = await sandbox();
  const [number, ...others] = await client.incomingPhoneNumbers.list({ phoneNumber: OURS, limit: 1 });
  expect(others).toEqual([]);
  expect(number).toMatchObject({ phoneNumber: OURS, capabilities: { sms: true, voice: true } });
  expect(number?.sid).toMatch(/^PN[0-9a-f]{32}$/);
  expect(await client.incomingPhoneNumbers.list({ phoneNumber: ALICE })).toEqual([]);
});

test("a number may lose a capability", async () => {
  const { client, server } = await sandbox();
  for (const number of server.numbers) number.capabilities.sms = false;
  expect(await refusal(client.messages.create(text))).toEqual({ status: 400, code: 21606 });
});

test("the account and its balance are read", async () => {
  const { client, server } = await sandbox();
  server.account.balance = "1.25";
  expect(await client.api.v2010.accounts(server.account.sid).fetch()).toMatchObject({
    status: "active",
    type: "Full",
  });
  expect(await client.balance.fetch()).toMatchObject({ balance: "1.25", currency: "USD" });
});

test.each([
  ["a wrong token", { secret: "wrong" }],
  ["an unknown key", { user: keySid("f") }],
])("refuses %s", async (_what, credentials) => {
  const { server } = await sandbox();
  const client = clientOf(server, credentials);
  expect(await refusal(client.messages.create(text))).toEqual({ status: 401, code: 20003 });
  expect(server.messages.size).toBe(0);
});

test("a revoked token is refused from then on", async () => {
  const { client, server } = await sandbox();
  await client.messages.create(text);
  server.account.authToken = "another";
  expect(await refusal(client.messages.create(text))).toEqual({ status: 401, code: 20003 });
});

test("a standard key does everything but read the account", async () => {
  const { server } = await sandbox({ apiKeys: [{ sid: keySid("1"), secret: "s", kind: "standard" }] });
  const client = clientOf(server, { user: keySid("1"), secret: "s" });
  expect((await client.messages.create(text)).status).toBe("queued");
  expect(await client.incomingPhoneNumbers.list({ limit: 1 })).toHaveLength(1);
  expect(await refusal(client.api.v2010.accounts(server.account.sid).fetch())).toEqual({
    status: 401,
    code: 20003,
  });
});

test("a restricted key does only what it is allowed to", async () => {
  const allows = ["messages:create", "messages:read"] as const;
  const { server } = await sandbox({
    apiKeys: [{ sid: keySid("2"), secret: "s", kind: "restricted", allows }],
  });
  const client = clientOf(server, { user: keySid("2"), secret: "s" });
  const { sid } = await client.messages.create(text);
  expect((await client.messages(sid).fetch()).sid).toBe(sid);
  expect((await refusal(client.messages(sid).remove())).status).toBe(403);
  expect((await refusal(client.calls.create({ to: ALICE, from: OURS, twiml: saying("x") }))).status).toBe(
    403,
  );
});

test("a suspended account is refused everywhere but shows its status", async () => {
  const { client, server } = await sandbox();
  server.account.status = "suspended";
  expect(await refusal(client.messages.create(text))).toEqual({ status: 403, code: 20005 });
  expect(await refusal(client.messages.list())).toEqual({ status: 403, code: 20005 });
  expect(await client.api.v2010.accounts(server.account.sid).fetch()).toMatchObject({ status: "suspended" });
});

test("another account's resources are not found", async () => {
  const { client } = await sandbox();
  const other = client.api.v2010.accounts(`AC${"9".repeat(32)}`);
  expect(await refusal(other.messages.list())).toEqual({ status: 404, code: 20404 });
});

test("unknown SIDs and paths are not found, in Twilio's shape", async () => {
  const { client } = await sandbox();
  expect(await refusal(client.messages(`SM${"9".repeat(32)}`).fetch())).toEqual({ status: 404, code: 20404 });
  expect(await refusal(client.calls(`CA${"9".repeat(32)}`).update({ status: "canceled" }))).toEqual({
    status: 404,
    code: 20404,
  });
  expect(await refusal(client.recordings.list())).toEqual({ status: 404, code: 20404 });
});

test("requests are logged without the secret", async () => {
  const { client, server } = await sandbox();
  await client.messages.create(text);
  expect(server.requests).toMatchObject([
    {
      method: "POST",
      path: `/2010-04-01/Accounts/${server.account.sid}/Messages.json`,
      form: { To: ALICE, From: OURS, Body: "hello" },
      status: 201,
    },
  ]);
  expect(JSON.stringify(server.requests)).not.toContain(server.account.authToken);
});

test("answers carry the sandbox's time", async () => {
  const { client, clock } = await sandbox();
  const { headers } = await client.messages.createWithHttpInfo(text);
  expect(headers).toMatchObject({ date: new Date(clock.now()).toUTCString() });
});
