import { expect, onTestFinished, test, vi } from "vitest";
import { SandboxClock } from "../../../sandbox/clock.ts";
import { SlackServer, type SlackServerOptions } from "../../../sandbox/slack/server.ts";
import { checkSlack } from "../../../src/slack/connection/check.ts";
import { manifest } from "../manifest.ts";

const scopes = [...manifest.oauth_config.scopes.bot];

/** What the check says of a Slack, as lines. */
async function checked(
  spoil: (server: SlackServer) => object = () => ({}),
  seed: Partial<SlackServerOptions> = {},
) {
  const time = new SandboxClock();
  const server = new SlackServer({ scopes, ...seed, clock: time });
  await server.start();
  onTestFinished(async () => {
    await server.stop();
    time.stop();
  });
  const options = {
    botToken: server.botToken,
    appToken: server.appToken,
    channel: "#soc",
    apiUrl: server.url,
  };
  const checks = await checkSlack({ ...options, ...spoil(server) });
  // Whatever it opened, it closed again.
  await vi.waitFor(() => expect(server.connections).toHaveLength(0));
  return checks.map(({ name, ok, detail }) => `${ok ? "ok" : "NOT"} ${name}: ${detail}`);
}

test("all is well with the app as the manifest makes it", async () => {
  expect(await checked()).toEqual([
    "ok slack.bot: sla-monitor in Acme SOC",
    "ok slack.app: Socket Mode was opened, and closed again",
    "ok slack.scopes: 12 granted",
    "ok slack.channel: #soc, the app is in it",
  ]);
});

test("swapped tokens are recognised", async () => {
  const lines = await checked(() => ({ botToken: "xapp-1-A-2", appToken: "xoxb-1-2" }));
  expect(lines).toEqual([
    expect.stringContaining(
      "NOT slack.bot: SLACK_BOT_TOKEN is an app token (xapp-): are the two tokens swapped?",
    ),
    expect.stringContaining(
      "NOT slack.app: SLACK_APP_TOKEN is a bot token (xoxb-): are the two tokens swapped?",
    ),
  ]);
});

test("a bad bot token leaves out what only it could tell", async () => {
  const lines = await checked((server) => {
    server.credentials.revoke("bot", "invalid_auth");
    return {};
  });
  expect(lines).toEqual([
    "NOT slack.bot: SLACK_BOT_TOKEN: Slack refuses auth.test: invalid_auth: the token is wrong or of another workspace",
    "ok slack.app: Socket Mode was opened, and closed again",
  ]);
});

test("a WebSocket that cannot be opened is told, though its address was given", async () => {
  const lines = await checked((server) => {
    server.faults.socket.refuseUpgrade = 503;
    return {};
  });
  expect(lines[1]).toContain("NOT slack.app: SLACK_APP_TOKEN: Slack's WebSocket cannot be opened");
});

test("missing scopes are named with what they are for", async () => {
  const lines = await checked(() => ({}), { scopes: scopes.filter((scope) => scope !== "im:write") });
  expect(lines).toContain(
    "NOT slack.scopes: missing: im:write (to write to one person). Add them and install the app again",
  );
});

test.each([
  ["does not exist", "#nowhere", "NOT slack.channel: The app sees no channel #nowhere"],
  ["is archived", "C0OLD00001", "NOT slack.channel: #old is archived"],
  ["is private and without the app", "#secret", "NOT slack.channel: The app sees no channel #secret"],
  ["is public and without the app", "#lobby", "NOT slack.channel: the app is not in #lobby"],
])("a channel that %s", async (_, channel, line) => {
  const lines = await checked(() => ({ channel }), {
    channels: [
      { name: "soc" },
      { name: "old", id: "C0OLD00001", isArchived: true },
      { name: "secret", isPrivate: true, botIsMember: false },
      { name: "lobby", botIsMember: false },
    ],
  });
  expect(lines.at(-1)).toContain(line);
});
