import { parseDuration } from "../lib/duration-text.ts";
import { before, type Instant } from "../lib/time.ts";
import { parseZoned, type TimeZone, utc } from "../lib/zoned.ts";
import { usage } from "./failure.ts";

/**
 * Reads an ISO time; without an offset it is the zone's, without a time of day its midnight.
 *
 * @param flag what it was given as: `--at`
 * @throws CommandFailure 2
 */
export function timeGiven(flag: string, text: string, zone: TimeZone = utc): Instant {
  const time = parseTime(text, zone);
  if (time !== undefined) return time;
  throw usage(`${flag}: found ${JSON.stringify(text)}, expected a time such as 2026-03-02T02:00+01:00`);
}

/**
 * Reads how far to look back: so long, or since a time.
 *
 * @throws CommandFailure 2
 */
export function sinceGiven(text: string, now: Instant): Instant {
  const ago = parseDuration(text);
  const time = ago === undefined ? parseTime(text, utc) : before(now, ago);
  if (time !== undefined) return time;
  const examples = "24h, 7d or a time such as 2026-03-02T02:00Z";
  throw usage(`--since: found ${JSON.stringify(text)}, expected ${examples}`);
}

function parseTime(text: string, zone: TimeZone): Instant | undefined {
  return parseZoned(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text, zone);
}
