import { expect, test } from "vitest";
import { hours, instant } from "../../../src/lib/time.ts";
import { beacon, cardFacts, deliveryId, now, secondTier } from "../cards.ts";
import { fakeDesk } from "../fake-desk.ts";
import { eventually, listening, silent } from "../workspace.ts";

const ann = "U0ANN00001";
const bob = "U0BOB00001";

/** A critical one asks for a reason first. */
const high = { ...beacon, severity: "high" } as const;

/** A channel in which the beacon's card hangs. */
async function withCard(desk = fakeDesk(), seed = {}) {
  const { server, slack } = await listening(desk, seed);
  const outcome = await slack.chat.postCard(deliveryId("card"), "soc", cardFacts());
  const [channel = "", ts = ""] = "ref" in outcome ? (outcome.ref?.split("/") ?? []) : [];
  desk.cards.set(
    beacon.id,
    cardFacts({ alert: high, record: { ...secondTier, card: { channel, ts, stale: false } } }),
  );
  return { server, slack, desk, card: server.message({ channel, ts }) };
}

test.each([
  ["Promote to case", { kind: "promote" }],
  ["Ignore 30 min", { kind: "ignore" }],
  ["I'm on it", { kind: "acknowledge" }],
])("%s asks the desk, in the presser's name and with their e-mail", async (button, response) => {
  const { server, desk, card } = await withCard(fakeDesk(), silent);
  const { error, messages } = await server.press(ann, card, button);
  expect(error).toBeUndefined();
  await eventually(() => desk.asked.length > 0, "the request");
  expect(desk.asked).toEqual([
    { id: beacon.id, response, person: { actor: ann, name: "Ann Archer", email: "ann@example.org" } },
  ]);
  // The card says it: nothing else does.
  expect(messages).toEqual([]);
});

test.each([
  ["Ignore 1 h", { kind: "ignore", for: hours(1) }],
  ["Ignore 4 h", { kind: "ignore", for: hours(4) }],
  ["Ignore until 09:00", { kind: "ignore", until: instant("2026-03-02T09:00Z") }],
])("the menu's %s asks for just that", async (entry, response) => {
  const { server, desk, card } = await withCard(fakeDesk(), silent);
  await server.choose(ann, card, "alert.menu", entry);
  await eventually(() => desk.asked.length > 0, "the request");
  expect(desk.asked.map((one) => one.response)).toEqual([response]);
});

test.each([
  ["Ignore 30 min", undefined],
  ["⋯", "Ignore 4 h"],
])("a critical alert is not silenced before its window is answered: %s", async (button, entry) => {
  const desk = fakeDesk();
  const { server, slack } = await listening(desk, silent);
  await slack.chat.postCard(deliveryId("card"), "soc", cardFacts());
  const [card] = server.channel("soc").messages;
  if (card === undefined) throw new Error("no card");
  await (entry === undefined
    ? server.press(ann, card, button)
    : server.choose(ann, card, "alert.menu", entry));
  await eventually(() => read(server).includes("Why may it wait?"), "a window");
  expect(desk.asked).toEqual([]);
  const empty = await server.submitModal(ann, { "Why may it wait?": "  " });
  expect(empty.errors).toEqual({ reason: expect.stringContaining("Please say why") });
  await server.submitModal(ann, { "Why may it wait?": "planned failover" });
  await eventually(() => read(server).includes("🔕 Ignored: Alert #17"), "what came of it");
  const length = entry === undefined ? {} : { for: hours(4) };
  expect(desk.asked).toMatchObject([{ response: { kind: "ignore", reason: "planned failover", ...length } }]);
});

test("the person chosen in the window is who is handed the alert", async () => {
  const { server, desk, card } = await withCard(fakeDesk(), silent);
  await server.choose(ann, card, "alert.menu", "Hand to…");
  await eventually(() => read(server).includes("To whom?"), "a window");
  await server.submitModal(ann, { "To whom?": bob });
  await eventually(() => desk.asked.length > 0, "the request");
  expect(desk.asked).toMatchObject([{ response: { kind: "give", to: bob }, person: { actor: ann } }]);
});

test("nobody is woken by a slip in the menu: escalating is asked once more", async () => {
  const { server, desk, card } = await withCard(fakeDesk(), silent);
  await server.choose(ann, card, "alert.menu", "Escalate now");
  await eventually(() => read(server).includes("The next people are told at once"), "a window");
  expect(desk.asked).toEqual([]);
  await server.submitModal(ann, {});
  await eventually(() => desk.asked.length > 0, "the request");
  expect(desk.asked).toMatchObject([{ response: { kind: "escalate" }, person: { actor: ann } }]);
});

function read(server: Awaited<ReturnType<typeof listening>>["server"]): string {
  const view = server.modal(ann);
  return view === undefined ? "" : server.plainText(view);
}

test("09:00 is the next one by the presser's own clock", async () => {
  const desk = fakeDesk([cardFacts({ alert: high })]);
  const { server, slack } = await listening(desk, {
    ...silent,
    users: [{ id: ann, name: "ann", tz: "America/New_York" }],
  });
  await slack.chat.postCard(deliveryId("card"), "soc", cardFacts());
  const [card] = server.channel("soc").messages;
  if (card === undefined) throw new Error("no card");
  await server.choose(ann, card, "alert.menu", "Ignore until 09:00");
  await eventually(() => desk.asked.length > 0, "the request");
  // There it is still 1 March, nine in the evening.
  expect(desk.asked[0]?.response).toEqual({ kind: "ignore", until: instant("2026-03-02T14:00Z") });
});

test("a refusal is said to the presser alone, with the case and who made it", async () => {
  const { server, desk, card } = await withCard();
  const link = { id: "~9", number: 12, url: "https://thehive.example.org/cases/~9/details" };
  const handled = { how: "promoted", at: now, by: bob, case: link } as const;
  desk.answer = () => ({
    kind: "refused",
    why: "already-a-case",
    case: link,
    facts: cardFacts({ record: { ...secondTier, handled } }),
  });
  const { messages, changed } = await server.press(ann, card, "Promote to case");
  expect(messages.map((message) => [message.visibleTo, server.plainText(message)])).toEqual([
    [ann, "Alert #17 is already case #12, promoted by @bob."],
  ]);
  expect(changed).toEqual([]);
});

test.each([
  ["handled", "it was deleted in TheHive", /#17: already handled\nit was deleted in TheHive/],
  ["not-held", "its clock is running", /#17: nothing to resume/],
  ["failed", "TheHive did not answer", /that did not work, please try again\nTheHive did not answer/],
] as const)("says why it was refused: %s", async (why, detail, said) => {
  const { server, desk, card } = await withCard();
  desk.answer = (facts) => ({ kind: "refused", why, facts, detail });
  const { messages } = await server.press(ann, card, "I'm on it");
  expect(messages.map((message) => server.plainText(message))).toEqual([expect.stringMatching(said)]);
});

test("a press on a copy of the card is confirmed, since the copy is not redrawn", async () => {
  const { server, slack, card } = await withCard();
  await slack.chat.say(deliveryId("dm"), bob, { kind: "alert", facts: cardFacts(), tier: 1 });
  const [copy] = server.dm(bob);
  if (copy === undefined) throw new Error("no direct message");
  const { messages } = await server.press(bob, copy, "Promote to case");
  expect(messages.map((message) => server.plainText(message))).toEqual([
    "✅ Alert #17 is now case in TheHive.",
  ]);
  expect(card.edited).toBeUndefined();
});

test("the acknowledgement waits for nothing, and slow work is announced", async () => {
  const { server, desk, card } = await withCard();
  let promoted: () => void = () => {};
  desk.answer = (facts) =>
    new Promise((resolve) => {
      promoted = () => resolve({ kind: "done", response: "promote", facts });
    });
  const outcome = await server.press(ann, card, "Promote to case");
  expect(outcome.ackMs).toBeLessThan(500);
  expect(outcome.messages.map((message) => server.plainText(message))).toEqual([
    "⏳ Alert #17 is being promoted to a case; its card will show it.",
  ]);
  promoted();
});

test("a failure of ours is said to the presser and logged", async () => {
  const { server, desk, card } = await withCard();
  desk.answer = () => Promise.reject(new Error("disk full"));
  const { messages } = await server.press(ann, card, "Ignore 30 min");
  expect(messages.map((message) => server.plainText(message))).toEqual([
    expect.stringContaining("the monitor ran into a problem"),
  ]);
});

test("a press takes effect although Slack's directory fails", async () => {
  const { server, desk, card } = await withCard(fakeDesk(), silent);
  server.faults.add({ method: "users.info", effect: { kind: "error", error: "internal_error" } });
  await server.press(ann, card, "I'm on it");
  await eventually(() => desk.asked.length > 0, "the request");
  expect(desk.asked).toEqual([{ id: beacon.id, response: { kind: "acknowledge" }, person: { actor: ann } }]);
});

test("when the answer's address fails, the answer comes by the channel", async () => {
  const { server, desk, card } = await withCard();
  desk.answer = (facts) => ({ kind: "refused", why: "handled", facts, detail: "closed" });
  server.faults.add({ method: "response_url", effect: { kind: "reset" } });
  await server.press(ann, card, "I'm on it");
  await server.until(() => server.ephemerals(ann).length > 0);
  expect(server.ephemerals(ann).map((message) => server.plainText(message))).toEqual([
    expect.stringContaining("already handled"),
  ]);
});

test("opening the alert in a browser is acknowledged and asks for nothing", async () => {
  const { server, desk, card } = await withCard();
  expect((await server.press(ann, card, "Open in TheHive")).error).toBeUndefined();
  expect(desk.asked).toEqual([]);
});

test("a button of another version says so", async () => {
  const { server, desk, slack } = await withCard();
  const odd = cardFacts();
  await slack.chat.postCard(deliveryId("odd"), "soc", odd);
  const message = server.channel("soc").messages.at(-1);
  if (message === undefined) throw new Error("no card");
  message.blocks = JSON.parse(JSON.stringify(message.blocks).replaceAll('\\"alert\\"', '\\"alertId\\"'));
  const { messages } = await server.press(ann, message, "I'm on it");
  expect(desk.asked).toEqual([]);
  expect(messages.map((one) => server.plainText(one))).toEqual([expect.stringContaining("older version")]);
});
