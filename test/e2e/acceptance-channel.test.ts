import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { everybody, minutes, type Night, type NightOptions, night, seconds } from "./harness.ts";

/* Nobody can be told in Slack: somebody's phone tells it, and everything that looks at the monitor sees it. */

const DUE = Date.parse("2026-03-03T02:05Z");
const settings = {
  poll: { every: "10s" },
  sla: { critical: { tiers: [{ after: "5m", notify: ["slack"] }] } },
  highRisk: { words: [] },
};

async function listening(answer: () => void): Promise<string> {
  const server = createServer((_request, response) => {
    answer();
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return `127.0.0.1:${portOf(server)}`;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : expect.fail("not listening");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function watched(options: NightOptions = {}) {
  const beats: number[] = [];
  const clock: { now?: () => number } = {};
  const heart = await listening(() => void beats.push(clock.now?.() ?? 0));
  const metrics = `127.0.0.1:${await freePort()}`;
  const soc = await night({
    settings,
    ...options,
    environment: { HEARTBEAT_URL: `http://${heart}/`, METRICS_ADDRESS: metrics, ...options.environment },
  });
  clock.now = soc.clock.now;
  const healthz = async () => (await fetch(`http://${metrics}/healthz`)).status;
  return { soc, beats, healthz };
}

function phonesAbout(soc: Night, title: string): number[] {
  return everybody.flatMap((name) => {
    const { sms, calls } = soc.phone(name);
    return [
      ...sms.filter(({ body }) => body.includes(title)).map(({ at }) => at - DUE),
      ...calls.filter(({ spoken }) => spoken.join().includes(title)).map(({ at }) => at - DUE),
    ];
  });
}

const ways: [what: string, (soc: Night) => unknown, (soc: Night) => unknown][] = [
  [
    "the only channel is archived",
    ({ slack }) => slack.workspace.setArchived(slack.channel("soc"), true),
    ({ slack }) => slack.workspace.setArchived(slack.channel("soc"), false),
  ],
  [
    "the app is removed",
    ({ slack }) => slack.workspace.removeApp(),
    ({ slack }) => {
      slack.workspace.reinstallApp();
      slack.channel("soc").members.add(slack.store.bot.userId);
    },
  ],
  [
    "the token is revoked",
    ({ slack }) => slack.workspace.revoke("bot"),
    ({ slack }) => slack.workspace.restore("bot"),
  ],
  [
    "the channel is unknown",
    ({ slack }) =>
      slack.faults.add({ method: "chat.postMessage", effect: { kind: "error", error: "channel_not_found" } }),
    ({ slack }) => slack.faults.clear(),
  ],
];

test.each(ways)(
  "%s: a phone tells it within 5 s, health is bad, the heart stops; afterwards the card comes",
  async (_what, breakIt, mendIt) => {
    const { soc, beats, healthz } = await watched({ mayBreak: true });
    expect(await healthz()).toBe(200);
    soc.hive.raise({ severity: 4, title: "Ransom note" });
    await soc.until("2026-03-03T02:04:55Z");
    await breakIt(soc);
    await soc.until("2026-03-03T02:05:05Z");
    const told = phonesAbout(soc, "Ransom note");
    expect(told.filter((late) => late >= 0 && late <= 5000)).toHaveLength(1);
    const health = soc.app.engine.desk.health();
    expect(health).toMatchObject({ ok: false, slack: { ok: false } });
    expect(health.reasons.join()).toMatch(/^Slack: ./);
    expect(await healthz()).toBe(503);

    await soc.until("2026-03-03T02:05:30Z");
    const before = beats.length;
    await soc.advance(minutes(3));
    expect(beats).toHaveLength(before);
    expect(soc.cards()).toEqual([]);

    await mendIt(soc);
    await soc.advance(seconds(30));
    expect(soc.cards()).toHaveLength(1);
    await soc.advance(seconds(30));
    expect(soc.app.engine.desk.health().ok).toBe(true);
    expect(await healthz()).toBe(200);
    expect(beats.length).toBeGreaterThan(before);
    expect(phonesAbout(soc, "Ransom note")).toHaveLength(1);
  },
);

test("a routed channel is archived: the default channel gets it, and once", async () => {
  const soc = await night({
    settings: { ...settings, routes: [{ match: { source: ["edr"] }, channel: "#edr" }] },
    slack: {
      channels: [
        { id: "C0SOC", name: "soc", botIsMember: true },
        { id: "C0EDR", name: "edr", botIsMember: true },
      ],
    },
  });
  await soc.slack.workspace.setArchived(soc.slack.channel("edr"), true);
  soc.hive.raise({ severity: 4, title: "Ransom note", source: "edr" });
  await soc.until("2026-03-03T02:05:05Z");
  expect(soc.cards("soc").map((card) => soc.read(card))).toEqual([expect.stringContaining("Ransom note")]);
  expect(soc.app.engine.desk.health()).toMatchObject({ ok: false, slack: { ok: false } });
  await soc.slack.workspace.setArchived(soc.slack.channel("edr"), false);
  await soc.advance(minutes(1));
  expect([...soc.cards("soc"), ...soc.cards("edr")]).toHaveLength(1);
});

test("with Slack off and Twilio refusing everything, log and health say that nobody can be told", async () => {
  const soc = await night({
    settings: { ...settings, sla: { critical: { tiers: [{ after: "5m", notify: ["sms"] }] } } },
    environment: { SLACK_ENABLED: "false" },
  });
  soc.twilio.account.authToken = "0ddba11c0ffee0ddba11c0ffee0ddba1";
  soc.hive.raise({ severity: 4, title: "Ransom note" });
  await soc.until("2026-03-03T02:05:05Z");
  const health = soc.app.engine.desk.health();
  expect(health.ok).toBe(false);
  expect(health.reasons.join()).toMatch(/Twilio: .*(credentials|TWILIO_AUTH_TOKEN)/);
  expect(soc.lines.some((line) => /"level":"?(50|error)/.test(line) && /a way out fails/.test(line))).toBe(
    true,
  );
  soc.twilio.account.authToken = "5ec2e7f0a11a4b5e9d6c7b8a90f1e2d3";
  await soc.advance(seconds(30));
  expect(phonesAbout(soc, "Ransom note")).toHaveLength(1);
});
