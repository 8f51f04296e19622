import { z } from "zod";
import type { Instant } from "../lib/time.ts";
import type { TimeZone } from "../lib/zoned.ts";
import type { AuditEvent } from "../sla/event.ts";
import { earlyFiring } from "./cohort.ts";
import { wallHours } from "./wall-hours.ts";

/** Counts the tiers that fired, and high-risk firings, among the events it is shown. */
export interface Breaches {
  /** @param at the instant that its `at` names */
  count(event: AuditEvent, at: Instant): void;
  /** Tier 1 first. */
  byTier(): readonly number[];
  /** By the hour of the day, from midnight. */
  byHour(): readonly number[];
  highRisk(): number;
}

// No policy has more, and no picture has room for more.
const MOST_TIERS = 20;

export function breaches(zone: TimeZone): Breaches {
  const hourAt = wallHours(zone);
  const tiers: number[] = [];
  const hours = new Array<number>(24).fill(0);
  let highRisk = 0;

  function countTier(tier: AuditEvent["tier"]): void {
    // One line of the trail must not decide how long this gets.
    if (typeof tier !== "number" || !Number.isInteger(tier) || tier < 1 || tier > MOST_TIERS) return;
    while (tiers.length < tier) tiers.push(0);
    tiers[tier - 1] = (tiers[tier - 1] ?? 0) + 1;
  }

  return {
    count({ event, tier, detail }, at) {
      if (event === "highRisk.fired") highRisk += 1;
      if (event !== "tier.fired" || !isBreach(detail)) return;
      countTier(tier);
      const hour = hourAt(at);
      hours[hour] = (hours[hour] ?? 0) + 1;
    },
    byTier: () => tiers,
    byHour: () => hours,
    highRisk: () => highRisk,
  };
}

const Repeat = z.object({ repeat: z.number().positive() });

/** Neither a repeat nor fired before its time. */
function isBreach(detail: unknown): boolean {
  if (detail === undefined) return true;
  return !Repeat.safeParse(detail).success && earlyFiring(detail) === undefined;
}
