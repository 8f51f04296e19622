import { expect, test } from "vitest";
import { ALICE, OURS, sandbox } from "./fixture.ts";

const asking = (action: string) =>
  `<Response><Gather numDigits="1" action="${action.replaceAll("&", "&amp;")}" timeout="5"><Say>Press a key now</Say></Gather><Say>Bye</Say></Response>`;

/** A call that is being taken, whose words send keys somewhere. */
async function talking(to?: string, options: Parameters<typeof sandbox>[0] = {}) {
  const world = await sandbox(options);
  const { server, client, advance } = world;
  server.phone(ALICE).behaviour.call = { kind: "manual" };
  const { sid } = await client.calls.create({
    to: ALICE,
    from: OURS,
    twiml: asking(to ?? server.keypressUrl),
  });
  advance(1000);
  server.phone(ALICE).answer(sid);
  const queues = await client.queues.list();
  return { ...world, sid, queues, phone: server.phone(ALICE), call: () => client.calls(sid).fetch() };
}

test("a key takes the call out of its words and into the queue, until new words take it out", async () => {
  const { client, phone, sid, queues, advance, call } = await talking();
  expect(queues).toEqual([]);
  advance(500);
  expect(phone.press(sid)).toBe(true);
  const [queue] = await client.queues.list();
  expect(queue).toMatchObject({ friendlyName: "sla-monitor", currentSize: 1 });
  advance(9000);
  expect(await client.queues(queue?.sid ?? "").members.list()).toMatchObject([{ callSid: sid, waitTime: 9 }]);
  expect(await call()).toMatchObject({ status: "in-progress" });
  await client.calls(sid).update({ twiml: "<Response><Say>Thank you</Say></Response>" });
  expect(await client.queues(queue?.sid ?? "").members.list()).toEqual([]);
  expect(phone.calls[0]?.spoken).toEqual(["Thank you"]);
  advance(2000);
  expect(await call()).toMatchObject({ status: "completed" });
});

test("a key is waited for to the end of its words and five seconds longer, and no longer", async () => {
  const { phone, sid, advance } = await talking();
  // Four words, and the patience of the verb.
  advance(4 * 400 + 5000);
  expect(phone.press(sid)).toBe(false);
});

test.each([
  [
    "an echo",
    "http://twimlets.com/echo?Twiml=%3CResponse%3E%3CEnqueue%3Eq%3C%2FEnqueue%3E%3C%2FResponse%3E",
    "q",
  ],
  ["nothing", "http://twimlets.com/nothing", undefined],
  ["what is no TwiML", "http://twimlets.com/echo?Twiml=Hello", undefined],
])("a key that leads to %s", async (_what, action, queue) => {
  const { client, phone, sid, advance, call } = await talking(action);
  phone.press(sid);
  expect((await client.queues.list()).map(({ friendlyName }) => friendlyName)).toEqual(
    queue === undefined ? [] : [queue],
  );
  advance(4000);
  expect(await call()).toMatchObject({ status: queue === undefined ? "completed" : "in-progress" });
});

test("a script that came with the call may have no use of keys", async () => {
  const { client, phone, sid } = await talking(undefined, { quirks: { gatherAction: "fails" } });
  expect(phone.press(sid)).toBe(true);
  expect(await client.queues.list()).toEqual([]);
});

test("whoever hangs up leaves the queue", async () => {
  const { client, phone, sid } = await talking();
  phone.press(sid);
  phone.hangUp(sid);
  expect(await client.queues.list()).toMatchObject([{ friendlyName: "sla-monitor", currentSize: 0 }]);
});

test("a queue that there is not is refused", async () => {
  const { client } = await talking();
  await expect(client.queues(`QU${"0".repeat(32)}`).members.list()).rejects.toMatchObject({ code: 20404 });
});

test("the document for keys is served to anybody, as Twilio would", async () => {
  const { server } = await sandbox();
  const answer = await fetch(server.keypressUrl);
  expect(answer.headers.get("content-type")).toContain("xml");
  expect(await answer.text()).toContain("<Enqueue");
  server.bins.clear();
  expect((await fetch(server.keypressUrl)).status).toBe(404);
});

test.each([
  ["a machine", { kind: "voicemail", after: 0, duration: 9000 }, "machine_start"],
  ["a fax", { kind: "voicemail", after: 0, duration: 9000, as: "fax" }, "fax"],
  ["a person", { kind: "answer", after: 0, duration: 9000 }, "human"],
  [
    "a person taken for a machine",
    { kind: "answer", after: 0, duration: 9000, as: "machine_start" },
    "machine_start",
  ],
] as const)(
  "detection tells of %s three seconds after the call was taken, where it is shown at all",
  async (_who, behaviour, told) => {
    for (const syncAnsweredBy of [true, false]) {
      const { server, client, advance } = await sandbox({ quirks: { syncAnsweredBy } });
      server.phone(ALICE).behaviour.call = behaviour;
      const twiml = "<Response><Say>Hello</Say></Response>";
      const { sid } = await client.calls.create({ to: ALICE, from: OURS, twiml, machineDetection: "Enable" });
      advance(3499);
      expect(await client.calls(sid).fetch()).toMatchObject({ answeredBy: null });
      advance(1);
      const call = await client.calls(sid).fetch();
      expect(call).toMatchObject({ status: "in-progress", answeredBy: syncAnsweredBy ? told : null });
    }
  },
);

test("texts that came in may not be listed", async () => {
  const { server, client } = await sandbox({ quirks: { inboundListed: false } });
  server.phone(ALICE).reply("99KN", OURS);
  expect(await client.messages.list({ to: OURS })).toEqual([]);
});
