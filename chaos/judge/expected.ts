import { Instant } from "../../src/lib/time.ts";
import { deadlines } from "../../src/sla/evaluate.ts";
import { findHighRisk } from "../../src/sla/high-risk.ts";
import { type Alert, AlertId, type Method, severities } from "../../src/sla/model.ts";
import { policyFor } from "../../src/sla/policy.ts";
import type { Name } from "../settings.ts";
import { type AlertTruth, type Truth, touches, versionAt } from "../truth.ts";
import type { Trail } from "./trail.ts";

/** One thing that somebody should hear: a channel, one of some people, or one person. */
export interface Due {
  readonly alertId: string;
  readonly rung: string;
  readonly firedAt: number;
  readonly via: "slack" | "sms" | "call";
  /** Any of these will do; empty for the channel. */
  readonly anyOf: readonly Name[];
}

/** A tier that the pure core wants, whether or not the trail knows of it. */
export interface Rung {
  readonly alertId: string;
  readonly rung: string;
  readonly firedAt: number;
}

const groups: Readonly<Record<string, readonly (readonly Name[])[]>> = {
  // One at a time, whoever is on duty, and the other when that one does not answer.
  oncall: [["alice", "bob"]],
  seniors: [["carol"], ["dave"]],
  leads: [["carol"]],
};

export function alertOf({ stored }: AlertTruth): Alert {
  return {
    id: AlertId.parse(stored.id),
    title: stored.title,
    severity: severities[stored.severity - 1] ?? "low",
    createdAt: Instant.parse(stored.createdAt),
    type: stored.type,
    source: stored.source,
    tags: stored.tags,
    stage: "new",
    status: "New",
    observableCount: 0,
    customFields: {},
  };
}

/** When each tier falls due by the settings in force at `at`. */
export function deadlinesOf(alert: AlertTruth, truth: Truth, at: number): readonly number[] {
  const { settings } = versionAt(truth, at);
  const known = alertOf(alert);
  return deadlines(known, {}, policyFor(known, settings));
}

/** Who should hear of one tier. */
export function duesOf({ alertId, rung, firedAt }: Rung, truth: Truth): Due[] {
  const alert = truth.alerts.get(alertId);
  if (alert === undefined) return [];
  const { policy } = policyFor(alertOf(alert), versionAt(truth, firedAt).settings);
  const tier = Number.parseInt(rung, 10);
  const methods: readonly Method[] =
    rung === "high-risk" ? policy.highRisk : (policy.tiers[tier - 1]?.notify ?? []);
  const base = { alertId, rung, firedAt };
  const dues = methods.flatMap((method): Due[] => {
    if (method.via === "slack") return [{ ...base, via: "slack", anyOf: [] }];
    if (method.via === "dm") return [];
    const { via } = method;
    return (groups[method.group] ?? []).map((anyOf) => ({ ...base, via, anyOf }));
  });
  const seen = new Set<string>();
  return dues.filter(({ via, anyOf }) => {
    const key = `${via} ${anyOf.join()}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The last tier and the high-risk rule of whatever waits at the end, nothing in its way for `LONG`. */
export function mustHaveFired(truth: Truth, trail: Trail, now: number): Rung[] {
  return [...truth.alerts.values()].flatMap((alert): Rung[] => {
    const { stored, handled } = alert;
    const due = deadlinesOf(alert, truth, now);
    const at = Math.max(due.at(-1) ?? now, ...truth.versions.map((one) => one.at));
    const spans = [...handled, ...(trail.holds.get(stored.id) ?? []), ...trail.pauses];
    if (spans.some((span) => touches(span, now - LONG, now)) || now - at < LONG) return [];
    const urgent = findHighRisk(alertOf(alert), versionAt(truth, now).settings.highRisk) !== undefined;
    return [
      { alertId: stored.id, rung: String(due.length), firedAt: at },
      ...(urgent ? [{ alertId: stored.id, rung: "high-risk", firedAt: stored.createdAt }] : []),
    ];
  });
}

const LONG = 5_000;
