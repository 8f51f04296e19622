import { type Duration, type Instant, milliseconds } from "../lib/time.ts";
import { isoWithOffset, type TimeZone } from "../lib/zoned.ts";
import type { AuditEvent } from "../sla/event.ts";
import { severities } from "../sla/model.ts";
import { breaches } from "./breaches.ts";
import { acknowledgeTime, type Course, cohort, outcomeOf, responses, stoodBy, triageTime } from "./cohort.ts";
import type { Fate, Report, Triage } from "./model.ts";
import { sharesOf } from "./shares.ts";
import { pages } from "./told.ts";

/** The events that a report is made of; all others may be left out. */
export const reported: ReadonlySet<AuditEvent["event"]> = new Set([
  ...responses,
  "alert.seen",
  "tier.fired",
  "highRisk.fired",
  "clock.stopped",
  "clock.resumed",
  "notification.sent",
  "notification.delivered",
]);

/** A report in the making: shown the trail piece by piece, it keeps no more of it than it counts. */
export interface Reporting {
  /** @param events in order, as they follow those before; what lies outside the window is passed over */
  add(events: readonly AuditEvent[]): void;
  report(): Report;
}

/**
 * Works a report out of audit events alone, so that it can be recomputed at any time.
 *
 * @param zone by which hours of the day and nights are told
 * @param field a custom field by whose values alerts are told apart too
 */
export function reporting(since: Instant, until: Instant, zone: TimeZone, field?: string): Reporting {
  const alerts = cohort();
  const fired = breaches(zone);
  const paged = pages(zone);
  return {
    add(events) {
      for (const event of events) {
        // Read once for all who ask: a trail has a million events.
        const at = Date.parse(event.at) as Instant;
        if (!(at >= since && at < until)) continue;
        alerts.follow(event, at);
        fired.count(event, at);
        paged.count(event, at);
      }
    },
    report() {
      const courses = alerts.courses();
      const fate = (some: readonly Course[]) => fateOf(some, until);
      const fates = severities.map((severity) => [
        severity,
        fate(courses.filter((course) => course.severity === severity)),
      ]);
      return {
        since: isoWithOffset(since, zone),
        until: isoWithOffset(until, zone),
        zone,
        all: fate(courses),
        bySeverity: Object.fromEntries(fates),
        bySource: sharesOf(courses, ({ source }) => source, fate),
        ...(field === undefined
          ? {}
          : { byField: { field, shares: sharesOf(courses, ({ fields }) => fields?.[field], fate) } }),
        breachesByTier: fired.byTier(),
        highRisk: fired.highRisk(),
        breachesByHour: fired.byHour(),
        people: paged.told(until),
      };
    },
  };
}

function fateOf(courses: readonly Course[], until: Instant): Fate {
  const outcomes = courses.map(outcomeOf);
  const count = (wanted: ReturnType<typeof outcomeOf>) => outcomes.filter((one) => one === wanted).length;
  return {
    alerts: courses.length,
    withinSla: count("withinSla"),
    late: count("late"),
    waiting: count("waiting"),
    triage: triageOf(courses.map(triageTime).filter((time) => time !== undefined)),
    acknowledge: triageOf(courses.map(acknowledgeTime).filter((time) => time !== undefined)),
    stood: milliseconds(courses.reduce((sum, course) => sum + stoodBy(course, until), 0)),
  };
}

function triageOf(times: readonly Duration[]): Triage | null {
  if (times.length === 0) return null;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[Math.min(sorted.length, Math.max(1, index)) - 1] ?? 0;
  const half = sorted.length / 2;
  return {
    responded: sorted.length,
    median: milliseconds((at(Math.ceil(half)) + at(Math.floor(half) + 1)) / 2),
    p90: milliseconds(at(Math.ceil(sorted.length * 0.9))),
  };
}
