import { onTestFinished } from "vitest";
import { SandboxClock } from "../../sandbox/clock.ts";
import { SlackServer } from "../../sandbox/slack/server.ts";
import { TheHiveServer } from "../../sandbox/thehive/server.ts";
import { TwilioServer } from "../../sandbox/twilio/server.ts";
import { environment } from "./process-edge.ts";

/** TheHive, Slack and Twilio, each well set up, and the variables that lead there. They go when the test ends. */
export async function servers(time = { at: Date.parse("2026-03-02T02:00Z"), speed: 0 }) {
  const clock = new SandboxClock(time);
  const hive = new TheHiveServer({ version: "5", clock });
  const slack = new SlackServer({
    clock,
    users: [{ id: "U0ALICE", name: "alice", realName: "Alice" }],
    channels: [
      { id: "C0000SOC", name: "soc", members: ["U0ALICE"], botIsMember: true },
      { id: "C0000OTHER", name: "other", members: ["U0ALICE"], botIsMember: false },
    ],
  });
  const twilio = new TwilioServer({ clock });
  await Promise.all([hive.start(), slack.start(), twilio.start()]);
  onTestFinished(async () => void (await Promise.all([hive.stop(), slack.stop(), twilio.stop()])));
  const variables = {
    ...environment,
    THEHIVE_URL: hive.url,
    THEHIVE_API_KEY: hive.apiKey,
    SLACK_ENABLED: "true",
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_CHANNEL: "#soc",
    TWILIO_ENABLED: "true",
    TWILIO_ACCOUNT_SID: twilio.account.sid,
    TWILIO_AUTH_TOKEN: twilio.account.authToken,
    TWILIO_FROM: "+12025550100",
    TWILIO_API_URL: twilio.url,
    TWILIO_KEYPRESS_URL: twilio.keypressUrl,
  };
  return { hive, slack, twilio, variables };
}
