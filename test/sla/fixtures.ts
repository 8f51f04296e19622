import { type Duration, type Instant, instant, minutes } from "../../src/lib/time.ts";
import { type Alert, AlertId, type Policy, type Severity, type TierRef } from "../../src/sla/model.ts";
import type { Rules } from "../../src/sla/policy.ts";
import { type AlertRecord, newRecord } from "../../src/sla/record.ts";

/** A time on one fixed day, in UTC: `at("09:30")`, `at("09:29:59.999")`. */
export const at = (time: string): Instant => instant(`2026-03-02T${time}Z`);

export const text = {
  after: minutes(30),
  notify: [{ via: "slack" as const }, { via: "sms" as const, group: "oncall" }],
};
export const ring = { after: minutes(45), notify: [{ via: "call" as const, group: "oncall" }] };
export const seniors = { after: minutes(60), notify: [{ via: "call" as const, group: "seniors" }] };

export function policy(changes: Partial<Policy> = {}): Policy {
  return {
    enabled: true,
    calendar: "always",
    tiers: [text, ring, seniors],
    highRisk: [{ via: "slack" }, { via: "call", group: "oncall" }],
    repeat: { every: minutes(30), times: 0 },
    ...changes,
  };
}

export function rules(changes: Partial<Rules> = {}, policies: Partial<Record<Severity, Policy>> = {}): Rules {
  return {
    sla: { low: policy(), medium: policy(), high: policy(), critical: policy(), ...policies },
    highRisk: {
      words: ["CRITICAL", "URGENT"],
      except: ["non-critical"],
      severities: ["medium"],
      then: "continue",
    },
    calendars: {},
    routes: [],
    poll: { maxAge: minutes(60 * 24 * 7), open: ["New"], pause: [] },
    ...changes,
  };
}

export function alert(changes: Partial<Alert> = {}): Alert {
  return {
    id: AlertId.parse("~1"),
    title: "Beacon to a known C2 host",
    severity: "high",
    createdAt: at("09:00"),
    type: "siem",
    source: "wazuh",
    tags: [],
    stage: "new",
    status: "New",
    observableCount: 0,
    customFields: {},
    ...changes,
  };
}

export function record(changes: Partial<AlertRecord> = {}): AlertRecord {
  return { ...newRecord(alert(), 1, at("09:00")), ...changes };
}

export const fired = (tier: TierRef, time: string, repeat = 0) => ({
  tier,
  repeat,
  at: at(time),
  deadline: at(time),
  severity: "high" as const,
  unconfirmed: false,
});

export const held = (kind: "ignored" | "acknowledged", until: string) => ({
  kind,
  until: at(until),
  at: at("09:10"),
  by: "U1",
});

export const plus = (start: Instant, length: Duration): Instant => (start + length) as Instant;
