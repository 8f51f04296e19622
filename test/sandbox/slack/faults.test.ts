import { expect, test } from "vitest";
import { ann, boltApp, refusal, sandboxSlack } from "./bolt-app.ts";

const post = { channel: "soc", text: "hi" };

test("a fault strikes as often as told, and only the requests it is for", async () => {
  const { slack, client } = await sandboxSlack();
  slack.faults.add({
    method: "chat.postMessage",
    effect: { kind: "error", error: "internal_error" },
    times: 2,
    where: ({ text }) => text === "hi",
  });

  expect(await refusal(client.chat.postMessage({ ...post, text: "other" }))).toMatchObject({ ok: true });
  expect(await refusal(client.chat.postMessage(post))).toBe("internal_error");
  expect(await refusal(client.chat.postMessage(post))).toBe("internal_error");
  expect(await refusal(client.chat.postMessage(post))).toMatchObject({ ok: true });
  expect(slack.faults.pending).toEqual([]);
});

test.each([
  ["HTTP 503", { kind: "http", status: 503 }, { code: "slack_webapi_http_error", statusCode: 503 }, 0],
  ["HTTP 500 after the effect", { kind: "http", status: 500, when: "after" }, { statusCode: 500 }, 1],
  ["a reset before the effect", { kind: "reset" }, { code: "slack_webapi_request_error" }, 0],
  ["a reset after the effect", { kind: "reset", when: "after" }, { code: "slack_webapi_request_error" }, 1],
  [
    "a rate limit",
    { kind: "rate-limit", retryAfter: 7 },
    { code: "slack_webapi_rate_limited_error", retryAfter: 7 },
    0,
  ],
  ["a captive portal", { kind: "html" }, { code: "slack_webapi_platform_error" }, 0],
] as const)("%s reaches the client as such", async (_case, effect, error, posted) => {
  const { slack, client } = await sandboxSlack();
  slack.faults.add({ method: "chat.postMessage", effect, times: 1 });

  await expect(client.chat.postMessage(post)).rejects.toMatchObject(error);
  expect(slack.channel("soc").messages).toHaveLength(posted);
});

test.each([
  ["stops in the middle", { kind: "stall" }, 0],
  ["stops in the middle after the effect", { kind: "stall", when: "after" }, 1],
  ["drips", { kind: "drip", every: 20 }, 0],
  ["drips after the effect", { kind: "drip", every: 20, when: "after" }, 1],
] as const)("an answer that %s begins and does not end", async (_case, effect, posted) => {
  const { slack } = await sandboxSlack();
  slack.faults.add({ method: "chat.postMessage", effect });
  const response = await fetch(`${slack.url}chat.postMessage`, {
    method: "POST",
    headers: { authorization: `Bearer ${slack.botToken}` },
    body: new URLSearchParams(post),
  });
  expect(response.status).toBe(200);
  const body = response.body?.getReader();
  expect((await body?.read())?.value?.length).toBeGreaterThan(0);
  expect(slack.channel("soc").messages).toHaveLength(posted);
  await body?.cancel();
});

test("a slow drip reaches its end", async () => {
  const { slack, client } = await sandboxSlack();
  slack.faults.add({ method: "auth.test", effect: { kind: "drip", every: 1, when: "after" } });
  expect(await client.auth.test()).toMatchObject({ ok: true, user_id: slack.botUserId });
});

test("words instead of seconds reach the client as such", async () => {
  const { slack, client } = await sandboxSlack();
  slack.faults.add({ method: "*", effect: { kind: "rate-limit", retryAfter: "a while" } });
  await expect(client.chat.postMessage(post)).rejects.toThrow("a while");
});

test("an app that was removed is in no channel and has no token, until it is installed again", async () => {
  const { slack, client } = await sandboxSlack();
  await slack.workspace.removeApp();
  expect(await refusal(client.chat.postMessage(post))).toBe("account_inactive");
  slack.workspace.reinstallApp();
  expect(await refusal(client.chat.postEphemeral({ ...post, user: ann }))).toBe("not_in_channel");
  await client.conversations.join({ channel: slack.channel("soc").id });
  expect(await refusal(client.chat.postEphemeral({ ...post, user: ann }))).toMatchObject({ ok: true });
});

test("a Slack that is unplugged refuses connections, and takes them again", async () => {
  const { slack, client } = await sandboxSlack();
  await slack.unplug();
  await expect(client.auth.test()).rejects.toMatchObject({ code: "slack_webapi_request_error" });
  await slack.plugIn();
  expect(await client.auth.test()).toMatchObject({ ok: true });
});

test("a hanging request ends with the server", async () => {
  const { slack, client } = await sandboxSlack();
  slack.faults.add({ method: "*", effect: { kind: "hang", when: "after" } });

  const hanging = client.chat.postMessage(post);
  await Promise.all([
    expect(hanging).rejects.toMatchObject({ code: "slack_webapi_request_error" }),
    slack.until(() => slack.channel("soc").messages.length === 1).then(() => slack.stop()),
  ]);
});

test("a delayed request is looked at when its time has come", async () => {
  const { slack, client, clock } = await sandboxSlack();
  slack.faults.add({ method: "chat.postMessage", effect: { kind: "delay", for: 5000 } });

  const call = client.chat.postMessage(post);
  await expect.poll(() => clock.nextWake()).toBe(clock.now() + 5000);
  expect(slack.channel("soc").messages).toEqual([]);
  clock.moveTo(clock.now() + 5000);

  expect(await call).toMatchObject({ ok: true });
});

test("posting is limited per channel, other methods are not held up", async () => {
  const { slack, client, clock } = await sandboxSlack({
    rateLimits: true,
    channels: [{ name: "soc" }, { name: "b" }],
  });
  for (let sent = 0; sent < 4; sent += 1) await client.chat.postMessage(post);

  await expect(client.chat.postMessage(post)).rejects.toMatchObject({ retryAfter: 1 });
  expect(await client.chat.postMessage({ ...post, channel: "b" })).toMatchObject({ ok: true });
  expect(await client.auth.test()).toMatchObject({ ok: true });

  clock.moveTo(clock.now() + 1000);
  expect(await client.chat.postMessage(post)).toMatchObject({ ok: true });
  expect(slack.requests.filter(({ status }) => status === 429)).toHaveLength(1);
});

test("a response URL is good for five answers within half an hour", async () => {
  const urls: string[] = [];
  const { slack, clock } = await boltApp((app) => {
    app.command("/sla", async ({ command, ack }) => {
      urls.push(command.response_url);
      await ack("ok");
    });
  });
  await slack.command(ann, "/sla");
  await slack.command(ann, "/sla");
  const [first = "", second = ""] = urls;
  const answer = async (url: string, body: object) => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return [response.status, await response.text()];
  };

  expect(await answer(first, { blocks: [{ type: "unheard-of" }] })).toEqual([
    404,
    expect.stringContaining("invalid_blocks"),
  ]);
  for (let used = 0; used < 5; used += 1) expect(await answer(first, { text: "more" })).toEqual([200, "ok"]);
  expect(await answer(first, { text: "more" })).toEqual([404, expect.stringContaining("used_url")]);

  clock.moveTo(clock.now() + 30 * 60_000 + 1);
  expect(await answer(second, { text: "late" })).toEqual([404, expect.stringContaining("expired_url")]);
});

test("every request is logged with what it carried and what came of it", async () => {
  const { slack, client, clock } = await sandboxSlack();
  await client.chat.postMessage(post);
  await refusal(client.chat.postMessage({ channel: "nowhere", text: "hi" }));

  expect(slack.requests).toMatchObject([
    { at: clock.now(), method: "chat.postMessage", token: "bot", status: 200, error: undefined, args: post },
    { method: "chat.postMessage", status: 200, error: "channel_not_found" },
  ]);
});

test("twenty thousand messages are posted, read and edited without delay", async () => {
  const { slack, client } = await sandboxSlack();
  const channel = slack.channel("soc");
  await client.chat.postMessage(post);
  const [draft] = channel.messages;
  if (!draft) throw new Error("nothing was posted");
  for (let count = 1; count < 20_000; count += 1) slack.store.post(channel, draft);
  const before = performance.now();

  const { ts = "" } = await client.chat.postMessage(post);
  await client.chat.update({ channel: channel.id, ts, text: "edited" });
  const { messages } = await client.conversations.history({
    channel: channel.id,
    oldest: ts,
    inclusive: true,
  });

  expect(messages).toMatchObject([{ text: "edited" }]);
  expect(performance.now() - before).toBeLessThan(1000);
});
