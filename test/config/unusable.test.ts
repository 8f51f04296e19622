import { expect, test } from "vitest";
import { defaultSettings, settingsFrom } from "../../src/config/settings-from.ts";
import { unusableMethods } from "../../src/config/unusable.ts";

test("says once per method what the defaults cannot do yet", () => {
  expect(unusableMethods(defaultSettings(), { twilio: true })).toEqual([
    '"sms" (low, medium, high, critical): there is no group oncall under groups; Slack alone is used',
    '"call" (low, medium, high, critical): there is no group oncall under groups; Slack alone is used',
    '"call:seniors" (low, medium, high, critical): there is no group seniors under groups; Slack alone is used',
  ]);
});

test("names who cannot be reached, and by what", () => {
  const policy = { enabled: false };
  const judged = settingsFrom({
    file: {
      sla: {
        low: policy,
        medium: policy,
        critical: policy,
        high: { tiers: [{ after: "1m", notify: ["slack", "sms", "dm"] }], highRisk: [] },
      },
      people: { al: { phone: "+447700900001" }, bob: { slack: "U024BE7LH" } },
      groups: { oncall: { members: ["al", "bob"] } },
    },
  });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  expect(unusableMethods(judged.settings, { twilio: true })).toEqual([
    '"sms" (high): cannot reach bob: no phone under people',
    '"dm" (high): cannot reach al: no slack under people',
  ]);
  expect(unusableMethods(judged.settings, { twilio: false })).toEqual([
    '"sms" (high): Twilio is not set up, so nothing is sent; Slack alone is used',
    '"dm" (high): cannot reach al: no slack under people',
  ]);
});
