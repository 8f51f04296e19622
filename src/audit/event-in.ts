import { AuditEvent } from "../sla/event.ts";
import { bodyOf } from "./chain.ts";

/** The event that a line of the trail holds, chained or not; undefined: none. */
export function eventIn(line: string): AuditEvent | undefined {
  try {
    return AuditEvent.safeParse(JSON.parse(bodyOf(line))).data;
  } catch {
    return undefined;
  }
}
