import { expect, test } from "vitest";
import type { Change } from "../../../sandbox/twilio/model.ts";
import type { TwilioServer } from "../../../sandbox/twilio/server.ts";
import { ALICE, NOON, OURS, sandbox, saying } from "./fixture.ts";

test("listeners hear of each step of a message and a call without anybody asking", async () => {
  const { client, server, advance } = await sandbox();
  const heard: string[] = [];
  const done = new Promise<void>((resolve) => {
    server.onChange((change) => {
      const status = statusOf(server, change);
      if (status !== undefined) heard.push(status);
      if (status === "completed") resolve();
    });
  });
  await client.messages.create({ to: ALICE, from: OURS, body: "hello" });
  await client.calls.create({ to: ALICE, from: OURS, twiml: saying("hello") });
  advance(60_000);
  await done;
  expect([...new Set(heard)]).toEqual([
    "queued",
    "ringing",
    "sending",
    "sent",
    "delivered",
    "in-progress",
    "completed",
  ]);
});

test("listeners hear of requests and of phones told otherwise, until they leave", async () => {
  const { client, server } = await sandbox();
  const heard: Change[] = [];
  const leave = server.onChange((change) => heard.push(change));
  server.phone(ALICE).behaviour.sms = { kind: "sent" };
  await client.balance.fetch();
  leave();
  server.phone(ALICE).behaviour.call = { kind: "manual" };
  expect(heard).toMatchObject([
    { kind: "phone", number: ALICE },
    { kind: "request", method: "GET", status: 200 },
  ]);
});

test("the clock knows when something happens next", async () => {
  const { client, clock } = await sandbox();
  expect(clock.nextWake()).toBeUndefined();
  await client.messages.create({ to: ALICE, from: OURS, body: "hello" });
  expect(clock.nextWake()).toBe(NOON + 1000);
});

test("phones are those that were asked for or reached", async () => {
  const { client, server } = await sandbox();
  await client.messages.create({ to: ALICE, from: OURS, body: "hello" });
  expect(server.phones.map(({ number }) => number)).toEqual([ALICE]);
  expect(server.phone(ALICE)).toBe(server.phones[0]);
});

function statusOf(server: TwilioServer, change: Change): string | undefined {
  if (change.kind === "message") return server.messages.get(change.sid)?.status;
  return change.kind === "call" ? server.calls.get(change.sid)?.status : undefined;
}
