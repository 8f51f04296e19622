import { expect, test } from "vitest";
import { ALICE, NOON, OURS, refusal, sandbox } from "./fixture.ts";

const text = { to: ALICE, from: OURS, body: "Beacon to a known C2 host" };

test("a text goes from queued to delivered, with the dates of each step", async () => {
  const { client, advance } = await sandbox();
  const created = await client.messages.create(text);
  expect(created).toMatchObject({
    sid: "SM00000000000000000000000000000001",
    status: "queued",
    direction: "outbound-api",
    numSegments: "1",
    errorCode: null,
    dateSent: null,
    dateCreated: new Date(NOON),
  });
  const seen: string[] = [];
  for (let second = 0; second < 3; second += 1) {
    advance(1000);
    seen.push((await client.messages(created.sid).fetch()).status);
  }
  expect(seen).toEqual(["sending", "sent", "delivered"]);
  const last = await client.messages(created.sid).fetch();
  expect(last.dateSent).toEqual(new Date(NOON + 2000));
  expect(last.dateUpdated).toEqual(new Date(NOON + 3000));
});

test("a clock moved by hours leaves the same dates as one that ran", async () => {
  const { client, advance } = await sandbox();
  const { sid } = await client.messages.create(text);
  advance(7_200_000);
  expect(await client.messages(sid).fetch()).toMatchObject({
    status: "delivered",
    dateSent: new Date(NOON + 2000),
    dateUpdated: new Date(NOON + 3000),
  });
});

test.each([
  [
    { kind: "undelivered", code: 30003, after: 900 },
    { status: "undelivered", errorCode: 30003 },
  ],
  [
    { kind: "failed", code: 30007, after: 900 },
    { status: "failed", errorCode: 30007, dateSent: null },
  ],
  [{ kind: "sent" }, { status: "sent", errorCode: null }],
  [{ kind: "stuck" }, { status: "queued", errorCode: null }],
] as const)("a phone that acts as %j ends a text as %j", async (behaviour, outcome) => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.sms = behaviour;
  const { sid, status } = await client.messages.create(text);
  expect(status).toBe("queued");
  advance(60_000);
  expect(await client.messages(sid).fetch()).toMatchObject(outcome);
});

test("a text that fails at once is created as failed", async () => {
  const { client, server } = await sandbox();
  server.phone(ALICE).behaviour.sms = { kind: "failed", code: 30005 };
  const created = await client.messages.createWithHttpInfo(text);
  expect(created.statusCode).toBe(201);
  expect(created.body).toMatchObject({ status: "failed", errorCode: 30005 });
});

test("a stuck text fails when its validity is over", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.sms = { kind: "stuck" };
  const { sid } = await client.messages.create({ ...text, validityPeriod: 300 });
  advance(299_999);
  expect((await client.messages(sid).fetch()).status).toBe("queued");
  advance(1);
  expect(await client.messages(sid).fetch()).toMatchObject({ status: "failed", errorCode: 30036 });
});

test("a Messaging Service accepts first and picks the sender later", async () => {
  const { client, server, advance } = await sandbox({ messagingServices: [{ senders: [OURS] }] });
  const service = server.messagingServices[0]?.sid ?? "";
  const created = await client.messages.create({ to: ALICE, messagingServiceSid: service, body: "hello" });
  expect(created).toMatchObject({
    status: "accepted",
    from: null,
    numSegments: "0",
    messagingServiceSid: service,
  });
  advance(500);
  expect(await client.messages(created.sid).fetch()).toMatchObject({
    status: "queued",
    from: OURS,
    numSegments: "1",
  });
  advance(2500);
  expect((await client.messages(created.sid).fetch()).status).toBe("delivered");
});

test.each([
  ["a".repeat(160), "1"],
  ["a".repeat(161), "2"],
  ["[".repeat(81), "2"],
  ["я".repeat(70), "1"],
  ["я".repeat(71), "2"],
  ["a".repeat(1600), "11"],
])("counts the segments of %s", async (body, segments) => {
  const { client } = await sandbox();
  expect((await client.messages.create({ ...text, body })).numSegments).toBe(segments);
});

test("a scheduled text leaves at its time and can be canceled before", async () => {
  const { client, server, advance } = await sandbox({ messagingServices: [{ senders: [OURS] }] });
  const service = server.messagingServices[0]?.sid ?? "";
  const scheduled = {
    to: ALICE,
    messagingServiceSid: service,
    body: "later",
    sendAt: new Date(NOON + 3_600_000),
  };
  const [first, second] = [await client.messages.create(scheduled), await client.messages.create(scheduled)];
  await client.messages(first.sid).update({ status: "canceled" });
  advance(3_599_000);
  expect((await client.messages(second.sid).fetch()).status).toBe("scheduled");
  advance(10_000);
  expect((await client.messages(first.sid).fetch()).status).toBe("canceled");
  expect((await client.messages(second.sid).fetch()).status).toBe("delivered");
});

test("a body can be redacted and a message deleted once it is delivered, not before", async () => {
  const { client, advance } = await sandbox();
  const { sid } = await client.messages.create(text);
  expect(await refusal(client.messages(sid).update({ body: "" }))).toEqual({ status: 409, code: 20009 });
  expect(await refusal(client.messages(sid).remove())).toEqual({ status: 409, code: 20009 });
  advance(5000);
  expect((await client.messages(sid).update({ body: "" })).body).toBe("");
  expect(await refusal(client.messages(sid).update({ status: "canceled" }))).toEqual({
    status: 409,
    code: 30409,
  });
  expect(await client.messages(sid).remove()).toBe(true);
  expect(await refusal(client.messages(sid).fetch())).toEqual({ status: 404, code: 20404 });
});

test("what is on its way when the account is suspended fails", async () => {
  const { client, server, advance } = await sandbox();
  const { sid } = await client.messages.create(text);
  server.account.status = "suspended";
  advance(5000);
  expect(server.messages.get(sid)).toMatchObject({ status: "failed", errorCode: 30002 });
});

test("a trial account says so in the text", async () => {
  const { client } = await sandbox({ trial: true, verifiedNumbers: [ALICE] });
  expect((await client.messages.create(text)).body).toMatch(/trial.*Beacon/);
});
