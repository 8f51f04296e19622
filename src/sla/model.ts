import { z } from "zod";
import { type Duration, Instant } from "../lib/time.ts";
import { personalWays, wayNames } from "../oncall/ways.ts";

/** TheHive's four severities, mildest first; TheHive numbers them 1 to 4. */
export const severities = ["low", "medium", "high", "critical"] as const;
export const Severity = z.enum(severities);
export type Severity = z.infer<typeof Severity>;

/** TheHive's own id: `~` and digits on 4 and 5, 32 hex digits on 3. */
export const AlertId = z.string().min(1).brand("AlertId");
export type AlertId = z.infer<typeof AlertId>;

/** TheHive 5's four stages. Older versions are mapped onto them when an alert is read. */
export const stages = ["new", "in-progress", "closed", "imported"] as const;
export type Stage = (typeof stages)[number];

/** How far an alert may be told, by the Traffic Light Protocol; 3 and 4 know no `amber+strict`. */
export const Tlp = z.enum(["clear", "green", "amber", "amber+strict", "red"]);
export type Tlp = z.infer<typeof Tlp>;

/** What may be done with it, by the Permissible Actions Protocol. */
export const Pap = z.enum(["clear", "green", "amber", "red"]);
export type Pap = z.infer<typeof Pap>;

export interface Observable {
  readonly dataType: string;
  /** Absent for files: they have no text. */
  readonly data?: string;
}

/** What is remembered of an alert between two reads, also while TheHive cannot be asked. */
export const AlertSnapshot = z.strictObject({
  id: AlertId,
  title: z.string(),
  severity: Severity,
  /** When TheHive stored it, by TheHive's clock corrected to ours. The SLA clock starts here. */
  createdAt: Instant,
  updatedAt: Instant.optional(),
  type: z.string(),
  source: z.string(),
  sourceRef: z.string().optional(),
  tags: z.array(z.string()).readonly(),
  stage: z.enum(stages),
  /** TheHive's status word (`New`, `Pending`, `FalsePositive`, ...). */
  status: z.string(),
  caseId: z.string().optional(),
  assignee: z.string().optional(),
  /** When somebody first took it up in TheHive: the end of its own *time to triage*. Told by 5 only. */
  inProgressAt: Instant.optional(),
  /** By which date its source knows it: where TheHive's own *time to acknowledge* starts. Told with `inProgressAt`. */
  datedAt: Instant.optional(),
  /** Absent where TheHive tells none. */
  tlp: Tlp.optional(),
  pap: Pap.optional(),
  observableCount: z.number().int().nonnegative(),
  customFields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly(),
});
export type AlertSnapshot = Readonly<z.infer<typeof AlertSnapshot>>;

/** An alert as TheHive holds it, the same shape for every version. All text is an attacker's. */
export interface Alert extends AlertSnapshot {
  /** Undefined until they were read: some versions serve them apart from the alert. */
  readonly observables?: readonly Observable[] | undefined;
}

/** How one group is told. `slack` goes to the channel, the others to each person of the group. */
export const Via = z.enum(wayNames);
export type Via = z.infer<typeof Via>;

export const Method = z.discriminatedUnion("via", [
  z.strictObject({ via: z.literal("slack") }),
  z.strictObject({ via: z.enum(personalWays), group: z.string() }),
]);
export type Method = z.infer<typeof Method>;

/** One rung of a policy: after so long unanswered, tell these. */
export interface Tier {
  readonly after: Duration;
  readonly notify: readonly Method[];
}

/** The SLA rules of one severity. Tiers ascend. */
export interface Policy {
  readonly enabled: boolean;
  /** `always` or the name of a calendar. */
  readonly calendar: string;
  readonly tiers: readonly Tier[];
  readonly highRisk: readonly Method[];
  readonly repeat: { readonly every: Duration; readonly times: number };
  /** Told so long before the first deadline, by the same clock. */
  readonly warn?: { readonly before: Duration; readonly notify: readonly Method[] } | undefined;
}

export interface HighRiskRule {
  readonly words: readonly string[];
  readonly except: readonly string[];
  readonly severities: readonly Severity[];
  readonly then: "continue" | "stop";
}

/** A tier's number from 1, the high-risk rule, or the warning before the first tier. */
export const TierRef = z.union([z.number().int().positive(), z.literal("high-risk"), z.literal("at-risk")]);
export type TierRef = z.infer<typeof TierRef>;

/** Whether it stands for a deadline that has been missed, unlike the high-risk rule and the warning. */
export function isTier(tier: TierRef): tier is number {
  return typeof tier === "number";
}

/** A Slack user id, or the monitor itself. */
export const Actor = z.string().min(1);
export type Actor = z.infer<typeof Actor>;
export const system: Actor = "system";
