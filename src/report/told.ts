import { z } from "zod";
import { before, days, hours, type Instant } from "../lib/time.ts";
import { plainText } from "../lib/untrusted.ts";
import { type TimeZone, wallClock } from "../lib/zoned.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { Told } from "./model.ts";
import { wallHours } from "./wall-hours.ts";

/** Counts who was told how often by the events it is shown. A page that was sent and then delivered is one. */
export interface Pages {
  /** @param at the instant that its `at` names */
  count(event: AuditEvent, at: Instant): void;
  /** Most first. @param until the end of the seven nights by which rest is told */
  told(until: Instant): Told[];
}

const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 7;
/** Woken in so many of the last seven nights: somebody else's turn. */
const NIGHTS_BEFORE_REST = 3;
const LONGEST_NAME = 60;
const MOST_PEOPLE = 1000;

export function pages(zone: TimeZone): Pages {
  const hourAt = wallHours(zone);
  const people = new Map<string, { notifications: number; atNight: number; nights: Set<number> }>();
  const counted = new Set<string>();
  return {
    count(event, at) {
      if (event.event !== "notification.sent" && event.event !== "notification.delivered") return;
      if (event.to === undefined || event.via === undefined || event.via === "slack") return;
      const key = pageKey(event);
      if (counted.has(key)) return;
      counted.add(key);
      const name = plainText(event.to, LONGEST_NAME);
      if (people.size >= MOST_PEOPLE && !people.has(name)) return;
      const known = people.get(name) ?? { notifications: 0, atNight: 0, nights: new Set() };
      const night = isNight(hourAt(at)) ? 1 : 0;
      if (night === 1) known.nights.add(nightOf(at, zone));
      people.set(name, {
        notifications: known.notifications + 1,
        atNight: known.atNight + night,
        nights: known.nights,
      });
    },
    told: (until) =>
      [...people]
        .map(([name, { nights, ...counts }]) => ({
          name,
          ...counts,
          nights: nights.size,
          needsRest:
            [...nights].filter((night) => night > nightOf(until, zone) - 7).length >= NIGHTS_BEFORE_REST,
        }))
        .toSorted((a, b) => b.notifications - a.notifications || a.name.localeCompare(b.name)),
  };
}

/** Whether it is night when the clock on the wall shows this hour: 22:00 to 07:00. */
export function isNight(hour: number): boolean {
  return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
}

/** Counts nights: one is from evening to morning. */
function nightOf(at: Instant, zone: TimeZone): number {
  const { year, month, day } = wallClock(before(at, hours(NIGHT_ENDS)), zone);
  return Date.UTC(year, month - 1, day) / days(1);
}

const Page = z.object({ ref: z.string().optional(), attempt: z.number().optional() });

function pageKey({ at, alertId, tier, via, to, detail }: AuditEvent): string {
  const { ref, attempt } = Page.safeParse(detail).data ?? {};
  if (ref !== undefined) return ref;
  return JSON.stringify([alertId ?? at, tier, via, to, attempt]);
}
