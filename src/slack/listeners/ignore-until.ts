import type { Response } from "../../engine/desk.ts";
import { hours, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { fromWallClock, TimeZone, utc, wallClock } from "../../lib/zoned.ts";
import type { IgnoreChoice } from "../ids/alerts.ts";

/** What an entry of the menu asks for. "09:00" is the next one by the presser's own clock. */
export function ignoreResponse(
  choice: IgnoreChoice,
  now: Instant,
  zone: string | undefined,
): Response & { kind: "ignore" } {
  switch (choice) {
    case "1h":
      return { kind: "ignore", for: hours(1) };
    case "4h":
      return { kind: "ignore", for: hours(4) };
    case "nine":
      return { kind: "ignore", until: nextNine(now, TimeZone.safeParse(zone).data ?? utc) };
    case "tomorrow":
      return { kind: "ignore", until: nineOf(1, now, TimeZone.safeParse(zone).data ?? utc) };
    default:
      return unreachable(choice);
  }
}

function nextNine(now: Instant, zone: TimeZone): Instant {
  const today = nineOf(0, now, zone);
  return today > now ? today : nineOf(1, now, zone);
}

function nineOf(daysOn: number, now: Instant, zone: TimeZone): Instant {
  const { year, month, day } = wallClock(now, zone);
  return fromWallClock({ year, month, day: day + daysOn, hour: 9, minute: 0 }, zone);
}
