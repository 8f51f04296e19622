import { expect, test } from "vitest";
import type { Outcome } from "../../src/engine/ports/outcome.ts";
import { after, before, milliseconds, minutes, seconds } from "../../src/lib/time.ts";
import { cardFacts, deliveryId, now, secondTier } from "../slack/cards.ts";
import { eventually, workspace } from "../slack/workspace.ts";

const id = deliveryId("~4096/1/slack/#soc/1");

const secondTold = { kind: "tier", facts: cardFacts(), tier: 2, repeat: 0 } as const;

/** Where a message was posted. */
function placeOf(outcome: Outcome | "not-found"): { channel: string; ts: string } {
  if (outcome === "not-found" || !("ref" in outcome) || outcome.ref === undefined) {
    throw new Error(`Not sent: ${JSON.stringify(outcome)}`);
  }
  const [channel = "", ts = ""] = outcome.ref.split("/");
  return { channel, ts };
}

test("a posted card can be read in the channel, and says where it is", async () => {
  const { server, slack } = await workspace();
  const place = placeOf(await slack.chat.postCard(id, "#soc", cardFacts()));
  expect(place.channel).toBe(server.channel("soc").id);
  expect(server.plainText(server.message(place))).toContain("Beacon to a known C2 host");
  expect(server.notificationText(server.message(place))).toContain("CRITICAL #17");
});

test("a posted card neither unfurls nor recognises names in plain words", async () => {
  const { server, slack } = await workspace();
  const { formatting } = server.message(placeOf(await slack.chat.postCard(id, "soc", cardFacts())));
  expect(formatting).toMatchObject({
    parse: "none",
    linkNames: false,
    unfurlLinks: false,
    unfurlMedia: false,
  });
});

test("a redrawn card is the same message with the new state", async () => {
  const { server, slack } = await workspace();
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  const handled = { how: "promoted", at: now, by: "U0ANN00001", case: { id: "~9", number: 12 } } as const;
  const outcome = await slack.chat.redrawCard(place, cardFacts({ record: { ...secondTier, handled } }));
  expect(outcome).toEqual({ state: "sent", ref: `${place.channel}/${place.ts}` });
  expect(server.plainText(server.message(place))).toContain("Promoted to a case by @ann");
});

test("a reply stands in the card's thread and in the channel", async () => {
  const { server, slack } = await workspace();
  const card = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  const place = placeOf(await slack.chat.reply(deliveryId("second"), card, secondTold));
  expect(server.message(place)).toMatchObject({ threadTs: card.ts, broadcast: true });
});

test("a remark stands in the thread alone", async () => {
  const { server, slack } = await workspace();
  const card = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  const remark = { kind: "not-through", via: "sms", to: "alice", why: undefined } as const;
  const place = placeOf(await slack.chat.remark(deliveryId("remark"), card, remark, "en"));
  expect(server.message(place)).toMatchObject({ threadTs: card.ts, broadcast: false });
  expect(server.plainText(server.message(place))).toBe("SMS to alice: did not get through");
});

test("a notice reaches one person directly", async () => {
  const { server, slack } = await workspace();
  await slack.chat.say(id, "U0BOB00001", { kind: "test", by: "U0ANN00001" });
  expect(server.dm("U0BOB00001").map((message) => server.plainText(message))).toEqual([
    expect.stringContaining("This is a test of the SLA monitor, asked for by @ann"),
  ]);
});

test("finds a message by its id: in the channel, in a thread, with a person", async () => {
  const { slack } = await workspace();
  const { chat } = slack;
  const card = placeOf(await chat.postCard(id, "soc", cardFacts()));
  const reply = await chat.reply(deliveryId("second"), card, secondTold);
  const direct = await chat.say(deliveryId("direct"), "U0BOB00001", { kind: "test", by: "system" });
  const where = { channel: "#soc" };
  expect(await chat.find(id, where, now)).toEqual({ state: "sent", ref: `${card.channel}/${card.ts}` });
  expect(await chat.find(deliveryId("second"), { ...where, thread: card.ts }, now)).toEqual(reply);
  expect(await chat.find(deliveryId("direct"), { channel: "U0BOB00001" }, now)).toEqual(direct);
});

test("does not find what was never posted, nor what is older than the attempt", async () => {
  const { slack } = await workspace();
  await slack.chat.postCard(id, "soc", cardFacts());
  expect(await slack.chat.find(deliveryId("other"), { channel: "soc" }, now)).toBe("not-found");
  expect(await slack.chat.find(id, { channel: "soc" }, after(now, minutes(1)))).toBe("not-found");
});

test("in a channel that nobody sees any more it may be all the same: archived, or private and the app taken out", async () => {
  const { slack } = await workspace();
  const asked = await slack.chat.find(id, { channel: "nowhere" }, now);
  expect(asked).toMatchObject({ state: "unknown", reason: { name: "no such channel" } });
});

test("finds a message among many", async () => {
  const { server, slack } = await workspace({ events: [] });
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  for (let i = 0; i < 450; i += 1) await server.say("U0ANN00001", "soc", `chatter ${i}`);
  expect(await slack.chat.find(id, { channel: "soc" }, before(now, minutes(1)))).toEqual({
    state: "sent",
    ref: `${place.channel}/${place.ts}`,
  });
});

test.each([
  ["a hung request", { kind: "hang", when: "after" }],
  ["a broken connection", { kind: "reset", when: "after" }],
  ["a server error", { kind: "http", status: 503, when: "after" }],
] as const)("an answer lost to %s leaves the outcome unknown, and finding settles it", async (_, effect) => {
  const { server, slack } = await workspace({}, { patience: milliseconds(200) });
  server.faults.add({ method: "chat.postMessage", times: 1, effect });
  const outcome = await slack.chat.postCard(id, "soc", cardFacts());
  expect(outcome).toMatchObject({ state: "unknown" });
  expect(await slack.chat.find(id, { channel: "soc" }, now)).toMatchObject({ state: "sent" });
  expect(server.channel("soc").messages).toHaveLength(1);
});

test("an internal error of Slack may have done it: the outcome is unknown", async () => {
  const { server, slack } = await workspace();
  server.faults.add({
    method: "chat.postMessage",
    times: 1,
    effect: { kind: "error", error: "internal_error" },
  });
  expect(await slack.chat.postCard(id, "soc", cardFacts())).toMatchObject({ state: "unknown" });
});

test("a page of a proxy is not taken for Slack's answer, nor quoted", async () => {
  const { server, slack } = await workspace();
  server.faults.add({
    method: "chat.postMessage",
    times: 1,
    effect: { kind: "html", body: "<h1>Log in</h1>" },
  });
  const outcome = await slack.chat.postCard(id, "soc", cardFacts());
  expect(outcome).toMatchObject({ state: "unknown", detail: expect.stringContaining("not Slack") });
  expect(JSON.stringify(outcome)).not.toContain("Log in");
});

test("a redraw whose answer is lost is simply tried again", async () => {
  const { server, slack } = await workspace();
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  server.faults.add({ method: "chat.update", times: 1, effect: { kind: "reset" } });
  const outcome = await slack.chat.redrawCard(place, cardFacts());
  expect(outcome).toMatchObject({ state: "failed", again: expect.any(Number) });
});

test("a card in a channel that cannot be used now is drawn when it can be again", async () => {
  const { server, slack } = await workspace();
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  const archive = (isArchived: boolean) => server.workspace.setArchived(server.channel("soc"), isArchived);
  await archive(true);
  const outcome = await slack.chat.redrawCard(place, cardFacts());
  expect(outcome).toMatchObject({ state: "failed", scope: "person", again: expect.any(Number) });
  await archive(false);
  expect(await slack.chat.redrawCard(place, cardFacts())).toMatchObject({ state: "sent" });
});

test.each(["cant_update_message", "edit_window_closed"])(
  "a card that Slack lets nobody change (%s) is failed for good",
  async (error) => {
    const { server, slack } = await workspace();
    const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
    server.faults.add({ method: "chat.update", effect: { kind: "error", error } });
    const outcome = await slack.chat.redrawCard(place, cardFacts());
    expect(outcome).toMatchObject({ state: "failed", scope: "person" });
    expect(outcome).not.toHaveProperty("again");
  },
);

test("a card that Slack refuses for what we draw is not forgotten", async () => {
  const { server, slack } = await workspace();
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  server.faults.add({ method: "chat.update", effect: { kind: "error", error: "msg_too_long" } });
  const outcome = await slack.chat.redrawCard(place, cardFacts());
  expect(outcome).toMatchObject({ state: "failed", scope: "person", again: expect.any(Number) });
});

test("a card that is gone is failed for good", async () => {
  const { server, slack } = await workspace();
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  server.workspace.deleteMessage(server.message(place));
  const outcome = await slack.chat.redrawCard(place, cardFacts());
  expect(outcome).toMatchObject({ state: "failed", scope: "person" });
  expect(outcome).not.toHaveProperty("again");
});

test.each([
  ["a channel that does not exist", "nowhere", {}, "person"],
  ["an archived channel", "old", {}, "person"],
  ["a private channel without the app", "secret", {}, "person"],
] as const)("posting to %s fails for this channel alone", async (_, channel, _seed, scope) => {
  const { slack } = await workspace({
    channels: [
      { name: "soc" },
      { name: "old", isArchived: true },
      { name: "secret", isPrivate: true, botIsMember: false },
    ],
  });
  const outcome = await slack.chat.postCard(id, channel, cardFacts());
  expect(outcome).toMatchObject({ state: "failed", scope });
  expect(outcome).not.toHaveProperty("again");
});

test.each<[string, (server: Server) => unknown, RegExp]>([
  ["the token is revoked", (server) => void server.workspace.revoke("bot"), /token was revoked/],
  ["the app is removed", (server) => server.workspace.removeApp(), /app was removed/],
  ["the workspace is closed", (server) => server.credentials.revoke("bot", "team_disabled"), /team_disabled/],
  ["a scope is missing", (server) => server.credentials.scopes.delete("chat:write"), /scope chat:write/],
])("when %s nobody can be reached, and the reason is said", async (_, spoil, reason) => {
  const { server, slack } = await workspace();
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  await spoil(server);
  const refused = { state: "failed", scope: "setup", detail: expect.stringMatching(reason) };
  for (const outcome of [
    await slack.chat.postCard(id, "soc", cardFacts()),
    await slack.chat.say(id, "U0BOB00001", { kind: "test", by: "system" }),
    await slack.chat.redrawCard(place, cardFacts()),
  ]) {
    expect(outcome).toMatchObject(refused);
    expect(JSON.stringify(outcome)).not.toContain(server.botToken);
  }
});

test.each([
  "restricted_action",
  "restricted_action_read_only_channel",
  "channel_is_limited_access",
  "msg_too_long",
  "a_word_of_tomorrow",
])("that Slack refuses a post (%s) says nothing of other channels", async (error) => {
  const { server, slack } = await workspace();
  server.faults.add({ method: "chat.postMessage", effect: { kind: "error", error } });
  const outcome = await slack.chat.postCard(id, "soc", cardFacts());
  expect(outcome).toMatchObject({ state: "failed", scope: "person" });
  expect(outcome).not.toHaveProperty("again");
});

test("where nobody may be written to directly, that is said of direct messages and not of channels", async () => {
  const { server, slack } = await workspace();
  const effect = { kind: "error", error: "messages_tab_disabled" } as const;
  server.faults.add({ method: "chat.postMessage", where: ({ channel }) => channel === "U0BOB00001", effect });
  const notice = { kind: "test", by: "system" } as const;
  expect(await slack.chat.say(id, "U0BOB00001", notice)).toMatchObject({ state: "failed", scope: "way" });
  expect(await slack.chat.say(id, "soc", notice)).toMatchObject({ state: "sent" });
});

const joining = {
  scopes: ["chat:write", "channels:read", "channels:history", "groups:read", "channels:join"],
};

test("joins a public channel each time it finds itself outside, to post, to look and to post in a thread", async () => {
  const { server, slack } = await workspace({ ...joining, channels: [{ name: "soc", botIsMember: false }] });
  const channel = server.channel("soc");
  const leave = () => server.workspace.removeMember(channel, server.botUserId);
  const card = placeOf(await slack.chat.postCard(id, "#soc", cardFacts()));
  expect(channel.members).toContain(server.botUserId);
  leave();
  placeOf(await slack.chat.reply(deliveryId("second"), card, secondTold));
  leave();
  expect(await slack.chat.find(id, { channel: "soc" }, now)).toMatchObject({ state: "sent" });
  leave();
  placeOf(await slack.chat.postCard(deliveryId("third"), "#soc", cardFacts()));
});

test("one that may not join asks once for each post, and fails for this channel alone", async () => {
  const { server, slack } = await workspace({
    scopes: ["chat:write", "channels:read", "groups:read"],
    channels: [{ name: "soc", botIsMember: false }],
  });
  const joins = () => server.requests.filter(({ method }) => method === "conversations.join").length;
  for (const asked of [1, 2]) {
    const outcome = await slack.chat.postCard(id, "#soc", cardFacts());
    expect(outcome).toMatchObject({ state: "failed", scope: "person" });
    expect(joins()).toBe(asked);
  }
});

test("a channel that took over a name is posted to, though another bore it before", async () => {
  const { server, slack } = await workspace({ channels: [{ name: "soc" }, { name: "new-soc" }] });
  placeOf(await slack.chat.postCard(id, "#soc", cardFacts()));
  const [old, next] = [server.channel("soc"), server.channel("new-soc")];
  await server.workspace.rename(old, "soc-2025");
  await server.workspace.setArchived(old, true);
  await server.workspace.rename(next, "soc");
  expect(placeOf(await slack.chat.postCard(deliveryId("second"), "#soc", cardFacts())).channel).toBe(next.id);
});

test("a long rate limit is the caller's to wait for; meanwhile only that channel's posts are held back", async () => {
  const { server, slack, time } = await workspace({ channels: [{ name: "soc" }, { name: "night" }] });
  server.faults.add({ method: "chat.postMessage", times: 1, effect: { kind: "rate-limit", retryAfter: 60 } });
  const limited = await slack.chat.postCard(id, "soc", cardFacts());
  expect(limited).toMatchObject({ state: "failed", again: seconds(60) });
  time.moveTo(after(now, seconds(20)));
  const asked = server.requests.length;
  expect(await slack.chat.postCard(id, "soc", cardFacts())).toMatchObject({ again: seconds(40) });
  expect(server.requests).toHaveLength(asked);
  placeOf(await slack.chat.postCard(id, "night", cardFacts()));
  time.moveTo(after(now, seconds(60)));
  placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
});

test("a short rate limit is waited for, and the order of posts is kept", async () => {
  const { server, slack, time } = await workspace();
  server.faults.add({ method: "chat.postMessage", times: 1, effect: { kind: "rate-limit", retryAfter: 2 } });
  const posts = ["one", "two", "three"].map((name) =>
    slack.chat.say(deliveryId(name), "soc", { kind: "setup-problem", why: name }),
  );
  await eventually(() => time.nextWake() !== undefined, "a wait for Slack");
  time.moveTo(after(now, seconds(2)));
  const places = (await Promise.all(posts)).map(placeOf);
  const said = places.map((place) => server.plainText(server.message(place)).split("\n").at(-1));
  expect(server.channel("soc").messages.map((message) => message.ts)).toEqual(places.map(({ ts }) => ts));
  expect(said).toEqual(["one", "two", "three"]);
});

test("blocks that Slack refuses are left out, and the words get through", async () => {
  const { server, slack } = await workspace();
  server.faults.add({
    method: "chat.postMessage",
    times: 1,
    where: (args) => String(args.blocks).length > 2,
    effect: { kind: "error", error: "invalid_blocks" },
  });
  const place = placeOf(await slack.chat.postCard(id, "soc", cardFacts()));
  expect(server.message(place).blocks).toEqual([]);
  expect(server.plainText(server.message(place))).toContain("Beacon to a known C2 host");
});

type Server = Awaited<ReturnType<typeof workspace>>["server"];
