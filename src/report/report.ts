import { z } from "zod";
import { type Duration, type Instant, instant, milliseconds } from "../lib/time.ts";
import { plainText } from "../lib/untrusted.ts";
import { isoWithOffset, type TimeZone, wallClock } from "../lib/zoned.ts";
import type { AuditEvent } from "../sla/event.ts";
import { severities } from "../sla/model.ts";
import { type Course, courses, earlyFiring, outcomeOf, triageTime } from "./cohort.ts";
import type { Fate, Report, Told, Triage } from "./model.ts";

const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 7;
// No policy has more, and no picture has room for more.
const MOST_TIERS = 20;
const LONGEST_NAME = 60;
const MOST_PEOPLE = 1000;

/**
 * Works the report out of audit events alone, so that it can be recomputed at any time.
 *
 * @param events in order; those outside the window are passed over
 * @param zone by which hours of the day and nights are told
 */
export function reportFrom(
  events: readonly AuditEvent[],
  since: Instant,
  until: Instant,
  zone: TimeZone,
): Report {
  const inWindow = events.filter(({ at }) => Date.parse(at) >= since && Date.parse(at) < until);
  const cohort = courses(inWindow);
  const fired = inWindow.filter(({ event, detail }) => event === "tier.fired" && isBreach(detail));
  const fates = severities.map((severity) => [
    severity,
    fateOf(cohort.filter((course) => course.severity === severity)),
  ]);
  return {
    since: isoWithOffset(since, zone),
    until: isoWithOffset(until, zone),
    zone,
    all: fateOf(cohort),
    bySeverity: Object.fromEntries(fates),
    breachesByTier: tiers(fired),
    highRisk: inWindow.filter(({ event }) => event === "highRisk.fired").length,
    breachesByHour: hours(fired, zone),
    people: people(inWindow, zone),
  };
}

/** Whether the clock on the wall shows night: 22:00 to 07:00. */
export function isNight(at: Instant, zone: TimeZone): boolean {
  const { hour } = wallClock(at, zone);
  return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
}

const Repeat = z.object({ repeat: z.number().positive() });

/** Neither a repeat nor fired before its time. */
function isBreach(detail: unknown): boolean {
  return !Repeat.safeParse(detail).success && earlyFiring(detail) === undefined;
}

function fateOf(cohort: readonly Course[]): Fate {
  const outcomes = cohort.map(outcomeOf);
  const count = (wanted: ReturnType<typeof outcomeOf>) => outcomes.filter((one) => one === wanted).length;
  return {
    alerts: cohort.length,
    withinSla: count("withinSla"),
    late: count("late"),
    waiting: count("waiting"),
    triage: triageOf(cohort.map(triageTime).filter((time) => time !== undefined)),
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

function tiers(fired: readonly AuditEvent[]): number[] {
  const counts: number[] = [];
  for (const { tier } of fired) {
    // One line of the trail must not decide how long this gets.
    if (typeof tier !== "number" || !Number.isInteger(tier) || tier < 1 || tier > MOST_TIERS) continue;
    while (counts.length < tier) counts.push(0);
    counts[tier - 1] = (counts[tier - 1] ?? 0) + 1;
  }
  return counts;
}

function hours(fired: readonly AuditEvent[], zone: TimeZone): number[] {
  const counts = new Array<number>(24).fill(0);
  for (const { at } of fired) {
    const { hour } = wallClock(instant(at), zone);
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return counts;
}

const Page = z.object({ ref: z.string().optional(), attempt: z.number().optional() });

/** Who was told how often, most first. A page that was sent and then delivered is one. */
function people(events: readonly AuditEvent[], zone: TimeZone): Told[] {
  const told = new Map<string, { notifications: number; atNight: number }>();
  const counted = new Set<string>();
  for (const event of events) {
    if (event.event !== "notification.sent" && event.event !== "notification.delivered") continue;
    if (event.to === undefined || event.via === undefined || event.via === "slack") continue;
    const key = pageKey(event);
    if (counted.has(key)) continue;
    counted.add(key);
    const name = plainText(event.to, LONGEST_NAME);
    if (told.size >= MOST_PEOPLE && !told.has(name)) continue;
    const { notifications, atNight } = told.get(name) ?? { notifications: 0, atNight: 0 };
    const night = isNight(instant(event.at), zone) ? 1 : 0;
    told.set(name, { notifications: notifications + 1, atNight: atNight + night });
  }
  return [...told]
    .map(([name, counts]) => ({ name, ...counts }))
    .toSorted((a, b) => b.notifications - a.notifications || a.name.localeCompare(b.name));
}

function pageKey({ at, alertId, tier, via, to, detail }: AuditEvent): string {
  const { ref, attempt } = Page.safeParse(detail).data ?? {};
  if (ref !== undefined) return ref;
  return JSON.stringify([alertId ?? at, tier, via, to, attempt]);
}
