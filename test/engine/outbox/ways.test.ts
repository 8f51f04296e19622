import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { type WaysOptions, ways } from "../../../src/engine/outbox/ways.ts";
import type { Chat } from "../../../src/engine/ports/chat.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import type { Phones } from "../../../src/engine/ports/phones.ts";
import { TimeZone } from "../../../src/lib/zoned.ts";
import { cardFacts as factsOf } from "../../slack/cards.ts";
import { at, item, notice } from "../items/items.ts";
import { people, settingsWith } from "./sources.ts";

const sent: Outcome = { state: "sent", ref: "R1" };
const facts = factsOf();
const card = { channel: "C1", ts: "1.2" };
const reply = { kind: "tier", facts, tier: 2, repeat: 0 } as const;
const words = notice.notice;
const page = { kind: "test", by: "U1" } as const;
const never = () => false;

type Words = Partial<{ [K in keyof WaysOptions["wording"]]: ReturnType<WaysOptions["wording"][K]> }>;

/** All ways, over a Slack and phones that take everything and write down what they were asked. */
function world(said: Words = {}, without: Partial<Pick<WaysOptions, "chat" | "phones">> = {}) {
  const asked: unknown[][] = [];
  const ask =
    (what: string) =>
    async (...args: unknown[]): Promise<Outcome> => {
      asked.push([what, ...args]);
      return sent;
    };
  const chat: Chat = {
    channel: "#soc",
    ready: async () => void asked.push(["ready"]),
    postCard: ask("card"),
    reply: ask("reply"),
    say: ask("say"),
    remark: ask("remark"),
    redrawCard: ask("redraw"),
    find: ask("find"),
    zoneOf: (user) => (user === "U0BOB" ? TimeZone.parse("Europe/Rome") : undefined),
  };
  const phones: Phones = {
    methods: new Set(["sms", "call"]),
    ready: async (via) => void asked.push(["ready", via]),
    send: ask("send"),
    find: ask("look"),
    follow: ask("follow"),
    hangUp: async (ref) => void asked.push(["hang up", ref]),
    cancel: async (ref) => asked.push(["cancel", ref]) > 0,
    answer: async () => false,
  };
  const { groups } = settingsWith();
  const all = ways({
    chat,
    phones,
    roster: () => ({ people, groups, overrides: [] }),
    wording: {
      inChannel: () => said.inChannel,
      toPerson: () => said.toPerson,
      byPhone: () => said.byPhone,
    },
    ...without,
  });
  return { ...all, asked };
}

const gone = (who: string, via: string): Outcome => ({
  state: "failed",
  scope: "person",
  detail: `${who} can no longer be reached by ${via}`,
  reason: { name: "no longer reachable", who },
});
const off = (name: string) => ({ state: "failed", scope: "setup", detail: name, reason: { name } });

const inChannel = item({ via: "slack" });
const { id } = inChannel;

test.each(["slack", "dm"] as const)("Slack gets ready before, by %s", async (via) => {
  const soc = world();
  await soc[via].ready?.();
  expect(soc.asked).toEqual([["ready"]]);
  await world({}, { chat: undefined })[via].ready?.();
});

test.each(["sms", "call"] as const)("a phone gets ready for a %s before", async (via) => {
  const soc = world();
  await soc[via].ready?.();
  expect(soc.asked).toEqual([["ready", via]]);
  await world({}, { phones: undefined })[via].ready?.();
});

test.each<[Words["inChannel"], unknown[]]>([
  [{ kind: "card", facts }, ["card", id, "#soc", facts]],
  [{ kind: "reply", card, reply }, ["reply", id, card, reply]],
  [{ kind: "notice", notice: words }, ["say", id, "#soc", words]],
])("a channel is shown what there are words for: %#", async (said, asked) => {
  const soc = world({ inChannel: said });
  expect(await soc.slack.send(inChannel)).toBe(sent);
  expect(soc.asked).toEqual([asked]);
});

test("a message is looked for in its channel, and a reply in its thread", async () => {
  const soc = world({ inChannel: { kind: "card", facts } });
  expect(await soc.slack.find(inChannel, at(31), never)).toBe(sent);
  expect(soc.asked).toEqual([["find", id, { channel: "#soc" }, at(31)]]);
  const below = world({ inChannel: { kind: "reply", card, reply } });
  await below.slack.find(inChannel, at(31), never);
  expect(below.asked).toEqual([["find", id, { channel: "C1", thread: "1.2" }, at(31)]]);
  const nothing = world();
  await nothing.slack.find(inChannel, at(31), never);
  expect(nothing.asked).toEqual([["find", id, { channel: "#soc" }, at(31)]]);
});

test("without Slack nothing is posted and nothing found, in a channel or to a person", async () => {
  const soc = world({ inChannel: { kind: "card", facts }, toPerson: words }, { chat: undefined });
  const toAlice = item({ via: "dm" });
  expect(await soc.slack.send(inChannel)).toEqual(off("Slack is off"));
  expect(await soc.slack.find(inChannel, at(31), never)).toBe("not-found");
  expect(await soc.dm.send(toAlice)).toEqual(gone("alice", "dm"));
  expect(await soc.dm.find(toAlice, at(31), never)).toBe("not-found");
});

test("what nobody has words for is said to nobody", async () => {
  const soc = world();
  expect(await soc.slack.send(inChannel)).toEqual(gone("#soc", "slack"));
  expect(await soc.dm.send(item({ via: "dm" }))).toEqual(gone("alice", "dm"));
  expect(await soc.sms.send(item())).toEqual(gone("alice", "sms"));
  expect(await soc.sms.find(item(), at(31), never)).toBe("not-found");
  expect(soc.asked).toEqual([]);
});

const ungrouped = (to: string): Item => {
  const { group: _, ...one } = item({ via: "dm", to });
  return one;
};

test("a direct message goes to the person's Slack id; a notice may name one of its own", async () => {
  const soc = world({ toPerson: words });
  for (const one of [item({ via: "dm" }), ungrouped("bob"), ungrouped("U0STRANGER")]) {
    expect(await soc.dm.send(one)).toBe(sent);
    expect(await soc.dm.find(one, at(31), never)).toBe(sent);
  }
  expect(soc.asked.map(([what, , whom]) => [what, whom])).toEqual(
    ["U0ALICE", "U0BOB", "U0STRANGER"].flatMap((user) => [
      ["say", user],
      ["find", { channel: user }],
    ]),
  );
  expect(await soc.dm.send(item({ via: "dm", to: "carol" }))).toEqual(gone("carol", "dm"));
  expect(await soc.dm.find(item({ via: "dm", to: "carol" }), at(31), never)).toBe("not-found");
});

const asPage = ({ id, to, attempt, via }: Item, more: object) => ({
  id,
  via,
  to,
  attempt,
  about: page,
  ...more,
});

test.each(["sms", "call"] as const)(
  "by %s a page goes to the person's number, by their own clock",
  async (via) => {
    const soc = world({ byPhone: page });
    const [toAlice, toBob] = [item({ via, code: "AB2" }), item({ via, to: "bob", attempt: 2 })];
    expect(await soc[via].send(toAlice)).toBe(sent);
    expect(await soc[via].find(toAlice, at(31), never, at(25))).toBe(sent);
    expect(await soc[via].send(toBob)).toBe(sent);
    const first = asPage(toAlice, { phone: "+12025550111", zone: "UTC", code: "AB2" });
    expect(soc.asked).toStrictEqual([
      ["send", first],
      ["look", first, at(31), never, at(25)],
      ["send", asPage(toBob, { phone: "+12025550112", zone: "Europe/Rome" })],
    ]);
    expect(await soc[via].send(item({ via, to: "erin" }))).toEqual(gone("erin", via));
    expect(await soc[via].find(item({ via, to: "erin" }), at(31), never)).toBe("not-found");
  },
);

test("who has no clock in Slack is told by the rotation's, also where there is no Slack", async () => {
  const soc = world({ byPhone: page }, { chat: undefined });
  await soc.sms.send(item({ to: "bob" }));
  expect(soc.asked).toMatchObject([["send", { zone: "UTC" }]]);
});

test("how a text or call goes on is asked of the phones, and only a call can be hung up", async () => {
  const soc = world();
  expect(await soc.sms.follow?.("SM1")).toBe(sent);
  expect(await soc.call.follow?.("CA1")).toBe(sent);
  await soc.call.hangUp?.("CA1");
  expect(await soc.call.cancel?.("CA1")).toBe(true);
  expect(soc.asked).toEqual([
    ["follow", "sms", "SM1"],
    ["follow", "call", "CA1"],
    ["hang up", "CA1"],
    ["cancel", "CA1"],
  ]);
  expect(soc.sms.hangUp ?? soc.sms.cancel).toBeUndefined();
  expect(soc.slack.follow ?? soc.dm.follow).toBeUndefined();
});

test("without phones nothing goes out, nothing is found, and nothing more becomes known", async () => {
  const soc = world({ byPhone: page }, { phones: undefined });
  expect(await soc.sms.send(item())).toEqual(off("Twilio is not set up"));
  expect(await soc.sms.find(item(), at(31), never)).toBe("not-found");
  expect(await soc.sms.follow?.("SM1")).toEqual({ state: "sent", ref: "SM1" });
  await soc.call.hangUp?.("CA1");
  expect(await soc.call.cancel?.("CA1")).toBe(false);
});
