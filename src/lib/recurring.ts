import { z } from "zod";
import type { LocalTime } from "./local-time.ts";
import type { Instant } from "./time.ts";
import { fromWallClock, type TimeZone, wallClock } from "./zoned.ts";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** A moment that comes again and again on the clock on the wall: each day, on a day of the week, or on the first of each month. */
export const Recurring = z.strictObject({
  on: z.enum(["day", ...weekdays, "month"]),
  hour: z.int().min(0).max(23),
  minute: z.int().min(0).max(59),
});
export type Recurring = Readonly<z.infer<typeof Recurring>>;

const EXPECTED = 'expected a time such as "mon 08:00", "day 08:00" or "month 08:00" (the first of each)';

/** Text outside, such as `mon 08:00`; a {@link Recurring} inside. */
export const RecurringText = z.codec(z.string({ error: EXPECTED }), Recurring, {
  decode(text, context) {
    const [, on, hour, minute] = /^(\w+) (\d\d?):(\d\d)$/.exec(text.trim().toLowerCase()) ?? [];
    const read = Recurring.safeParse({
      on: on?.slice(0, on.endsWith("day") ? 3 : undefined),
      hour: Number(hour),
      minute: Number(minute),
    });
    if (read.success) return read.data;
    context.issues.push({ code: "custom", input: text, message: EXPECTED });
    return z.NEVER;
  },
  encode: recurringText,
});

export function recurringText({ on, hour, minute }: Recurring): string {
  return `${on} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** When it came last, at or before `now`. */
export function lastOf(when: Recurring, zone: TimeZone, now: Instant): Instant {
  for (let back = 0; ; back++) {
    const at = onDay(when, zone, now, -back);
    if (at !== undefined && at <= now) return at;
  }
}

/** When it comes next, after `now`. */
export function nextOf(when: Recurring, zone: TimeZone, now: Instant): Instant {
  for (let ahead = 0; ; ahead++) {
    const at = onDay(when, zone, now, ahead);
    if (at !== undefined && at > now) return at;
  }
}

/** The moment on the day that lies so many days from today, if it is one of its days. */
function onDay(
  { on, hour, minute }: Recurring,
  zone: TimeZone,
  now: Instant,
  days: number,
): Instant | undefined {
  const { year, month, day } = wallClock(now, zone);
  const date = new Date(Date.UTC(year, month - 1, day + days));
  const weekday = weekdays[(date.getUTCDay() + 6) % 7];
  if (on !== "day" && on !== weekday && !(on === "month" && date.getUTCDate() === 1)) return undefined;
  const time: LocalTime = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour,
    minute,
  };
  return fromWallClock(time, zone);
}
