import { expect, test } from "vitest";
import { misspeltVariables } from "../../src/config/misspelt.ts";

// what is set, what was meant; undefined: nothing of ours
test.each([
  ["SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"],
  ["SLACK_TOKEN", "SLACK_BOT_TOKEN"],
  ["SLACK_CHANNEL_ID", "SLACK_CHANNEL"],
  ["slack_bot_token", "SLACK_BOT_TOKEN"],
  ["TWILIO_SID", "TWILIO_ACCOUNT_SID"],
  ["TWILIO_TOKEN", "TWILIO_AUTH_TOKEN"],
  ["TWILIO_FROM_NUMBER", "TWILIO_FROM"],
  ["THEHIVE_KEY", "THEHIVE_API_KEY"],
  ["THEHIVE_APIKEY", "THEHIVE_API_KEY"],
  ["HEARTBEAT_UR", "HEARTBEAT_URL"],
  ["METRIC_ADDRESS", "METRICS_ADDRESS"],
  ["AUDITFILE", "AUDIT_FILE"],
  ["HTTP_PROXY", undefined],
  ["no_proxy", undefined],
  ["ALL_PROXY", undefined],
  ["TWILIO_REGION", undefined],
  ["SLACK_SIGNING_SECRET", undefined],
  ["NO_COLOR", undefined],
  ["LOGNAME", undefined],
  ["PATH", undefined],
  ["HOSTNAME", undefined],
])("%s is taken for a misspelt %s", (name, meant) => {
  expect(misspeltVariables({ [name]: "x" })).toEqual(meant === undefined ? [] : [{ name, meant }]);
});

test("a name is nobody's mistake when the right one is set too, or it is empty", () => {
  expect(misspeltVariables({ SLACK_APPTOKEN: "other tool's", SLACK_APP_TOKEN: "xapp-1" })).toEqual([]);
  expect(misspeltVariables({ SLACK_BOT_TOKN: " " })).toEqual([]);
});
