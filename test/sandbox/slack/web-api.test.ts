import { expect, test } from "vitest";
import { ann, bob, refusal, sandboxSlack, start, webClient } from "./bolt-app.ts";

const second = 1000;
const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } });

test("auth.test tells who the bot is and which scopes it has", async () => {
  const { client, slack } = await sandboxSlack({ scopes: ["chat:write", "commands"] });

  expect(await client.auth.test()).toMatchObject({
    ok: true,
    user_id: slack.botUserId,
    bot_id: slack.store.bot.botId,
    response_metadata: { scopes: ["chat:write", "commands"] },
  });
});

test.each([
  ["no token", undefined, "auth.test", "not_authed"],
  ["an unknown token", "xoxb-other", "auth.test", "invalid_auth"],
  ["the app token for a bot method", "xapp-sandbox-app-token", "auth.test", "not_allowed_token_type"],
  [
    "the bot token for a connection",
    "xoxb-sandbox-bot-token",
    "apps.connections.open",
    "not_allowed_token_type",
  ],
  ["a method that does not exist", "xoxb-sandbox-bot-token", "chat.shout", "unknown_method"],
])("refuses %s", async (_case, token, method, error) => {
  const { slack } = await sandboxSlack();

  expect(await refusal(webClient(slack, token).apiCall(method))).toBe(error);
});

test("a revoked token is refused until it is restored", async () => {
  const { slack, client } = await sandboxSlack();

  await slack.workspace.revoke("bot", "account_inactive");
  expect(await refusal(client.auth.test())).toBe("account_inactive");

  slack.credentials.restore("bot");
  expect(await client.auth.test()).toMatchObject({ ok: true });
});

test("a missing scope is named with those there are", async () => {
  const { slack, client } = await sandboxSlack();
  slack.credentials.scopes.clear();
  slack.credentials.scopes.add("commands");

  const call = client.chat.postMessage({ channel: "soc", text: "hi" });

  await expect(call).rejects.toMatchObject({
    data: { error: "missing_scope", needed: "chat:write", provided: "commands" },
  });
});

test.each([
  ["an id", "C000000001"],
  ["a name with a hash", "#soc"],
  ["a plain name", "soc"],
])("posts to a channel by %s", async (_how, channel) => {
  const { slack, client } = await sandboxSlack();

  const answer = await client.chat.postMessage({ channel, text: "hi", blocks: [section("*hi*")] });

  expect(answer).toMatchObject({ ok: true, channel: "C000000001", ts: `${start / 1000}.000000` });
  expect(slack.channel("soc").messages).toMatchObject([{ text: "hi", ts: answer.ts, isBot: true }]);
});

test("posting to a user opens the direct conversation, whose id later calls need", async () => {
  const { slack, client } = await sandboxSlack();

  const { channel = "", ts = "" } = await client.chat.postMessage({ channel: ann, text: "hi" });

  expect(channel).toMatch(/^D/);
  expect(await client.conversations.open({ users: ann })).toMatchObject({ channel: { id: channel } });
  expect(await refusal(client.chat.update({ channel: ann, ts, text: "x" }))).toBe("channel_not_found");
  await client.chat.update({ channel, ts, text: "edited" });
  expect(slack.dm(ann)).toMatchObject([{ text: "edited" }]);
});

const places = [
  { name: "soc" },
  { name: "old", isArchived: true },
  { name: "elsewhere", botIsMember: false },
  { name: "secret", isPrivate: true, botIsMember: false },
];

test.each([
  ["a channel that does not exist", "nowhere", ["chat:write"], "channel_not_found"],
  ["an archived channel", "old", ["chat:write"], "is_archived"],
  ["a public channel without the bot", "elsewhere", ["chat:write"], "not_in_channel"],
  ["a private channel without the bot", "secret", ["chat:write", "chat:write.public"], "channel_not_found"],
])("refuses to post to %s", async (_case, channel, scopes, error) => {
  const { client } = await sandboxSlack({ channels: places, scopes });

  expect(await refusal(client.chat.postMessage({ channel, text: "hi" }))).toBe(error);
});

test("posts to a public channel without the bot when the scope allows it", async () => {
  const { client } = await sandboxSlack({ channels: places });

  expect(await refusal(client.chat.postMessage({ channel: "elsewhere", text: "hi" }))).toMatchObject({
    ok: true,
  });
});

test.each([
  ["nothing to show", { text: "" }, "no_text"],
  ["blocks that are no list", { text: "x", blocks: "nonsense" }, "invalid_blocks_format"],
  [
    "51 blocks",
    { text: "x", blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) },
    "invalid_blocks",
  ],
  ["metadata without a payload", { text: "x", metadata: { event_type: "a" } }, "invalid_metadata_format"],
  ["a reply to nothing", { text: "x", thread_ts: "1.000000" }, "thread_not_found"],
  [
    "blocks with too much text",
    { text: "x", blocks: Array.from({ length: 5 }, () => section("x".repeat(3000))) },
    "msg_blocks_too_long",
  ],
])("refuses a message with %s", async (_case, content, error) => {
  const { client, slack } = await sandboxSlack();

  expect(await refusal(client.apiCall("chat.postMessage", { channel: "soc", ...content }))).toBe(error);
  expect(slack.channel("soc").messages).toEqual([]);
});

test("a refused block is named by its place", async () => {
  const { client } = await sandboxSlack();

  await expect(
    client.chat.postMessage({ channel: "soc", text: "x", blocks: [section("x".repeat(3001))] }),
  ).rejects.toMatchObject({
    data: {
      error: "invalid_blocks",
      errors: ["must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
      response_metadata: {
        messages: ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"],
      },
    },
  });
});

test("text above 40,000 characters is cut on posting and refused above 4,000 on update", async () => {
  const { client, slack } = await sandboxSlack();

  const { ts = "" } = await client.chat.postMessage({ channel: "soc", text: "x".repeat(40_001) });

  expect(slack.channel("soc").messages[0]?.text).toHaveLength(40_000);
  expect(await refusal(client.chat.update({ channel: "C000000001", ts, text: "x".repeat(4001) }))).toBe(
    "msg_too_long",
  );
});

test("an update with text alone drops the blocks and keeps the metadata", async () => {
  const { client, slack } = await sandboxSlack();
  const metadata = { event_type: "sla", event_payload: { id: "1" } };
  const { ts = "" } = await client.chat.postMessage({
    channel: "soc",
    text: "a",
    blocks: [section("a")],
    metadata,
  });
  const channel = "C000000001";

  await client.chat.update({ channel, ts, blocks: [section("b")] });
  expect(slack.channel("soc").messages[0]).toMatchObject({ text: "a", metadata, edited: undefined });

  await client.chat.update({ channel, ts, text: "c" });
  expect(slack.channel("soc").messages[0]).toMatchObject({ text: "c", blocks: [], metadata });
});

test("only the bot's own messages can be edited and deleted", async () => {
  const { client, slack } = await sandboxSlack();
  const { ts } = await slack.say(ann, "soc", "mine");
  const channel = "C000000001";

  expect(await refusal(client.chat.update({ channel, ts, text: "x" }))).toBe("cant_update_message");
  expect(await refusal(client.chat.delete({ channel, ts }))).toBe("cant_delete_message");
  expect(await refusal(client.chat.update({ channel, ts: "1.000000", text: "x" }))).toBe("message_not_found");
});

test("replies stand in the thread, and in the channel too when broadcast", async () => {
  const { client, slack } = await sandboxSlack();
  const { ts = "" } = await client.chat.postMessage({ channel: "soc", text: "card" });
  await client.chat.postMessage({ channel: "soc", text: "quiet", thread_ts: ts });
  await client.chat.postMessage({ channel: "soc", text: "loud", thread_ts: ts, reply_broadcast: true });

  const { messages, timeline } = slack.channel("soc");
  expect(messages.map(({ text, thread }) => [text, thread.map((reply) => reply.text)])).toEqual([
    ["card", ["quiet", "loud"]],
  ]);
  expect(timeline.map(({ text }) => text)).toEqual(["card", "loud"]);
  expect(await client.conversations.replies({ channel: "C000000001", ts })).toMatchObject({
    messages: [{ text: "card", reply_count: 2 }, { text: "quiet", thread_ts: ts }, { text: "loud" }],
  });
});

test("a deleted message is gone, but stays as the head of its thread", async () => {
  const { client, slack } = await sandboxSlack();
  const { ts: alone = "" } = await client.chat.postMessage({ channel: "soc", text: "alone" });
  const { ts: parent = "" } = await client.chat.postMessage({ channel: "soc", text: "parent" });
  await client.chat.postMessage({ channel: "soc", text: "reply", thread_ts: parent });

  await client.chat.delete({ channel: "C000000001", ts: alone });
  await client.chat.delete({ channel: "C000000001", ts: parent });

  expect(slack.channel("soc").messages.map(({ kind }) => kind)).toEqual(["deleted"]);
  expect(await refusal(client.chat.update({ channel: "C000000001", ts: parent, text: "x" }))).toBe(
    "message_not_found",
  );
});

test("a lost post is found again in history by its metadata", async () => {
  const { slack, client, clock } = await sandboxSlack();
  await client.chat.postMessage({
    channel: "soc",
    text: "older",
    metadata: { event_type: "sla", event_payload: { id: "0" } },
  });
  clock.moveTo(clock.now() + 60 * second);
  slack.faults.add({ method: "chat.postMessage", effect: { kind: "reset", when: "after" }, times: 1 });

  const lost = client.chat.postMessage({
    channel: "soc",
    text: "card",
    metadata: { event_type: "sla", event_payload: { id: "1" } },
  });
  await expect(lost).rejects.toMatchObject({ code: "slack_webapi_request_error" });

  const oldest = String((clock.now() - 10 * second) / 1000);
  const read = { channel: "C000000001", oldest, limit: 100 };
  expect(await client.conversations.history({ ...read, include_all_metadata: true })).toMatchObject({
    has_more: false,
    messages: [{ text: "card", metadata: { event_type: "sla", event_payload: { id: "1" } } }],
  });
  const brief = await client.conversations.history(read);
  expect(brief.messages?.map(({ metadata }) => metadata)).toEqual([{ event_type: "sla" }]);
});

test("history is newest first, in pages, and bounds count only when inclusive", async () => {
  const { client, clock } = await sandboxSlack();
  const posted: string[] = [];
  for (const text of ["a", "b", "c", "d"]) {
    clock.moveTo(clock.now() + second);
    posted.push((await client.chat.postMessage({ channel: "soc", text })).ts ?? "");
  }
  const read = async (args: object) => {
    const { messages = [] } = await client.conversations.history({ channel: "C000000001", ...args });
    return messages.map(({ text }) => text).join("");
  };
  const [a, , , d] = posted;
  const span = { oldest: `${a}`, latest: `${d}` };

  expect(await read({})).toBe("dcba");
  expect(await read(span)).toBe("cb");
  expect(await read({ ...span, inclusive: true })).toBe("dcba");

  const first = await client.conversations.history({ channel: "C000000001", limit: 3 });
  expect(first.has_more).toBe(true);
  expect(await read({ limit: 3, cursor: first.response_metadata?.next_cursor })).toBe("a");
  expect(await refusal(client.conversations.history({ channel: "C000000001", cursor: "x" }))).toBe(
    "invalid_cursor",
  );
});

test("history needs the scope of the channel's kind, and membership", async () => {
  const { client, slack } = await sandboxSlack({ channels: places });
  const channel = slack.channel("elsewhere").id;

  expect(await refusal(client.conversations.history({ channel }))).toBe("not_in_channel");
  await client.conversations.join({ channel });
  expect(await refusal(client.conversations.history({ channel }))).toMatchObject({ ok: true });

  slack.credentials.scopes.delete("channels:history");
  expect(await refusal(client.conversations.history({ channel }))).toBe("missing_scope");
});

test("an ephemeral message is seen by one member, and cannot be edited", async () => {
  const { client, slack } = await sandboxSlack({ channels: [{ name: "soc", members: [ann] }] });
  const channel = "C000000001";

  const { message_ts: ts = "" } = await client.chat.postEphemeral({ channel, user: ann, text: "psst" });

  expect(slack.ephemerals(ann)).toMatchObject([{ text: "psst" }]);
  expect(slack.channel("soc").messages).toEqual([]);
  expect(await refusal(client.chat.update({ channel, ts, text: "x" }))).toBe("message_not_found");
  expect(await refusal(client.chat.postEphemeral({ channel, user: bob, text: "psst" }))).toBe(
    "user_not_in_channel",
  );
});

test("conversations are listed, described and counted", async () => {
  const { client } = await sandboxSlack({ channels: places });

  const { channels = [] } = await client.conversations.list({
    exclude_archived: true,
    types: "public_channel,private_channel",
  });
  expect(channels.map(({ name, is_member }) => [name, is_member])).toEqual([
    ["soc", true],
    ["elsewhere", false],
  ]);
  expect(await client.conversations.info({ channel: "C000000001", include_num_members: true })).toMatchObject(
    {
      channel: { name: "soc", is_archived: false, num_members: 3 },
    },
  );
  expect(await client.conversations.members({ channel: "C000000001" })).toMatchObject({
    members: [ann, bob, "U0SANDBOX1"],
  });
});

test("people are found by id and e-mail, whose field needs its own scope", async () => {
  const { client, slack } = await sandboxSlack();

  expect(await client.users.lookupByEmail({ email: "Ann@example.org" })).toMatchObject({ user: { id: ann } });
  expect(await refusal(client.users.lookupByEmail({ email: "no@example.org" }))).toBe("users_not_found");
  expect(await client.users.info({ user: ann })).toMatchObject({
    user: { is_admin: true, profile: { email: "ann@example.org" } },
  });
  slack.credentials.scopes.delete("users:read.email");
  expect((await client.users.info({ user: ann })).user?.profile).not.toHaveProperty("email");
});

test("people are listed in pages", async () => {
  const { client } = await sandboxSlack();
  const names: (string | undefined)[] = [];

  for await (const page of client.paginate("users.list", { limit: 2 })) {
    const { members } = page as { members?: { name?: string }[] };
    names.push(...(members ?? []).map(({ name }) => name));
  }

  expect(names).toEqual(["ann", "bob", "sla-monitor"]);
});

test("a user group follows the rota, but never empty and only on a paid plan", async () => {
  const userGroups = [{ id: "S0ONCALL01", handle: "oncall", name: "On call", users: [ann] }];
  const { client, slack } = await sandboxSlack({ userGroups });
  const usergroup = "S0ONCALL01";

  await client.usergroups.users.update({ usergroup, users: bob });
  expect(await client.usergroups.users.list({ usergroup })).toMatchObject({ users: [bob] });
  expect(await refusal(client.usergroups.users.update({ usergroup, users: "" }))).toBe("no_users_provided");

  slack.behaviour.plan = "free";
  expect(await refusal(client.usergroups.list())).toBe("plan_upgrade_required");
});

test("a file goes up in three steps and is shared in a channel", async () => {
  const { client, slack } = await sandboxSlack();

  await client.filesUploadV2({
    channel_id: "C000000001",
    filename: "report.png",
    file: Buffer.from([1, 2, 3]),
    initial_comment: "Last week",
  });

  expect(slack.channel("soc").messages).toMatchObject([
    {
      text: "Last week",
      files: [{ name: "report.png", mimetype: "image/png", bytes: new Uint8Array([1, 2, 3]) }],
    },
  ]);
  expect(await refusal(client.files.getUploadURLExternal({ filename: "empty", length: 0 }))).toBe(
    "invalid_arguments",
  );
});

test("a reaction is added once", async () => {
  const { client, slack } = await sandboxSlack();
  const { ts = "" } = await client.chat.postMessage({ channel: "soc", text: "hi" });
  const reaction = { channel: "C000000001", timestamp: ts, name: "eyes" };

  await client.reactions.add(reaction);

  expect(slack.channel("soc").messages[0]?.reactions).toEqual([{ name: "eyes", users: [slack.botUserId] }]);
  expect(await refusal(client.reactions.add(reaction))).toBe("already_reacted");
});

test("a permalink leads to an existing message", async () => {
  const { client } = await sandboxSlack();
  const { ts = "" } = await client.chat.postMessage({ channel: "soc", text: "hi" });

  expect(await client.chat.getPermalink({ channel: "C000000001", message_ts: ts })).toMatchObject({
    permalink: `https://acme-soc.slack.com/archives/C000000001/p${ts.replace(".", "")}`,
  });
  expect(await refusal(client.chat.getPermalink({ channel: "C000000001", message_ts: "1.0" }))).toBe(
    "message_not_found",
  );
});

test("a Home tab is refused with a stale hash", async () => {
  const { client } = await sandboxSlack();
  const view = { type: "home" as const, blocks: [] };
  const { view: first } = await client.views.publish({ user_id: ann, view });
  const { view: next } = await client.views.publish({ user_id: ann, view, hash: `${first?.hash}` });

  expect(await refusal(client.views.publish({ user_id: ann, view, hash: `${first?.hash}` }))).toBe(
    "hash_conflict",
  );
  expect(await refusal(client.views.publish({ user_id: ann, view, hash: `${next?.hash}` }))).toMatchObject({
    ok: true,
  });
});
