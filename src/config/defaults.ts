import type { Severity } from "../sla/model.ts";
import type { Tree } from "./tree.ts";

/** The settings of somebody who has written none, in the form of a settings file. */
export const defaultText: Tree = {
  poll: { every: "2m", maxAge: "7d", open: ["New"], pause: [] },
  sla: {
    low: policy("30m", "45m", "60m"),
    medium: policy("30m", "45m", "60m"),
    high: policy("30m", "45m", "60m"),
    critical: policy("15m", "30m", "45m"),
  } satisfies Record<Severity, Tree>,
  highRisk: {
    words: ["CRITICAL", "URGENT", "FAILURE"],
    except: ["non-critical"],
    severities: ["medium"],
    then: "continue",
  },
  ignoreFor: "30m",
  acknowledgeFor: "60m",
  calendars: {},
  people: {},
  groups: {},
  voice: { language: "en-GB", repeat: 2, ringFor: "25s", retries: 1, machineDetection: true },
  routes: [],
  storm: { window: "60s", threshold: 10 },
  limits: { sms: "5 per 15m", call: "3 per 15m" },
  unattended: { every: "4h" },
  readiness: { at: "08:00", test: "off" },
  language: "en",
  disclosure: {},
  cases: {},
  writeBack: "off",
  reports: [],
  admins: [],
  responders: [],
};

function policy(first: string, second: string, third: string): Tree {
  return {
    enabled: true,
    calendar: "always",
    tiers: [
      { after: first, notify: ["slack", "sms"] },
      { after: second, notify: ["slack", "call"] },
      { after: third, notify: ["slack", "call:seniors"] },
    ],
    highRisk: ["slack", "call"],
    repeat: { every: "30m", times: 0 },
  };
}
