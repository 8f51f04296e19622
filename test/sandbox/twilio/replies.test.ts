import { expect, test } from "vitest";
import { ALICE, BOB, NOON, OURS, refusal, sandbox } from "./fixture.ts";

const second = "+12025550109";
const capabilities = { sms: true, voice: true };
const text = { to: ALICE, from: OURS, body: "4711: Beacon" };

test("a reply is listed as received by the number that wrote last", async () => {
  const { client, server, advance } = await sandbox({
    numbers: [
      { phoneNumber: OURS, capabilities },
      { phoneNumber: second, capabilities },
    ],
  });
  await client.messages.create({ ...text, from: second });
  advance(5000);
  server.phone(ALICE).reply("4711 ack");
  expect(await client.messages.list({ to: second })).toMatchObject([
    {
      body: "4711 ack",
      from: ALICE,
      direction: "inbound",
      status: "received",
      dateSent: new Date(NOON + 5000),
    },
  ]);
  expect(await client.messages.list({ to: OURS })).toEqual([]);
});

test("the date of a received text may be switched off", async () => {
  const { client, server } = await sandbox({ quirks: { inboundDateSent: false } });
  server.phone(ALICE).reply("4711 ack");
  expect(await client.messages.list({ to: OURS })).toMatchObject([
    { dateSent: null, dateCreated: new Date(NOON) },
  ]);
});

test("a phone shows what it was sent and what was written on it", async () => {
  const { client, server, advance } = await sandbox();
  await client.messages.create(text);
  advance(5000);
  server.phone(ALICE).reply("4711 ack");
  expect(server.phone(ALICE).sms).toMatchObject([
    { body: "4711: Beacon", direction: "outbound-api", status: "delivered", from: OURS, at: NOON },
    { body: "4711 ack", direction: "inbound", status: "received", from: ALICE, at: NOON + 5000 },
  ]);
  expect(server.phone(BOB).sms).toEqual([]);
});

test.each(["STOP", "stop ", "Cancel", "END", "OPTOUT"])("%j opts the phone out until START", async (word) => {
  const { client, server } = await sandbox();
  server.phone(ALICE).reply(word);
  expect(await refusal(client.messages.create(text))).toEqual({ status: 400, code: 21610 });
  expect((await client.messages.create({ ...text, to: BOB })).status).toBe("queued");
  server.phone(ALICE).reply("start");
  expect((await client.messages.create(text)).status).toBe("queued");
});

test("a sentence with an opt-out word in it opts nobody out", async () => {
  const { client, server } = await sandbox();
  server.phone(ALICE).reply("please stop this");
  expect((await client.messages.create(text)).status).toBe("queued");
});

test("opting out covers the whole Messaging Service", async () => {
  const { client, server, advance } = await sandbox({
    numbers: [OURS, second].map((phoneNumber) => ({ phoneNumber, capabilities })),
    messagingServices: [{ senders: [OURS, second] }],
  });
  const pooled = { to: ALICE, body: "hello", messagingServiceSid: server.messagingServices[0]?.sid ?? "" };
  await client.messages.create(pooled);
  advance(5000);
  server.phone(ALICE).reply("STOP");
  expect(await refusal(client.messages.create(pooled))).toEqual({ status: 400, code: 21610 });
  expect(await refusal(client.messages.create(text))).toEqual({ status: 400, code: 21610 });
});

test("Twilio itself confirms an opt-out to the phone", async () => {
  const { server } = await sandbox();
  server.phone(ALICE).reply("STOP");
  expect(server.phone(ALICE).sms.map(({ direction }) => direction)).toEqual(["inbound", "outbound-reply"]);
});

test("a number without SMS receives nothing", async () => {
  const { server } = await sandbox({
    numbers: [{ phoneNumber: OURS, capabilities: { sms: false, voice: true } }],
  });
  expect(() => server.phone(ALICE).reply("hello", OURS)).toThrow(/receives SMS/);
  expect(() => server.phone(ALICE).reply("hello")).toThrow(/nobody to reply to/);
});
