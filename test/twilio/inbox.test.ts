import { describe, expect, test } from "vitest";
import { before as earlier, hours, minutes, seconds } from "../../src/lib/time.ts";
import { alertSubject, pageAbout } from "./pages.ts";
import { ALICE, FROM, twilio } from "./sandbox.ts";

const bodies = (texts: readonly { body: string }[] | undefined) => texts?.map(({ body }) => body);

describe("texts that came in", () => {
  test("are told oldest first, with who claims to have sent them, and without what went out", async () => {
    const { phones, server, clock, move } = await twilio();
    await phones.send(pageAbout(alertSubject(), { phone: ALICE }));
    server.phone(ALICE).reply("99KN");
    move(seconds(5));
    server.phone("+12025550188").reply("7CDF", FROM);
    const texts = await phones.inbox?.(earlier(clock.now(), minutes(1)));
    expect(texts).toMatchObject([
      { from: ALICE, body: "99KN", at: earlier(clock.now(), seconds(5)) },
      { from: "+12025550188", body: "7CDF", at: clock.now() },
    ]);
  });

  test("are read to the first page that holds only older ones, each once", async () => {
    const { phones, server, clock, move } = await twilio();
    for (let count = 0; count < 250; count++) server.phone(ALICE).reply(`old ${count}`, FROM);
    move(hours(2));
    for (let count = 0; count < 150; count++) server.phone(ALICE).reply(`new ${count}`, FROM);
    const texts = await phones.inbox?.(earlier(clock.now(), minutes(10)));
    expect(bodies(texts)).toEqual(Array.from({ length: 150 }, (_, count) => `new ${count}`));
    // 400 rows are four pages: the third begins with old ones.
    expect(server.requests.map(({ query }) => query.To)).toEqual([FROM, FROM, FROM]);
  });

  test("of a Messaging Service may have come to any of its numbers", async () => {
    const other = { phoneNumber: "+12025550105", capabilities: { sms: true, voice: true } };
    const numbers = [{ phoneNumber: FROM, capabilities: { sms: true, voice: true } }, other];
    const { phones, server, clock } = await twilio({ messagingServiceSid: "MG1" }, { numbers });
    server.phone(ALICE).reply("99KN", other.phoneNumber);
    expect(bodies(await phones.inbox?.(earlier(clock.now(), minutes(1))))).toEqual(["99KN"]);
  });

  test("without a date may be new", async () => {
    const { phones, server, clock, move } = await twilio({}, { quirks: { inboundDateSent: false } });
    server.phone(ALICE).reply("99KN", FROM);
    const row = { sid: `SM${"0".repeat(31)}f`, direction: "inbound", from: ALICE, to: FROM, body: "7CDF" };
    server.faults.add({ kind: "rows", method: "GET", rows: [row, null, { direction: "inbound" }], times: 1 });
    expect(bodies(await phones.inbox?.(clock.now()))).toEqual(["99KN", "7CDF"]);
    move(hours(1));
    expect(bodies(await phones.inbox?.(clock.now()))).toEqual([]);
  });

  test.each(["hang", "reset", "html", "cut"] as const)(
    "cannot be asked for while Twilio does %s",
    async (kind) => {
      const { phones, server, clock, logged, secrets } = await twilio();
      server.faults.add({ kind });
      expect(await phones.inbox?.(clock.now())).toBeUndefined();
      for (const secret of secrets) expect(logged()).not.toContain(secret);
    },
  );
});

test.each<[sender: string, options: object, can: boolean]>([
  ["a number", { from: FROM }, true],
  ["a short code", { from: "12345" }, true],
  ["a Messaging Service", { from: undefined, messagingServiceSid: "MG1" }, true],
  ["a name", { from: "SOC Team" }, false],
])("%s can be replied to: %s", async (_sender, options, can) => {
  const { phones } = await twilio(options);
  expect(phones.inbox !== undefined).toBe(can);
});
