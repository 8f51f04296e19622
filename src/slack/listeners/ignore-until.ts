import type { Response } from "../../engine/desk.ts";
import { hours, type Instant } from "../../lib/time.ts";
import { unreachable } from "../../lib/unreachable.ts";
import { fromWallClock, TimeZone, utc, wallClock } from "../../lib/zoned.ts";
import type { IgnoreChoice } from "../ids.ts";

/** What an entry of the menu asks for. "Tomorrow 09:00" is by the presser's own clock. */
export function ignoreResponse(choice: IgnoreChoice, now: Instant, zone: string | undefined): Response {
  switch (choice) {
    case "1h":
      return { kind: "ignore", for: hours(1) };
    case "4h":
      return { kind: "ignore", for: hours(4) };
    case "tomorrow":
      return { kind: "ignore", until: tomorrowAtNine(now, TimeZone.safeParse(zone).data ?? utc) };
    default:
      return unreachable(choice);
  }
}

function tomorrowAtNine(now: Instant, zone: TimeZone): Instant {
  const { year, month, day } = wallClock(now, zone);
  return fromWallClock({ year, month, day: day + 1, hour: 9, minute: 0 }, zone);
}
