import { describe, expect, test, vi } from "vitest";
import type { CallBehaviour, SmsBehaviour } from "../../sandbox/twilio/model.ts";
import type { TwilioServer } from "../../sandbox/twilio/server.ts";
import type { Outcome } from "../../src/engine/ports/outcome.ts";
import type { Page } from "../../src/engine/ports/phones.ts";
import { after, before, hours, milliseconds, minutes, seconds } from "../../src/lib/time.ts";
import { DeliveryId } from "../../src/sla/record.ts";
import { twilioPhones } from "../../src/twilio/phones.ts";
import { markOf } from "../../src/twilio/words/mark.ts";
import { alertSubject, hostileTitles, pageAbout } from "../twilio/pages.ts";
import { ALICE, everyFormOf, FROM, twilio } from "../twilio/sandbox.ts";

type Expected = Partial<Record<keyof Extract<Outcome, { state: "failed" }>, unknown>>;

const text = pageAbout(alertSubject(), { phone: ALICE });
const call: Page = { ...text, via: "call", id: DeliveryId.parse("~4096/2/0/call/alice/1") };
const unknown = { state: "unknown" };

describe("a text", () => {
  test("reaches the phone, and is known to have", async () => {
    const { phones, server, ended } = await twilio();
    const sent = await phones.send(text);
    expect(sent).toEqual({ state: "sent", ref: server.phone(ALICE).sms[0]?.sid });
    expect(await ended("sms", sent)).toMatchObject({ state: "delivered" });
    expect(server.phone(ALICE).sms).toMatchObject([
      { from: FROM, body: expect.stringContaining("HIGH #17") },
    ]);
  });

  test("is asked for as a page should be: short-lived, plain, unfiltered", async () => {
    const { phones, server } = await twilio();
    await phones.send(text);
    expect(server.requests.at(-1)?.form).toMatchObject({
      ...{ To: ALICE, From: FROM, ValidityPeriod: "600", RiskCheck: "disable", SmartEncoded: "true" },
    });
  });

  test.each<[string, SmsBehaviour, Expected]>([
    ["stays sent while the carrier says no more", { kind: "sent" }, { state: "sent" }],
    ["did not arrive: the phone is off", { kind: "undelivered", code: 30003 }, { scope: "person" }],
    ["did not arrive: no such number", { kind: "undelivered", code: 30005 }, { scope: "person" }],
    [
      "did not arrive: filtered, which one alert's words must not do to all",
      { kind: "undelivered", code: 30007 },
      { scope: "person" },
    ],
    [
      "did not arrive: the carrier gave no reason",
      { kind: "undelivered", code: 30008 },
      { again: minutes(1) },
    ],
    [
      "did not arrive: the sender is not registered, which forbids texts and not calls",
      { kind: "undelivered", code: 30034 },
      { state: "failed", scope: "way" },
    ],
    [
      "did not arrive for a reason nobody has described",
      { kind: "undelivered", code: 39999 },
      { scope: "person", detail: expect.stringContaining("39999") },
    ],
    ["failed on the way", { kind: "failed", code: 30006, after: 1000 }, { state: "failed", scope: "person" }],
    ["expired in the queue", { kind: "stuck" }, { state: "sent" }],
  ])("%s", async (_rule, behaviour, expected) => {
    const { phones, server, ended } = await twilio();
    server.phone(ALICE).behaviour.sms = behaviour;
    expect(await ended("sms", await phones.send(text))).toMatchObject(expected);
  });

  test("that expired in Twilio's queue may be sent again", async () => {
    const { phones, server, move } = await twilio();
    server.phone(ALICE).behaviour.sms = { kind: "stuck" };
    const sent = await phones.send(text);
    move(minutes(11));
    const ref = sent.state === "sent" ? sent.ref : "";
    expect(await phones.follow("sms", ref)).toMatchObject({ state: "failed", again: seconds(30), ref });
  });

  test("accepted as failed is failed", async () => {
    const { phones, server } = await twilio();
    server.phone(ALICE).behaviour.sms = { kind: "failed", code: 30006 };
    expect(await phones.send(text)).toMatchObject({
      state: "failed",
      scope: "person",
      ref: expect.stringMatching(/^SM/),
    });
  });

  test("goes through a Messaging Service when there is one, and calls do not", async () => {
    const pooled = "+12025550101";
    const service = { sid: "MG00000000000000000000000000000009", senders: [pooled] };
    const numbers = [FROM, pooled].map((phoneNumber) => ({
      ...{ phoneNumber, capabilities: { sms: true, voice: true } },
    }));
    const { phones, server, ended, clock } = await twilio(
      { messagingServiceSid: service.sid },
      { messagingServices: [service], numbers },
    );
    expect(await ended("sms", await phones.send(text))).toMatchObject({ state: "delivered" });
    expect(await phones.find(text, clock.now())).toMatchObject({ state: "delivered" });
    expect([...server.messages.values()]).toMatchObject([{ messagingServiceSid: service.sid, from: pooled }]);
    expect(await phones.send(call)).toMatchObject({ state: "sent" });
  });
});

describe("a call", () => {
  test.each<[string, CallBehaviour, Expected]>([
    [
      "is answered",
      { kind: "answer", duration: 12_000 },
      { state: "delivered", detail: "by a person or voicemail, 12 s" },
    ],
    ["is taken by a voicemail, which is not told apart", { kind: "voicemail" }, { state: "delivered" }],
    ["finds the line busy", { kind: "busy" }, { state: "unanswered", detail: "the line was busy" }],
    ["rings in vain", { kind: "no-answer" }, { state: "unanswered", detail: "nobody answered" }],
    [
      "cannot be connected",
      { kind: "failed" },
      { state: "unanswered", detail: "the call could not be connected" },
    ],
  ])("%s", async (_rule, behaviour, expected) => {
    const { phones, server, ended } = await twilio();
    server.phone(ALICE).behaviour.call = behaviour;
    expect(await ended("call", await phones.send(call))).toMatchObject(expected);
  });

  test("says the words as often as set, and rings as long", async () => {
    const { phones, server, ended } = await twilio();
    await ended("call", await phones.send(call));
    const [heard] = server.phone(ALICE).calls;
    expect(heard?.spoken).toHaveLength(2);
    expect(heard?.spoken[0]).toContain("High alert, nobody on it for");
    expect(server.requests.find(({ method }) => method === "POST")?.form).toMatchObject({
      Timeout: "25",
      From: FROM,
    });
  });

  test("plays a twimlet instead when one is set", async () => {
    const twimletUrl = `http://twimlets.com/echo?Twiml=${encodeURIComponent("<Response><Say>Look.</Say></Response>")}`;
    const { phones, server, ended } = await twilio({ twimletUrl });
    await ended("call", await phones.send(call));
    expect(server.requests[0]?.form).toMatchObject({ Url: twimletUrl, Method: "GET" });
    expect(server.phone(ALICE).calls).toMatchObject([{ spoken: ["Look."], twiml: null }]);
  });
});

test.each(Object.entries(hostileTitles))("a title of %s is sent and spoken", async (_name, title) => {
  const { phones, server } = await twilio();
  const about = alertSubject({ title });
  expect(await phones.send({ ...text, about })).toMatchObject({ state: "sent" });
  expect(await phones.send({ ...call, about })).toMatchObject({ state: "sent" });
  expect([...server.messages.values()]).toMatchObject([
    { segments: /[\u0370-\u04ff\u4e00-\u9fff]/.test(title) ? 2 : 1 },
  ]);
});

describe("a refusal", () => {
  test.each<[string, Page["via"], number, Expected]>([
    ["an invalid number concerns one person", "sms", 21211, { scope: "person" }],
    ["a landline concerns texts to one person", "sms", 21614, { scope: "person" }],
    [
      "an opt-out names the person and the way back",
      "sms",
      21610,
      { scope: "person", detail: "alice has opted out of texts from this number: they must text it START" },
    ],
    ["a forbidden country concerns one person", "call", 21215, { scope: "person" }],
    ["an unreachable number concerns one person", "call", 21214, { scope: "person" }],
    ["a full queue passes", "sms", 21611, { again: minutes(1) }],
    ["too many calls at once pass", "call", 10004, { again: seconds(30) }],
    ["a foreign sender forbids texts", "sms", 21606, { scope: "way" }],
    ["a foreign caller id forbids calls", "call", 21210, { scope: "way" }],
    ["a missing service forbids texts", "sms", 21701, { scope: "way" }],
    ["a suspended account forbids all", "sms", 20005, { scope: "setup" }],
    [
      "an unknown code concerns one person",
      "sms",
      21999,
      {
        scope: "person",
        detail: "Twilio refused the text to alice (twilio.com/docs/api/errors/21999)",
      },
    ],
  ])("%s", async (_rule, via, code, expected) => {
    const { phones, server } = await twilio();
    server.faults.add({ kind: "status", status: 400, code });
    expect(await phones.send(via === "sms" ? text : call)).toMatchObject({ state: "failed", ...expected });
  });

  test.each<[string, string, Expected]>([
    ["+15005550001", "sms", { scope: "person" }],
    ["+15005550004", "sms", { scope: "person" }],
    ["+15005550003", "call", { scope: "person" }],
  ])("the test number %s is refused for a %s as documented", async (phone, via, expected) => {
    const { phones } = await twilio();
    const outcome = await phones.send({ ...(via === "sms" ? text : call), phone });
    expect(outcome).toMatchObject({ state: "failed", ...expected });
    expect(everyFormOf(outcome)).not.toContain(phone);
  });
});

/** What goes wrong, how it is acted out, and what it means for a send: `unknown` = look before sending again. */
const failures: readonly [string, (server: TwilioServer) => unknown, Expected][] = [
  ["401", ({ faults }) => faults.add({ kind: "status", status: 401 }), { state: "failed", scope: "setup" }],
  ["403", ({ faults }) => faults.add({ kind: "status", status: 403 }), { state: "failed", scope: "way" }],
  ["404", ({ faults }) => faults.add({ kind: "status", status: 404 }), { state: "failed", scope: "setup" }],
  [
    "429",
    ({ faults }) => faults.add({ kind: "status", status: 429 }),
    { state: "failed", again: seconds(5) },
  ],
  ["500 before", ({ faults }) => faults.add({ kind: "status", status: 500 }), unknown],
  ["500 after", ({ faults }) => faults.add({ kind: "status", status: 500, when: "after" }), unknown],
  ["reset before", ({ faults }) => faults.add({ kind: "reset" }), unknown],
  ["reset after", ({ faults }) => faults.add({ kind: "reset", when: "after" }), unknown],
  [
    "429 with a wait",
    ({ faults }) => faults.add({ kind: "status", status: 429, retryAfter: "14" }),
    { state: "failed", again: seconds(14) },
  ],
  [
    "429 with a wait of a day",
    ({ faults }) => faults.add({ kind: "status", status: 429, retryAfter: "86400" }),
    { state: "failed", again: minutes(5) },
  ],
  [
    "429 with nonsense for a wait",
    ({ faults }) => faults.add({ kind: "status", status: 429, retryAfter: "soon" }),
    { state: "failed", again: seconds(5) },
  ],
  ["503", ({ faults }) => faults.add({ kind: "status", status: 503, retryAfter: "2" }), unknown],
  ["stall", ({ faults }) => faults.add({ kind: "stall" }), unknown],
  ["drip", ({ faults }) => faults.add({ kind: "drip" }), unknown],
  ["JSON of another kind", ({ faults }) => faults.add({ kind: "json", body: { hello: "world" } }), unknown],
  ["a bare list", ({ faults }) => faults.add({ kind: "json", body: [] }), unknown],
  ["a bare word", ({ faults }) => faults.add({ kind: "json", body: "null" }), unknown],
  [
    "fields of the wrong kind",
    ({ faults }) => faults.add({ kind: "json", body: { sid: 5, status: {}, calls: 1, messages: null } }),
    unknown,
  ],
  ["hang", ({ faults }) => faults.add({ kind: "hang" }), unknown],
  ["cut answer", ({ faults }) => faults.add({ kind: "cut" }), unknown],
  ["HTML", ({ faults }) => faults.add({ kind: "html" }), unknown],
  ["HTML 502", ({ faults }) => faults.add({ kind: "html", status: 502 }), unknown],
  [
    "redirect",
    ({ faults }) => faults.add({ kind: "html", status: 302 }),
    { state: "failed", again: minutes(1) },
  ],
  ["refused connection", (server) => server.stop(), { state: "failed", again: seconds(15) }],
];

describe.each(failures)("%s", (_name, arrange, expected) => {
  test("is told apart when sending, and never thrown", async () => {
    const { phones, server } = await twilio();
    await arrange(server);
    const outcomes = await Promise.all([phones.send(text), phones.send(call)]);
    expect(outcomes).toMatchObject([expected, expected]);
  });

  test("when asking how it went on is no news, when looking is no answer", async () => {
    const { phones, server, clock } = await twilio();
    const sent = await phones.send(text);
    const ref = sent.state === "sent" ? sent.ref : "";
    await arrange(server);
    const [followed, found] = await Promise.all([phones.follow("sms", ref), phones.find(text, clock.now())]);
    expect(followed).toEqual({ state: "sent", ref });
    expect(found).toMatchObject(unknown);
  });

  test("never shows a credential or a full number", async () => {
    const { phones, server, clock, logged, secrets } = await twilio();
    await arrange(server);
    const outcomes = await Promise.all([
      phones.send(text),
      phones.send(call),
      phones.find(text, clock.now()),
      phones.find(call, clock.now()),
      phones.follow("sms", `SM${"0".repeat(32)}`),
    ]);
    const seen = everyFormOf(outcomes) + logged() + everyFormOf(phones);
    expect(logged()).not.toBe("");
    for (const secret of secrets) expect(seen).not.toContain(secret);
  });
});

describe("after a crash or an unknown outcome", () => {
  test.each<[string, Page]>([
    ["a text", text],
    ["a call", call],
  ])("%s that had been taken is found", async (_name, page) => {
    const { phones, server, clock, ended } = await twilio();
    server.faults.add({ kind: "reset", when: "after", times: 1 });
    const startedAt = clock.now();
    expect(await phones.send(page)).toMatchObject(unknown);
    const found = await phones.find(page, startedAt);
    expect(found).toMatchObject({ state: "sent", ref: expect.any(String) });
    expect(await ended(page.via, found)).toMatchObject({ state: "delivered" });
  });

  test.each<[string, Page]>([
    ["a text", text],
    ["a call", call],
  ])("%s that had not been taken is not found", async (_name, page) => {
    const { phones, server, clock } = await twilio();
    server.faults.add({ kind: "reset", times: 1 });
    expect(await phones.send(page)).toMatchObject(unknown);
    expect(await phones.find(page, clock.now())).toBe("not-found");
  });

  test("a text still queued is found, though it has no date of sending yet", async () => {
    const { phones, server, clock } = await twilio();
    server.phone(ALICE).behaviour.sms = { kind: "stuck" };
    await phones.send(text);
    expect(await phones.find(text, clock.now())).toMatchObject({ state: "sent" });
  });

  test("what is slow to be listed is found at the second look", async () => {
    const { phones, server, clock, move } = await twilio();
    server.faults.listDelay = 20_000;
    const startedAt = clock.now();
    await phones.send(text);
    move(seconds(15));
    expect(await phones.find(text, startedAt)).toBe("not-found");
    move(seconds(45));
    expect(await phones.find(text, startedAt)).toMatchObject({ state: "delivered" });
  });

  test("a text is told by its mark from others to the same person", async () => {
    const { phones, server, clock } = await twilio();
    const other = { ...text, id: DeliveryId.parse("~4097/1/0/sms/alice/1") };
    await phones.send(other);
    await phones.send(text);
    await phones.send(other);
    const found = await phones.find(text, clock.now());
    const [, mine] = server.phone(ALICE).sms;
    expect(found).toMatchObject({ ref: mine?.sid });
    expect(mine?.body).toContain(markOf(text));
  });

  test("an earlier text with the same mark is not taken for a later one", async () => {
    const { phones, clock, move } = await twilio();
    await phones.send(text);
    move(minutes(2));
    expect(await phones.find(text, clock.now())).toBe("not-found");
  });

  test("Twilio's clock may be behind ours by most of a minute", async () => {
    const { phones, clock } = await twilio();
    await phones.send(text);
    expect(await phones.find(text, after(clock.now(), seconds(55)))).toMatchObject({ state: "sent" });
  });

  test("the call before is not taken for this one", async () => {
    const { phones, server, clock, move, ended } = await twilio();
    server.phone(ALICE).behaviour.call = { kind: "busy" };
    await ended("call", await phones.send(call));
    move(seconds(1));
    const again = { ...call, attempt: 2, id: DeliveryId.parse("~4096/2/0/call/alice/2") };
    expect(await phones.find(again, clock.now())).toBe("not-found");
    expect(await phones.find(call, clock.now())).toMatchObject({ state: "unanswered" });
  });

  test("nor is it by a process that knows nothing of it, once it is a ringing old", async () => {
    const first = await twilio();
    await first.phones.send(call);
    first.move(seconds(25));
    const second = twilioPhones(first.options);
    expect(await second.find(call, first.clock.now())).toBe("not-found");
    expect(await second.find(call, before(first.clock.now(), seconds(20)))).toMatchObject({
      state: "sent",
    });
  });

  test("a page to somebody else is not found", async () => {
    const { phones, clock } = await twilio();
    await phones.send(text);
    expect(await phones.find({ ...text, phone: "+12025550199" }, clock.now())).toBe("not-found");
  });

  test("a page of last night is found among the latest", async () => {
    const { phones, clock, move } = await twilio();
    const startedAt = clock.now();
    await phones.send(text);
    move(hours(9));
    expect(await phones.find(text, startedAt)).toMatchObject({ state: "delivered" });
  });
});

describe("a list", () => {
  const junk = [
    null,
    5,
    "row",
    [],
    {},
    { sid: 7 },
    { sid: "SM1", status: "sent" },
    { sid: null, status: null },
  ];

  test.each<[string, Page]>([
    ["a text", text],
    ["a call", call],
  ])("of which most rows are nonsense still tells %s", async (_name, page) => {
    const { phones, server, clock } = await twilio();
    const sent = await phones.send(page);
    server.faults.add({ kind: "rows", rows: junk });
    expect(await phones.find(page, clock.now())).toEqual(sent);
  });

  test.each<[string, Page]>([
    ["a text", text],
    ["a call", call],
  ])("that gives no dates yet tells %s, in a process that knows nothing of it", async (_name, page) => {
    const first = await twilio({}, { quirks: { undatedWhileQueued: "all" } });
    first.server.phone(ALICE).behaviour.sms = { kind: "stuck" };
    const sent = await first.phones.send(page);
    const second = twilioPhones(first.options);
    expect(await second.find(page, first.clock.now())).toEqual(sent);
  });

  test("with a call that has no dates yet tells the call before it all the same", async () => {
    const { phones, server, clock, options, move } = await twilio({}, { limits: { callsPerSecond: 0.01 } });
    const sent = await phones.send(call);
    const startedAt = clock.now();
    move(seconds(1));
    const waiting = { ...call, attempt: 2, id: DeliveryId.parse("~4096/2/0/call/alice/2") };
    await phones.send(waiting);
    expect([...server.calls.values()].map(({ status }) => status)).toEqual(["ringing", "queued"]);
    expect(await twilioPhones(options).find(call, startedAt)).toEqual(sent);
  });

  test("with another's call that has no dates yet does not tell this one", async () => {
    const { phones, clock, options } = await twilio();
    const others = await phones.send(call);
    const again = { ...call, attempt: 2, id: DeliveryId.parse("~4096/2/0/call/alice/2") };
    expect(await phones.find(again, clock.now())).toBe("not-found");
    const isAnothers = (ref: string) => others.state === "sent" && others.ref === ref;
    expect(await twilioPhones(options).find(again, clock.now(), isAnothers)).toBe("not-found");
  });

  test.each<[string, Page]>([
    ["a text", text],
    ["a call", call],
  ])("that lags behind tells %s once it has caught up, to the millisecond", async (_name, page) => {
    const { phones, server, clock, move } = await twilio();
    server.faults.listDelay = 20_000;
    const startedAt = clock.now();
    await phones.send(page);
    move(milliseconds(19_999));
    expect(await phones.find(page, startedAt)).toBe("not-found");
    move(milliseconds(1));
    expect(await phones.find(page, startedAt)).toMatchObject({ ref: expect.any(String) });
  });
});

/** A call to Alice, so many seconds into it. */
async function calling(behaviour?: CallBehaviour, at = 0) {
  const soc = await twilio();
  if (behaviour !== undefined) soc.server.phone(ALICE).behaviour.call = behaviour;
  const sent = await soc.phones.send(call);
  soc.move(seconds(at));
  return { ...soc, ref: sent.state === "sent" ? sent.ref : "" };
}

type Fault = Parameters<TwilioServer["faults"]["add"]>[0];

/** What may become of a word to Twilio. */
const spoilt: readonly [string, Fault][] = [
  ["fails at Twilio", { kind: "status", status: 500 }],
  ["gets lost", { kind: "reset" }],
  ["gets no answer", { kind: "hang" }],
  ["is answered with nonsense", { kind: "json", body: { status: "canceled" } }],
];

describe("hanging up", () => {
  /** Behaviour, how far into the call, and how it has ended at Twilio after that. */
  const states: readonly [string, CallBehaviour, number, string][] = [
    ["a call that waits in Twilio's queue", { kind: "manual" }, 0, "canceled"],
    ["a ringing call", { kind: "manual" }, 5, "canceled"],
    ["a call in which somebody listens", { kind: "answer", after: 2000 }, 4, "completed"],
    ["a call that nobody took", { kind: "busy" }, 10, "busy"],
    ["a call that is over", { kind: "answer", after: 0, duration: 1000 }, 10, "completed"],
  ];

  test.each(states)("ends %s", async (_name, behaviour, at, status) => {
    const { phones, server, move, ref } = await calling(behaviour, at);
    await phones.hangUp(ref);
    expect([...server.calls.values()]).toMatchObject([{ status }]);
    move(seconds(60));
    expect([...server.calls.values()]).toMatchObject([{ status }]);
  });

  test("leaves a call that rang unanswered, as the engine judges the rest", async () => {
    const { phones, ref } = await calling({ kind: "manual" }, 5);
    await phones.hangUp(ref);
    expect(await phones.follow("call", ref)).toEqual({
      ...{ state: "unanswered", ref, detail: "the call was cancelled before anybody answered" },
      reason: { name: "the call was cancelled" },
    });
  });

  test.each<[string, Fault]>([
    ["is refused for the state of the call", { kind: "status", status: 400, code: 21220 }],
    ["is refused otherwise", { kind: "status", status: 400, code: 20001 }],
    ...spoilt,
  ])("tries the other word when the first %s", async (_how, fault) => {
    const { phones, server, ref } = await calling({ kind: "manual" }, 5);
    server.faults.add({ ...fault, method: "POST", times: 1 });
    await phones.hangUp(ref);
    expect([...server.calls.values()]).toMatchObject([{ status: "canceled" }]);
    expect(server.requests.slice(-2).map(({ form }) => form)).toEqual([
      { Status: "canceled" },
      { Status: "completed" },
    ]);
  });

  test("asks once where once is enough", async () => {
    const { phones, server, ref } = await calling();
    await phones.hangUp(ref);
    expect(server.requests).toHaveLength(2);
  });

  test.each(["", "no SID", `CA${"0".repeat(32)}`])("of %j, which is no call, throws nothing", async (ref) => {
    const { phones } = await twilio();
    await expect(phones.hangUp(ref)).resolves.toBeUndefined();
  });

  test.each(failures)(
    "throws nothing and shows no secret whatever Twilio does: %s",
    async (_name, arrange) => {
      const { phones, server, logged, secrets, ref } = await calling();
      await arrange(server);
      await expect(phones.hangUp(ref)).resolves.toBeUndefined();
      for (const secret of secrets) expect(logged()).not.toContain(secret);
    },
  );
});

describe("ending only what nobody has taken", () => {
  /** Behaviour, how far into the call, whether it is cancelled, and how it stands at Twilio after that and in the end. */
  const states: readonly [string, CallBehaviour, number, boolean, string, string][] = [
    ["ends a call that waits in Twilio's queue", { kind: "manual" }, 0, true, "canceled", "canceled"],
    ["ends a ringing call", { kind: "manual" }, 5, true, "canceled", "canceled"],
    [
      "leaves a call in which somebody listens",
      { kind: "answer", after: 2000 },
      4,
      false,
      "in-progress",
      "completed",
    ],
    ["leaves a call that nobody took", { kind: "busy" }, 10, false, "busy", "busy"],
    [
      "leaves a call that is over",
      { kind: "answer", after: 0, duration: 1000 },
      10,
      false,
      "completed",
      "completed",
    ],
  ];

  test.each(states)("cancelling %s", async (_name, behaviour, at, isCancelled, status, inTheEnd) => {
    const { phones, server, move, ref } = await calling(behaviour, at);
    expect(await phones.cancel(ref)).toBe(isCancelled);
    expect([...server.calls.values()]).toMatchObject([{ status }]);
    move(seconds(60));
    expect([...server.calls.values()]).toMatchObject([{ status: inTheEnd }]);
  });

  test.each<[string, Fault]>([["is refused", { kind: "status", status: 400, code: 20001 }], ...spoilt])(
    "looks how the call stands when the word %s, and ends it while it rings",
    async (_how, fault) => {
      const { phones, server, ref } = await calling({ kind: "manual" }, 5);
      server.faults.add({ ...fault, method: "POST", times: 1 });
      expect(await phones.cancel(ref)).toBe(true);
      expect([...server.calls.values()]).toMatchObject([{ status: "canceled" }]);
    },
  );

  test("asks once where once is enough", async () => {
    const { phones, server, ref } = await calling();
    await phones.cancel(ref);
    expect(server.requests).toHaveLength(2);
  });

  test.each(failures)(
    "is not said to have been done, throws nothing and shows no secret whatever Twilio does: %s",
    async (_name, arrange) => {
      const { phones, server, logged, secrets, ref } = await calling();
      await arrange(server);
      expect(await phones.cancel(ref)).toBe(false);
      for (const secret of secrets) expect(logged()).not.toContain(secret);
    },
  );
});

test("a storm of pages never asks for more at once than Twilio takes", async () => {
  const { phones } = await twilio({}, { limits: { concurrentRequests: 3 } });
  const pages = Array.from({ length: 24 }, (_, i) => ({ ...text, phone: `+120255502${i + 10}` }));
  const outcomes = await Promise.all(pages.map((page) => phones.send(page)));
  expect(outcomes.filter(({ state }) => state === "sent")).toHaveLength(24);
});

test.each<[string, { from?: string; messagingServiceSid?: string }, string[]]>([
  ["a number texts and calls", { from: FROM }, ["sms", "call"]],
  ["a name only texts", { from: "SOC Team" }, ["sms"]],
  ["a short code only texts", { from: "12345" }, ["sms"]],
  ["a Messaging Service only texts", { messagingServiceSid: "MG1" }, ["sms"]],
  ["both do both", { from: FROM, messagingServiceSid: "MG1" }, ["sms", "call"]],
  ["nothing does nothing", {}, []],
])("%s", async (_rule, sender, methods) => {
  const { phones } = await twilio({ from: undefined, ...sender });
  expect([...phones.methods]).toEqual(methods);
});

test("variables meant for other programs change nothing", async ({ onTestFinished }) => {
  const stray = {
    TWILIO_REGION: "au1",
    TWILIO_EDGE: "sydney",
    HTTP_PROXY: "http://127.0.0.1:1",
    TWILIO_CA_BUNDLE: "/none",
  };
  for (const [name, value] of Object.entries(stray)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { phones } = await twilio();
  expect(await phones.send(text)).toMatchObject({ state: "sent" });
});
