import { expect, test } from "vitest";
import { ALICE, BOB, NOON, OURS, refusal, sandbox, saying } from "./fixture.ts";

const words = "High alert: Beacon & more <unescaped>";
const call = { to: ALICE, from: OURS, twiml: saying(words, "Reply 4711 to the text") };

test("an answered call goes through ringing and in-progress to completed", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = { kind: "answer", after: 5000, duration: 20_000 };
  const created = await client.calls.create(call);
  expect(created).toMatchObject({
    sid: "CA00000000000000000000000000000001",
    status: "queued",
    duration: null,
    startTime: null,
    endTime: null,
    answeredBy: null,
  });
  const seen: [string, string | null][] = [];
  for (const step of [500, 5000, 19_999, 1]) {
    advance(step);
    const { status, duration } = await client.calls(created.sid).fetch();
    seen.push([status, duration]);
  }
  expect(seen).toEqual([
    ["ringing", null],
    ["in-progress", null],
    ["in-progress", null],
    ["completed", "20"],
  ]);
  expect(await client.calls(created.sid).fetch()).toMatchObject({
    startTime: new Date(NOON),
    endTime: new Date(NOON + 25_000),
    answeredBy: null,
  });
});

test("a phone hears the words of the TwiML in order", async () => {
  const { client, server } = await sandbox();
  await client.calls.create(call);
  expect(server.phone(ALICE).calls).toMatchObject([
    { from: OURS, spoken: [words, "Reply 4711 to the text"], twiml: call.twiml, at: NOON },
  ]);
});

test("a conversation lasts as long as the words take", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = { kind: "answer", after: 0 };
  const { sid } = await client.calls.create({ ...call, twiml: saying("one two three four five") });
  advance(10_000);
  expect(await client.calls(sid).fetch()).toMatchObject({ status: "completed", duration: "2" });
});

test.each([
  [{ kind: "busy" }, { status: "busy" }],
  [{ kind: "failed" }, { status: "failed" }],
  [{ kind: "no-answer" }, { status: "no-answer" }],
  [{ kind: "manual" }, { status: "no-answer" }],
  [{ kind: "answer", after: 26_000 }, { status: "no-answer" }],
] as const)("a phone that acts as %j ends a call as %j, without length", async (behaviour, outcome) => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = behaviour;
  const { sid } = await client.calls.create({ ...call, timeout: 25 });
  advance(60_000);
  expect(await client.calls(sid).fetch()).toMatchObject({ ...outcome, duration: null, endTime: null });
});

test("an unanswered call rings for its Timeout and no longer", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = { kind: "no-answer" };
  const { sid } = await client.calls.create({ ...call, timeout: 25 });
  advance(25_499);
  expect((await client.calls(sid).fetch()).status).toBe("ringing");
  advance(1);
  expect((await client.calls(sid).fetch()).status).toBe("no-answer");
});

test.each([
  ["human", { kind: "answer" }, "Enable", "human"],
  ["voicemail", { kind: "voicemail" }, "Enable", "machine_start"],
  ["voicemail", { kind: "voicemail" }, "DetectMessageEnd", "machine_end_beep"],
] as const)("machine detection tells a %s", async (_who, behaviour, machineDetection, answeredBy) => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = { ...behaviour, after: 2000 };
  const { sid } = await client.calls.create({ ...call, machineDetection });
  advance(3000);
  expect(await client.calls(sid).fetch()).toMatchObject({ status: "in-progress", answeredBy: null });
  advance(60_000);
  expect(await client.calls(sid).fetch()).toMatchObject({ status: "completed", answeredBy });
});

test("voicemail without machine detection looks like an answered call", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = { kind: "voicemail" };
  const { sid } = await client.calls.create(call);
  advance(60_000);
  expect(await client.calls(sid).fetch()).toMatchObject({ status: "completed", answeredBy: null });
});

test("somebody holding the phone answers, declines, lets it go to voicemail, hangs up", async () => {
  const { client, server, advance } = await sandbox({ defaultBehaviour: { call: { kind: "manual" } } });
  const [alice, bob, carol] = [ALICE, BOB, "+12025550103"].map((number) => server.phone(number));
  const sids: string[] = [];
  for (const to of [ALICE, BOB, "+12025550103"]) {
    sids.push((await client.calls.create({ ...call, to, machineDetection: "Enable" })).sid);
  }
  const [first = "", second = "", third = ""] = sids;
  advance(3000);
  alice?.answer(first);
  bob?.decline(second);
  carol?.voicemail(third);
  expect(alice?.calls).toMatchObject([{ status: "in-progress", answeredAt: NOON + 3000 }]);
  advance(1000);
  alice?.hangUp(first);
  expect(await client.calls(first).fetch()).toMatchObject({
    status: "completed",
    duration: "1",
    answeredBy: "human",
  });
  expect(await client.calls(second).fetch()).toMatchObject({ status: "busy" });
  advance(60_000);
  expect(await client.calls(third).fetch()).toMatchObject({
    status: "completed",
    answeredBy: "machine_start",
  });
  expect(() => alice?.answer(first)).toThrow(/completed, not ringing/);
  expect(() => alice?.answer(second)).toThrow(/no call/);
});

test("a ringing call can be canceled, a live one ended, a finished one neither", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(BOB).behaviour.call = { kind: "answer", after: 0, duration: 60_000 };
  const ringing = await client.calls.create(call);
  const live = await client.calls.create({ ...call, to: BOB });
  advance(2000);
  expect((await client.calls(live.sid).update({ status: "canceled" })).status).toBe("in-progress");
  expect((await client.calls(ringing.sid).update({ status: "canceled" })).status).toBe("canceled");
  expect((await client.calls(live.sid).update({ status: "completed" })).status).toBe("completed");
  expect(await refusal(client.calls(live.sid).update({ status: "completed" }))).toEqual({
    status: 400,
    code: 21220,
  });
  advance(60_000);
  expect((await client.calls(ringing.sid).fetch()).status).toBe("canceled");
});

test("a live call can be given other words", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = { kind: "answer", after: 0 };
  const { sid } = await client.calls.create({ ...call, twiml: saying("one two three four five") });
  advance(1500);
  await client.calls(sid).update({ twiml: saying("somebody else took it") });
  expect(server.phone(ALICE).calls[0]?.spoken).toEqual(["somebody else took it"]);
  advance(1599);
  expect((await client.calls(sid).fetch()).status).toBe("in-progress");
  advance(1);
  expect((await client.calls(sid).fetch()).status).toBe("completed");
});

test("one call a second is dialled, the rest waits", async () => {
  const { client, advance } = await sandbox();
  const sids: string[] = [];
  for (const to of [ALICE, BOB]) sids.push((await client.calls.create({ ...call, to })).sid);
  advance(500);
  const statuses = await Promise.all(sids.map(async (sid) => (await client.calls(sid).fetch()).status));
  expect(statuses).toEqual(["ringing", "queued"]);
});

test.each([
  ["malformed TwiML", { twiml: "<Response><Say>Tom & Jerry</Say></Response>" }, 12100],
  ["a Say without text", { twiml: "<Response><Say/></Response>" }, 13520],
  ["a Say too long once encoded", { twiml: saying("я".repeat(760)) }, 13521],
  ["an unknown verb", { twiml: "<Response><Shout>hello</Shout></Response>" }, 12200],
  ["a Url nobody serves", { url: "https://example.com/twiml" }, 11200],
])("notes %s when the call is played", async (_what, script, errorCode) => {
  const { client, server, advance } = await sandbox();
  server.phone(ALICE).behaviour.call = { kind: "answer", after: 0 };
  const { sid } = await client.calls.create({ to: ALICE, from: OURS, ...script });
  expect(await client.calls(sid).notifications.list()).toEqual([]);
  advance(30_000);
  expect(await client.calls(sid).notifications.list()).toMatchObject([
    { errorCode: String(errorCode), callSid: sid },
  ]);
  expect((await client.calls(sid).fetch()).status).toBe("completed");
});

test("malformed TwiML may be refused at once instead", async () => {
  const { client } = await sandbox({ quirks: { malformedTwiml: "refuse" } });
  const twiml = "<Response><Say>Tom & Jerry</Say></Response>";
  expect(await refusal(client.calls.create({ ...call, twiml }))).toEqual({ status: 400, code: 12100 });
});

test("an echo twimlet is heard, and wins over inline TwiML", async () => {
  const { client, server, advance } = await sandbox();
  const url = `http://twimlets.com/echo?Twiml=${encodeURIComponent(saying("from the twimlet"))}`;
  await client.calls.create({ to: ALICE, from: OURS, url, twiml: saying("inline") });
  advance(60_000);
  expect(server.phone(ALICE).calls).toMatchObject([{ spoken: ["from the twimlet"], url }]);
});

test.each([
  ["no script", { to: ALICE, from: OURS }, 21205],
  ["TwiML over 4000 characters", { ...call, twiml: saying("a".repeat(4000)) }, 32018],
  ["an invalid Url", { to: ALICE, from: OURS, url: "hello" }, 21205],
  ["an invalid To", { ...call, to: "0123" }, 21217],
  ["a foreign From", { ...call, from: BOB }, 21210],
  ["an invalid From", { ...call, from: "SOC" }, 21212],
  ["a From without voice", { ...call, from: "+12025550109" }, 21210],
  ["a Timeout out of range", { ...call, timeout: 601 }, 20001],
  ["an unknown MachineDetection", { ...call, machineDetection: "On" }, 20001],
  ["the magic callee +15005550001", { ...call, to: "+15005550001" }, 21217],
  ["the magic callee +15005550002", { ...call, to: "+15005550002" }, 21214],
  ["the magic callee +15005550003", { ...call, to: "+15005550003" }, 21215],
  ["the magic callee +15005550004", { ...call, to: "+15005550004" }, 21216],
  ["the magic caller +15005550001", { ...call, from: "+15005550001" }, 21212],
])("refuses %s", async (_what, request, code) => {
  const { client, server } = await sandbox({
    numbers: [
      { phoneNumber: OURS, capabilities: { sms: true, voice: true } },
      { phoneNumber: "+12025550109", capabilities: { sms: true, voice: false } },
    ],
  });
  expect(await refusal(client.calls.create(request))).toEqual({ status: 400, code });
  expect(server.calls.size).toBe(0);
});

test("calls beyond the account's concurrency are refused until one is over", async () => {
  const { client, advance } = await sandbox({ limits: { concurrentCalls: 1 } });
  await client.calls.create(call);
  expect((await refusal(client.calls.create(call))).code).toBe(10004);
  advance(120_000);
  expect((await client.calls.create(call)).status).toBe("queued");
});
