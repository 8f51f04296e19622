import { type TimeZone, utc } from "../lib/zoned.ts";
import type { Roster } from "../oncall/model.ts";
import { zoneOf } from "../oncall/roster.ts";

/** By which hours and nights a team is told of: those of its on-call rotation, or of its first one, else UTC. */
export function reportZone(roster: Roster): TimeZone {
  const names = ["oncall", ...Object.keys(roster.groups)];
  return names.map((name) => zoneOf(roster, name)).find((zone) => zone !== utc) ?? utc;
}
