import { SandboxClock } from "../sandbox/clock.ts";
import { SlackServer } from "../sandbox/slack/server.ts";
import { TheHiveServer } from "../sandbox/thehive/server.ts";
import { TwilioServer } from "../sandbox/twilio/server.ts";

/** One of a backlog as it grows, one every half minute, the youngest some minutes old. */
export function backlogAlert(index: number, now: number) {
  return {
    createdAt: now - 300_000 - index * 30_000,
    severity: (index % 4) + 1,
    title: `Suspicious sign-in number ${index} from an unusual country`,
    description: "Two sign-ins within minutes from places nine thousand kilometres apart. ".repeat(10),
    tags: ["geo", "sso"],
    observables: [
      { dataType: "ip", data: "203.0.113.7" },
      { dataType: "mail", data: `user${index}@example.org` },
    ],
  };
}

/** The same, but never critical: of a backlog in which nothing falls due. */
export function calmAlert(index: number, now: number) {
  const { severity, ...rest } = backlogAlert(index, now);
  return { ...rest, severity: Math.min(severity, 3) };
}

/** TheHive with `count` open alerts, Slack and Twilio, in this process; the app is measured in another. */
export async function servers(count: number, { speed }: { speed: number }) {
  const clock = new SandboxClock({ at: Date.now(), speed });
  const hive = new TheHiveServer({ clock });
  const users = [{ id: "U0ALICE", name: "alice", realName: "Alice", isAdmin: true }];
  const slack = new SlackServer({
    clock,
    users,
    channels: [{ id: "C0SOC", name: "soc", members: ["U0ALICE"], botIsMember: true }],
  });
  const twilio = new TwilioServer({ clock, limits: { callsPerSecond: 10_000 } });
  await Promise.all([hive.start(), slack.start(), twilio.start()]);
  hive.raiseMany(count, (index) => backlogAlert(index, clock.now()));
  const variables = {
    THEHIVE_URL: hive.url,
    THEHIVE_API_KEY: hive.apiKey,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_CHANNEL: "#soc",
    SLACK_API_URL: slack.url,
    TWILIO_ACCOUNT_SID: twilio.account.sid,
    TWILIO_AUTH_TOKEN: twilio.account.authToken,
    TWILIO_FROM: "+12025550100",
    TWILIO_API_URL: twilio.url,
    TWILIO_KEYPRESS_URL: twilio.keypressUrl,
  };
  return {
    clock,
    hive,
    slack,
    twilio,
    variables,
    async stop() {
      await Promise.all([hive.stop(), slack.stop(), twilio.stop()]);
      clock.stop();
    },
  };
}
