import { expect, test } from "vitest";
import { ALICE, BOB, OURS, refusal, sandbox } from "./fixture.ts";

const voiceOnly = "+12025550109";
const numbers = [
  { phoneNumber: OURS, capabilities: { sms: true, voice: true } },
  { phoneNumber: voiceOnly, capabilities: { sms: false, voice: true } },
];
const text = { to: ALICE, from: OURS, body: "hello" };
const foreignService = `MG${"f".repeat(32)}`;

test.each([
  ["an invalid To", { ...text, to: "12025550101" }, 21211],
  ["no sender", { to: ALICE, body: "hello" }, 21603],
  ["no body", { to: ALICE, from: OURS }, 21602],
  ["a body of 1601 characters", { ...text, body: "a".repeat(1601) }, 21617],
  ["a foreign From", { ...text, from: BOB }, 21606],
  ["a From without SMS", { ...text, from: voiceOnly }, 21606],
  ["an invalid From", { ...text, from: "12" }, 21212],
  ["an unregistered alphanumeric sender", { ...text, from: "OTHER" }, 21212],
  ["an alphanumeric sender to +1", { ...text, from: "SOC" }, 21612],
  ["a message to oneself", { ...text, to: OURS }, 21266],
  ["an invalid StatusCallback", { ...text, statusCallback: "nowhere" }, 21609],
  ["a validity out of range", { ...text, validityPeriod: 36_001 }, 20001],
])("refuses %s", async (_what, request, code) => {
  const { client, server } = await sandbox({ numbers, alphaSenders: ["SOC"] });
  expect(await refusal(client.messages.create(request))).toEqual({ status: 400, code });
  expect(server.messages.size).toBe(0);
});

test.each([
  ["+15005550001", 21211],
  ["+15005550002", 21612],
  ["+15005550003", 21408],
  ["+15005550004", 21610],
  ["+15005550009", 21614],
])("refuses the magic recipient %s", async (to, code) => {
  const { client } = await sandbox();
  expect(await refusal(client.messages.create({ ...text, to }))).toEqual({ status: 400, code });
});

test.each([
  ["+15005550001", 21212],
  ["+15005550007", 21606],
  ["+15005550008", 21611],
])("refuses the magic sender %s", async (from, code) => {
  const { client } = await sandbox();
  expect(await refusal(client.messages.create({ ...text, from }))).toEqual({ status: 400, code });
});

test("lets the magic sender +15005550006 send and call", async () => {
  const { client } = await sandbox();
  const from = "+15005550006";
  expect((await client.messages.create({ ...text, from })).status).toBe("queued");
  expect((await client.calls.create({ to: ALICE, from, twiml: "<Response/>" })).status).toBe("queued");
});

test("lets a registered alphanumeric sender write abroad", async () => {
  const { client } = await sandbox({ alphaSenders: ["SOC"] });
  expect((await client.messages.create({ to: "+447700900123", from: "SOC", body: "hello" })).from).toBe(
    "SOC",
  );
});

test("refuses an unknown Messaging Service, and one without senders", async () => {
  const { client, server } = await sandbox({ messagingServices: [{ senders: [] }] });
  const send = (messagingServiceSid: string) =>
    client.messages.create({ to: ALICE, body: "hello", messagingServiceSid });
  expect(await refusal(send(foreignService))).toEqual({ status: 404, code: 21701 });
  expect(await refusal(send(server.messagingServices[0]?.sid ?? ""))).toEqual({ status: 400, code: 21703 });
});

test("a trial account reaches only verified numbers", async () => {
  const { client } = await sandbox({ trial: true, verifiedNumbers: [BOB] });
  expect(await refusal(client.messages.create(text))).toEqual({ status: 400, code: 21608 });
  expect(await refusal(client.calls.create({ to: ALICE, from: OURS, twiml: "<Response/>" }))).toEqual({
    status: 400,
    code: 21219,
  });
  expect((await client.messages.create({ ...text, to: BOB })).status).toBe("queued");
});

test("a phone may be set to refuse with any code", async () => {
  const { client, server } = await sandbox();
  server.phone(ALICE).behaviour.sms = { kind: "refuse", code: 21635 };
  expect(await refusal(client.messages.create(text))).toEqual({ status: 400, code: 21635 });
});
