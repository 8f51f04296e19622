import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { TwilioServer } from "../../sandbox/twilio/server.ts";
import { checkTwilio } from "../../src/twilio/check.ts";
import type { Sender } from "../../src/twilio/options.ts";
import { everyFormOf, FROM, twilio } from "./sandbox.ts";

const MG = "MG00000000000000000000000000000009";

test.each<[string, Sender, { sms: boolean; voice: boolean }, boolean, RegExp]>([
  [
    "a number that can do both",
    { from: FROM },
    { sms: true, voice: true },
    true,
    /^\+12…00 can text and call$/,
  ],
  ["a number without SMS", { from: FROM }, { sms: false, voice: true }, false, /cannot text: choose/],
  ["a number without voice", { from: FROM }, { sms: true, voice: false }, false, /cannot call: choose/],
  [
    "a number with neither",
    { from: FROM },
    { sms: false, voice: false },
    false,
    /cannot text or call: choose/,
  ],
  [
    "a foreign number",
    { from: "+12025550188" },
    { sms: true, voice: true },
    false,
    /not a number of this account/,
  ],
  ["a name", { from: "SOC Team" }, { sms: true, voice: true }, true, /"SOC Team", which cannot call/],
  [
    "a Messaging Service alone",
    { messagingServiceSid: MG },
    { sms: true, voice: true },
    true,
    /TWILIO_FROM to call/,
  ],
  [
    "a service with a number to call from",
    { from: FROM, messagingServiceSid: MG },
    { sms: false, voice: true },
    true,
    /Service; \+12…00 can call$/,
  ],
  [
    "a service with a number that cannot call",
    { from: FROM, messagingServiceSid: MG },
    { sms: true, voice: false },
    false,
    /cannot call: choose/,
  ],
  ["no sender", {}, { sms: true, voice: true }, false, /set TWILIO_FROM/],
])("judges %s", async (_name, sender, capabilities, ok, detail) => {
  const { options } = await twilio(
    { from: undefined, ...sender },
    { numbers: [{ phoneNumber: FROM, capabilities }] },
  );
  expect(await checkTwilio(options)).toEqual([
    { name: "twilio", ok: true, detail: "credentials accepted" },
    { name: "twilio.sender", ok, detail: expect.stringMatching(detail) },
    { name: "twilio.keys", ok: true, detail: "off: calls offer no key" },
  ]);
});

test.each<[what: string, document: string | undefined, detail: RegExp]>([
  [
    "a document that is as it should be",
    "<Response><Enqueue>sla-monitor</Enqueue></Response>",
    /offer a key: try/,
  ],
  [
    "another queue",
    "<Response><Enqueue>support</Enqueue></Response>",
    /no key: .*something else than <Response>/,
  ],
  ["no document", undefined, /no key: .*HTTP 404/],
])("judges a key by %s; without one nothing is at fault", async (_what, document, detail) => {
  const { server, options } = await twilio();
  if (document === undefined) server.bins.clear();
  else server.bins.set("keys", document);
  const checks = await checkTwilio({ ...options, keypressUrl: server.keypressUrl });
  expect(checks).toContainEqual({ name: "twilio.keys", ok: true, detail: expect.stringMatching(detail) });
});

describe("when the account cannot be used", () => {
  test.each<[string, (server: TwilioServer) => unknown, RegExp]>([
    [
      "a wrong token",
      ({ account }) => Object.assign(account, { authToken: "another" }),
      /refused the credentials: check TWILIO_ACCOUNT_SID/,
    ],
    ["a suspended account", ({ account }) => Object.assign(account, { status: "suspended" }), /./],
    ["a server error", ({ faults }) => faults.add({ kind: "status", status: 500 }), /HTTP 500|errors\/20500/],
    ["a sign-in page", ({ faults }) => faults.add({ kind: "html" }), /sign-in page may be in between/],
    ["silence", ({ faults }) => faults.add({ kind: "hang" }), /did not answer in time/],
    ["nobody there", (server) => server.stop(), /cannot be reached \(ECONNREFUSED\): check the network/],
  ])("%s is told with what to do, and the sender is left out", async (_name, arrange, detail) => {
    const { server, options, secrets } = await twilio();
    await arrange(server);
    const checks = await checkTwilio(options);
    expect(checks).toEqual([{ name: "twilio", ok: false, detail: expect.stringMatching(detail) }]);
    for (const secret of secrets) expect(everyFormOf(checks)).not.toContain(secret);
  });

  test("a malformed account SID is told, not thrown", async () => {
    const { options } = await twilio();
    const [check] = await checkTwilio({ ...options, accountSid: "SK1", username: "SK1" });
    expect(check).toMatchObject({ ok: false, detail: expect.stringContaining("must start with AC") });
  });
});

test("an API key does as well as the auth token", async () => {
  const sid = "SK00000000000000000000000000000003";
  const { options } = await twilio(
    { username: sid, password: "a secret of the key" },
    { apiKeys: [{ sid, secret: "a secret of the key", kind: "restricted", allows: ["numbers:read"] }] },
  );
  expect(await checkTwilio(options)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
});

test("another number than the one that was asked for is not taken for it", async () => {
  const server = createServer((_request, response) => {
    const number = { phone_number: "+12025550199", capabilities: { sms: true, voice: true, mms: false } };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ incoming_phone_numbers: [number], next_page_uri: null }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const account = { accountSid: `AC${"0".repeat(32)}`, username: "SK1", password: "secret-of-key" };
  const [, sender] = await checkTwilio({ ...account, from: FROM, apiUrl: `http://127.0.0.1:${port}` });
  expect(sender).toEqual({
    name: "twilio.sender",
    ok: false,
    detail: expect.stringContaining("+12…00 is not a number of this account"),
  });
});
