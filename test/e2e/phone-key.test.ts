import { expect, test } from "vitest";
import type { CallBehaviour } from "../../sandbox/twilio/model.ts";
import type { Quirks } from "../../sandbox/twilio/quirks.ts";
import { everybody, type Night, type NightOptions, night, type PersonName, seconds } from "./harness.ts";

/* A call is answered by a key, or by a machine, which is nobody. */

const tiers = [{ after: "5m", notify: ["slack", "call", "call:seniors"] }];
const settings = { poll: { every: "1m" }, sla: { high: { tiers } }, highRisk: { words: [] } };

/** Alice's phone rings from 02:05, and so do those of the seniors. */
async function ringing(options: NightOptions = {}): Promise<Night> {
  const soc = await night({ settings, keys: true, ...options });
  soc.hive.raise({ severity: 3, title: "Beacon seen" });
  for (const name of everybody) soc.phone(name).behaviour.call = { kind: "manual" };
  await soc.until("2026-03-03T02:05:05Z");
  return soc;
}

function call(soc: Night, name: PersonName = "alice") {
  const found = soc.phone(name).calls.at(-1);
  if (found === undefined) throw new Error(`${name} was not called`);
  return found;
}

/** Takes the call, and hears the words after the silence of the detection. */
async function listen(soc: Night, name: PersonName = "alice"): Promise<string> {
  soc.phone(name).answer(call(soc, name).sid);
  await soc.advance(seconds(6));
  return call(soc, name).spoken.join(" ");
}

const taken = (soc: Night) => soc.audit("alert.acknowledged");

test("a key takes the alert within three seconds, the caller hears until when, and the other phones fall silent", async () => {
  const soc = await ringing();
  expect(await listen(soc)).toContain("Press any key to take it.");
  expect(call(soc, "carol").status).toBe("ringing");
  expect(soc.phone("alice").press(call(soc).sid)).toBe(true);
  await soc.advance(seconds(3));
  expect(await taken(soc)).toMatchObject([{ actor: "U0ALICE", via: "call" }]);
  expect(call(soc)).toMatchObject({ status: "in-progress" });
  expect(call(soc).spoken.join(" ")).toMatch(
    /^Thank you\. Alert number 1 is yours until 3:0\d\. .*Close it or make it a case/,
  );
  expect(["carol", "dave"].map((name) => call(soc, name as PersonName).status)).toEqual([
    "canceled",
    "canceled",
  ]);
  await soc.advance(seconds(60));
  expect(call(soc).status).toBe("completed");
  expect(soc.read(soc.card("Beacon seen"))).toContain("@alice is on it");
  await soc.until("2026-03-03T03:04:00Z");
  expect(soc.pages()).toHaveLength(3);
});

test("a call about several alerts takes them all, and says so", async () => {
  const soc = await night({
    settings: { ...settings, sla: { high: { tiers: [{ after: "5m", notify: ["call"] }] } } },
    keys: true,
  });
  for (const title of ["One", "Two", "Three"]) soc.hive.raise({ severity: 3, title });
  soc.phone("alice").behaviour.call = { kind: "manual" };
  await soc.until("2026-03-03T02:05:05Z");
  expect(await listen(soc)).toContain("Press any key to take all 3.");
  soc.phone("alice").press(call(soc).sid);
  await soc.advance(seconds(3));
  expect(await taken(soc)).toHaveLength(3);
  expect(call(soc).spoken.join(" ")).toContain("All 3 alerts are yours until");
});

test("a restart between the key and the words: it is taken once, and the caller hears it", async () => {
  const soc = await ringing();
  await listen(soc);
  soc.twilio.faults.add({ kind: "status", status: 500, method: "POST", path: /Calls\/CA/ });
  soc.phone("alice").press(call(soc).sid);
  await soc.advance(seconds(3));
  expect(await taken(soc)).toHaveLength(1);
  await soc.stop();
  soc.twilio.faults.clear();
  await soc.start();
  await soc.advance(seconds(5));
  expect(call(soc).spoken.join(" ")).toContain("Alert number 1 is yours until");
  expect(await taken(soc)).toHaveLength(1);
});

const noKeys: [what: string, options: NightOptions, arrange: (soc: Night) => void][] = [
  ["is off", { keys: false }, () => {}],
  ["is not there", { start: false }, (soc) => void soc.twilio.bins.delete("keys")],
  [
    "says something else",
    { start: false },
    (soc) => void soc.twilio.bins.set("keys", "<Response><Say>Hi</Say></Response>"),
  ],
  [
    "says more",
    { start: false },
    (soc) =>
      void soc.twilio.bins.set("keys", "<Response><Say>Hi</Say><Enqueue>sla-monitor</Enqueue></Response>"),
  ],
];

test.each(noKeys)(
  "a document that %s: the words offer no key, and the call counts as before",
  async (_what, options, arrange) => {
    const soc = await night({ settings, keys: true, ...options });
    arrange(soc);
    if (options.start === false) await soc.start();
    soc.hive.raise({ severity: 3, title: "Beacon seen" });
    soc.phone("alice").behaviour.call = { kind: "manual" };
    await soc.until("2026-03-03T02:05:05Z");
    const words = await listen(soc);
    expect(words).toContain("Beacon seen");
    expect(words).not.toContain("key");
    expect(soc.phone("alice").press(call(soc).sid)).toBe(false);
    await soc.advance(seconds(60));
    expect(await taken(soc)).toEqual([]);
  },
);

test("a document that comes back is offered again within the hour", async () => {
  const soc = await night({ settings, keys: true, start: false });
  const document = soc.twilio.bins.get("keys") ?? "";
  soc.twilio.bins.delete("keys");
  await soc.start();
  soc.twilio.bins.set("keys", document);
  await soc.advance(seconds(3600));
  soc.hive.raise({ severity: 3, title: "Beacon seen" });
  soc.phone("alice").behaviour.call = { kind: "manual" };
  await soc.advance(seconds(305));
  expect(await listen(soc)).toContain("Press any key");
});

test("keys that lead to an error at Twilio: the tier goes on", async () => {
  const soc = await ringing({ twilio: { quirks: { gatherAction: "fails" } } });
  await listen(soc);
  soc.phone("alice").press(call(soc).sid);
  await soc.advance(seconds(20));
  expect(call(soc).status).toBe("completed");
  expect(await taken(soc)).toEqual([]);
});

const machines: [what: string, behaviour: CallBehaviour][] = [
  ["voicemail", { kind: "voicemail", after: 5000, duration: 90_000 }],
  ["a fax", { kind: "voicemail", after: 5000, duration: 90_000, as: "fax" }],
  ["nobody knows what", { kind: "answer", after: 5000, duration: 90_000, as: "unknown" }],
];

test.each(machines)(
  "%s answers: the next person is called within twenty seconds, while it still speaks",
  async (_what, behaviour) => {
    const soc = await night({
      settings: { ...settings, sla: { high: { tiers: [{ after: "5m", notify: ["call"] }] } } },
    });
    soc.hive.raise({ severity: 3, title: "Beacon seen" });
    soc.phone("alice").behaviour.call = behaviour;
    soc.phone("bob").behaviour.call = { kind: "answer", after: 2000, duration: 10_000 };
    // It rings half a second after the request, is taken five seconds later, and known for what it is after three.
    await soc.until("2026-03-03T02:05:29Z");
    expect(call(soc).status).toBe("in-progress");
    expect(soc.pages().map((line) => line.slice(-10))).toEqual([
      "call alice",
      expect.stringContaining("call bob"),
    ]);
    await soc.advance(seconds(120));
    expect(soc.pages()).toHaveLength(2);
    const how = (await soc.audit()).filter(
      ({ via, event }) => via === "call" && event !== "notification.sent",
    );
    const told = how.map(({ event, to }) => `${event} ${to}`);
    expect(new Set(told)).toEqual(new Set(["notification.delivered bob", "notification.failed alice"]));
  },
);

test("what sounded like a machine presses a key: it was a person", async () => {
  const soc = await ringing();
  soc.phone("alice").voicemail(call(soc).sid);
  await soc.advance(seconds(8));
  expect(call(soc, "bob").status).toBe("ringing");
  soc.phone("alice").press(call(soc).sid);
  await soc.advance(seconds(3));
  expect(await taken(soc)).toMatchObject([{ actor: "U0ALICE" }]);
  expect(call(soc, "bob").status).toBe("canceled");
});

test("everybody is a machine: said once, when the last one has ended", async () => {
  const soc = await night({
    settings: {
      ...settings,
      sla: { high: { tiers: [{ after: "5m", notify: ["slack", "call"] }] } },
      voice: { retries: 0 },
    },
  });
  soc.hive.raise({ severity: 3, title: "Beacon seen" });
  for (const name of everybody)
    soc.phone(name).behaviour.call = { kind: "voicemail", after: 3000, duration: 20_000 };
  await soc.advance(seconds(400));
  expect(soc.pages().filter((line) => line.includes("call"))).toHaveLength(2);
  const said = soc.slack
    .channel("soc")
    .messages.map((message) => soc.read(message))
    .join("\n");
  expect(said).toContain("Everybody was tried, nobody answered");
});

const asBefore: [what: string, options: NightOptions][] = [
  ["switched off", { settings: { ...settings, voice: { machineDetection: false } } }],
  ["that Twilio does not show", { twilio: { quirks: { syncAnsweredBy: false } satisfies Partial<Quirks> } }],
];

test.each(asBefore)("detection %s: a call that was taken counts as answered", async (_what, options) => {
  const soc = await ringing(options);
  for (const name of ["carol", "dave"] as const) soc.phone(name).answer(call(soc, name).sid);
  soc.phone("alice").voicemail(call(soc).sid);
  await soc.advance(seconds(120));
  expect(soc.phone("bob").calls).toEqual([]);
});

test("a test call offers the key, and Slack shows that it was pressed", async () => {
  const soc = await night({ settings, keys: true });
  soc.phone("alice").behaviour.call = { kind: "manual" };
  await soc.letPass(soc.app.engine.desk.test("call", "alice", "U0CAROL"));
  await soc.advance(seconds(3));
  expect(await listen(soc)).toContain("Press any key to try that out.");
  soc.phone("alice").press(call(soc).sid);
  await soc.advance(seconds(3));
  expect(call(soc).spoken).toEqual(["Thank you. Your key arrived. This was a test. Goodbye."]);
  const said = soc.slack
    .channel("soc")
    .messages.map((message) => soc.read(message))
    .join("\n");
  expect(said).toContain("Key pressed in the test call to @alice");
  expect(await soc.audit("test.answered")).toMatchObject([{ actor: "U0ALICE", via: "call" }]);
});
