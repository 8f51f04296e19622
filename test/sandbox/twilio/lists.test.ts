import { expect, test } from "vitest";
import { ALICE, BOB, NOON, OURS, refusal, sandbox, saying } from "./fixture.ts";

const MINUTE = 60_000;

test("pages keep their filters and show each message once, newest first", async () => {
  const { client, server, advance } = await sandbox();
  for (let index = 0; index < 120; index += 1) {
    server.phone(index % 2 === 0 ? ALICE : BOB).reply(`${index}`, OURS);
    advance(1000);
  }
  const bodies = (await client.messages.list({ to: OURS, from: ALICE, pageSize: 25 })).map(({ body }) =>
    Number(body),
  );
  expect(bodies).toEqual(Array.from({ length: 60 }, (_, index) => 118 - 2 * index));
  expect(server.requests.map(({ query }) => [query.To, query.From, query.Page])).toEqual([
    [OURS, ALICE, undefined],
    [OURS, ALICE, "1"],
    [OURS, ALICE, "2"],
  ]);
});

test("new messages do not shift the pages behind", async () => {
  const { client, server } = await sandbox();
  for (const body of ["1", "2", "3", "4"]) server.phone(ALICE).reply(body);
  const first = await client.messages.page({ pageSize: 2 });
  server.phone(ALICE).reply("5");
  const next = await first.nextPage();
  expect(first.instances.map(({ body }) => body)).toEqual(["4", "3"]);
  expect(next?.instances.map(({ body }) => body)).toEqual(["2", "1"]);
  expect(await next?.nextPage()).toBeUndefined();
});

test("the last of the page may be deleted before the next is read", async () => {
  const { client, server } = await sandbox();
  for (const body of ["1", "2", "3", "4"]) server.phone(ALICE).reply(body);
  const first = await client.messages.page({ pageSize: 2 });
  await client.messages(first.instances[1]?.sid ?? "").remove();
  expect((await first.nextPage())?.instances.map(({ body }) => body)).toEqual(["2", "1"]);
});

test.each([
  ["dateSentAfter, inclusive", { dateSentAfter: new Date(NOON + MINUTE) }, ["2", "1"]],
  ["dateSentAfter, a second later", { dateSentAfter: new Date(NOON + MINUTE + 1000) }, ["2"]],
  ["dateSentBefore, inclusive", { dateSentBefore: new Date(NOON + MINUTE) }, ["1", "0"]],
  ["both", { dateSentAfter: new Date(NOON + 1), dateSentBefore: new Date(NOON + MINUTE) }, ["1", "0"]],
  ["the very second", { dateSent: new Date(NOON) }, ["0"]],
])("filters by %s", async (_what, filter, expected) => {
  const { client, server, advance } = await sandbox();
  for (const body of ["0", "1", "2"]) {
    server.phone(ALICE).reply(body);
    advance(MINUTE);
  }
  expect((await client.messages.list({ to: OURS, ...filter })).map(({ body }) => body)).toEqual(expected);
});

test("dates may be compared by the day only", async () => {
  const { client, server, advance } = await sandbox({ quirks: { dateSentGranularity: "day" } });
  server.phone(ALICE).reply("today");
  advance(12 * 60 * MINUTE);
  server.phone(ALICE).reply("tomorrow");
  const since = (instant: number) => client.messages.list({ dateSentAfter: new Date(instant) });
  expect(await since(NOON + MINUTE)).toHaveLength(2);
  expect(await since(NOON + 12 * 60 * MINUTE)).toHaveLength(1);
});

test("a date filter hides what has not been sent, unless switched", async () => {
  const { client, server } = await sandbox();
  await client.messages.create({ to: ALICE, from: OURS, body: "queued" });
  const filter = { to: ALICE, dateSentAfter: new Date(NOON - MINUTE) };
  expect(await client.messages.list({ to: ALICE })).toHaveLength(1);
  expect(await client.messages.list(filter)).toHaveLength(0);
  server.quirks.dateSentHidesUnsent = false;
  expect(await client.messages.list(filter)).toHaveLength(1);
});

test("calls are filtered by status, people and start", async () => {
  const { client, server, advance } = await sandbox();
  server.phone(BOB).behaviour.call = { kind: "busy" };
  for (const to of [ALICE, BOB, ALICE]) {
    await client.calls.create({ to, from: OURS, twiml: saying("hello") });
    advance(MINUTE);
  }
  const tos = async (filter: Parameters<typeof client.calls.list>[0]) =>
    (await client.calls.list(filter)).map(({ to }) => to);
  expect(await tos({})).toEqual([ALICE, BOB, ALICE]);
  expect(await tos({ status: "busy" })).toEqual([BOB]);
  expect(await tos({ to: ALICE, from: OURS })).toEqual([ALICE, ALICE]);
  expect(await tos({ startTimeAfter: new Date(NOON + MINUTE) })).toEqual([ALICE, BOB]);
});

test.each([
  ["nothing", false, false],
  ["calls", true, false],
  ["all", true, true],
] as const)("with %s undated while queued, a call is: %s, a text is: %s", async (which, callIs, textIs) => {
  const { client, server, advance } = await sandbox({ quirks: { undatedWhileQueued: which } });
  server.phone(ALICE).behaviour.sms = { kind: "stuck" };
  await client.calls.create({ to: ALICE, from: OURS, twiml: saying("hello") });
  await client.messages.create({ to: ALICE, from: OURS, body: "hello" });
  const undated = async () => [
    (await client.calls.list())[0]?.dateCreated === null,
    (await client.messages.list())[0]?.dateCreated === null,
  ];
  expect(await undated()).toEqual([callIs, textIs]);
  advance(1000);
  expect(await undated()).toEqual([false, textIs]);
});

test("refuses page sizes and dates the service does not know", async () => {
  const { client, server } = await sandbox();
  expect(await refusal(client.messages.page({ pageSize: 1001 }))).toEqual({ status: 400, code: 20001 });
  const answer = await fetch(
    `${server.url}/2010-04-01/Accounts/${server.account.sid}/Messages.json?DateSent>=soon`,
    {
      headers: { authorization: `Basic ${btoa(`${server.account.sid}:${server.account.authToken}`)}` },
    },
  );
  expect(await answer.json()).toMatchObject({ code: 20001, status: 400 });
});

test("twenty thousand messages are taken in and read back within seconds", async () => {
  const { client, server } = await sandbox();
  const phone = server.phone(ALICE);
  for (let index = 0; index < 20_000; index += 1) phone.reply(`${index}`, OURS);
  const all = await client.messages.list({ to: OURS, pageSize: 1000 });
  expect(all).toHaveLength(20_000);
  expect(all[19_999]?.body).toBe("0");
}, 20_000);
