import type { Duration, Instant } from "../lib/time.ts";
import type { Groups, Override, People, Roster } from "../oncall/model.ts";
import type { PersonalVia } from "../oncall/ways.ts";
import type { CaseRules } from "../sla/case-deadlines.ts";
import type { Disclosure, Level } from "../sla/disclosure.ts";
import type { Decision } from "../sla/evaluate.ts";
import type { Alert, AlertId, Severity, TierRef } from "../sla/model.ts";
import type { Rules } from "../sla/policy.ts";
import type { CaseStep } from "../sla/record.ts";

/** The part of the settings that a simulation needs. */
export interface SimulatedSettings extends Rules, CaseRules {
  readonly ignoreFor: Duration;
  readonly acknowledgeFor: Duration;
  readonly people: People;
  readonly groups: Groups;
  readonly storm: { readonly window: Duration; readonly threshold: number };
  readonly disclosure: Disclosure;
  readonly unattended: { readonly every: Duration | "off" };
}

/** An alert and what TheHive says became of it. */
export interface ReplayedAlert {
  /** As it was when it was created. */
  readonly alert: Alert;
  /** How it stood from each instant on, earliest first. */
  readonly changes: readonly { readonly at: Instant; readonly alert: Alert }[];
}

export const actions = [
  "ignore",
  "acknowledge",
  "promote",
  "resume",
  "close",
  "reopen",
  "assign",
  "close-case",
] as const;
export type Action = (typeof actions)[number];

/**
 * What a person did at an instant. `close` and `reopen` are done in TheHive, and so are `assign` and `close-case` to the
 * case of an alert; the others through the monitor.
 */
export interface ReplayedResponse {
  readonly at: Instant;
  readonly alertId: AlertId;
  readonly action: Action;
  readonly by: string;
  /** How long to ignore or acknowledge; absent: as the settings say. */
  readonly for?: Duration | undefined;
}

export interface SimulationRequest {
  readonly settings: SimulatedSettings;
  readonly alerts: readonly ReplayedAlert[];
  readonly responses: readonly ReplayedResponse[];
  /** Who stands in on call for whom. */
  readonly overrides: readonly Override[];
  /** What the calendars of groups say of that time. */
  readonly duties?: Roster["duties"];
  /** Half-open. The monitor is taken to have run long before `from`. */
  readonly from: Instant;
  readonly to: Instant;
  /** The Slack channel of alerts that no route sends elsewhere; undefined = Slack is off. */
  readonly channel: string | undefined;
  /** The ways to people that are not switched off. */
  readonly setUp: ReadonlySet<PersonalVia>;
}

/** A rung of the ladder, or a step of the alert's case that was not done in time. */
export type ToldOf = TierRef | `case-${CaseStep}`;

export function isOfCase(tier: ToldOf): tier is `case-${CaseStep}` {
  return tier === "case-assigned" || tier === "case-closed";
}

/** One person or channel told once. `at` is ISO 8601 in UTC; `group` is null for Slack's channel. */
export interface SimulatedNotification {
  readonly at: string;
  readonly alertId: string;
  readonly tier: ToldOf;
  readonly via: "slack" | "sms" | "call" | "dm";
  readonly group: string | null;
  readonly to: string;
  /** How much of the alert, where that is not all of it: `disclosure`. */
  readonly carries?: Exclude<Level, "full">;
}

/** Somebody who should have been told and could not be. */
interface Unreached extends SimulatedNotification {
  readonly why: string;
}

interface RefusedResponse {
  readonly at: string;
  readonly alertId: string;
  readonly action: Action;
  readonly why: string;
}

/** More breaches than `storm.threshold` within `storm.window`: the monitor would tell these as one digest. */
export interface StormSpan {
  readonly from: string;
  readonly to: string;
  readonly breaches: number;
}

/** An alert that still waits when the window ends. Times are ISO 8601 in UTC. */
export interface OpenAtEnd {
  readonly alertId: string;
  readonly severity: Severity;
  /** When somebody was told of it last; null = never. */
  readonly heardLast: string | null;
  /** Since when nobody has heard of it: that time, or its creation. */
  readonly since: string;
  /** When somebody will hear of it next, if nobody responds; null = never. */
  readonly next: string | null;
  readonly why: (Decision & { kind: "wait" | "stop" })["why"];
}

export interface Summary {
  readonly from: string;
  readonly to: string;
  /** Alerts that existed before `to`. */
  readonly alerts: number;
  /** Of these, how many had left the open states by then. */
  readonly handled: number;
  readonly notifications: number;
  readonly byTier: Readonly<Record<string, number>>;
  readonly byVia: Readonly<Record<string, number>>;
  /** People only, no channels. */
  readonly byPerson: Readonly<Record<string, number>>;
  readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
  readonly skippedTiers: number;
  readonly unreached: readonly Unreached[];
  readonly refusedResponses: readonly RefusedResponse[];
  readonly storms: readonly StormSpan[];
  /** Alerts that still wait, the worst first. */
  readonly open: readonly OpenAtEnd[];
}

export interface Simulation {
  readonly notifications: readonly SimulatedNotification[];
  readonly summary: Summary;
}
