import { expect, onTestFinished, test } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { SlackServer } from "../../sandbox/slack/server.ts";
import { slackLater } from "../../src/assembly/slack-later.ts";
import { DeliveryId } from "../../src/sla/record.ts";
import { now } from "../slack/cards.ts";
import { appClock, eventually } from "../slack/workspace.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function later(bring?: Parameters<typeof slackLater>[1]) {
  const time = new SandboxClock({ at: now });
  const server = new SlackServer({
    clock: time,
    channels: [{ id: "C0SOC", name: "soc", botIsMember: true }],
  });
  await server.start();
  const { botToken, appToken, url: apiUrl } = server;
  const clock = appClock(time);
  const slack = slackLater({ botToken, appToken, apiUrl, channel: "#soc", clock, log: quiet }, bring);
  onTestFinished(async () => {
    await slack.stop();
    await server.stop();
    time.stop();
  });
  return { server, slack };
}

test("before it is loaded, Slack is known by its channel and counts as connecting", async () => {
  const { slack } = await later();
  expect(slack.chat.channel).toBe("#soc");
  expect(slack.health()).toEqual({ ok: false, detail: "connecting", since: now });
  expect([slack.connections(), slack.chat.zoneOf("U0ALICE")]).toEqual([0, undefined]);
});

test("what is said before it was started is said", async () => {
  const { server, slack } = await later();
  const id = DeliveryId.parse("setup/slack");
  const outcome = await slack.chat.say(id, "#soc", { kind: "setup-problem", why: "A number is missing" });
  expect(outcome.state).toBe("sent");
  expect(
    server
      .channel("soc")
      .messages.map((one) => server.plainText(one))
      .join(),
  ).toContain("A number is missing");
  expect(server.connections).toEqual([]);
});

test("ready, it is loaded, and says nothing yet", async () => {
  let times = 0;
  const { server, slack } = await later(() => {
    times++;
    return import("../../src/slack/adapter.ts");
  });
  await slack.chat.ready?.();
  await slack.chat.ready?.();
  expect([times, server.requests.length]).toEqual([1, 0]);
});

test("what cannot be loaded is the setup's fault, throws nothing, and is tried again by the next message", async () => {
  const isThere = () => import("../../src/slack/adapter.ts");
  let bring: typeof isThere = () => Promise.reject(new Error("Cannot find module"));
  const { slack } = await later(() => bring());
  slack.start();
  const id = DeliveryId.parse("setup/slack");
  const say = () => slack.chat.say(id, "#soc", { kind: "setup-problem", why: "A number is missing" });
  await slack.chat.ready?.();
  expect(await say()).toMatchObject({ state: "failed", scope: "setup" });
  expect(await slack.chat.find(id, { channel: "#soc" }, now)).toMatchObject({ state: "unknown" });
  expect(slack.health()).toMatchObject({ ok: false, detail: "cannot be loaded: install the program again" });
  bring = isThere;
  expect(await say()).toMatchObject({ state: "sent" });
});

test("once started it connects", async () => {
  const { server, slack } = await later();
  slack.start();
  await eventually(() => slack.connections() === 1, "a connection");
  expect(server.connections).toHaveLength(1);
});

test("stopped while it is loaded, it never connects", async () => {
  const { server, slack } = await later();
  slack.start();
  await slack.stop();
  expect(server.requests.map(({ method }) => method)).not.toContain("apps.connections.open");
});
