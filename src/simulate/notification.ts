import type { Instant } from "../lib/time.ts";
import type { Delivery } from "../sla/record.ts";
import type { SimulatedNotification } from "./model.ts";
import type { Firing } from "./walk.ts";

/** A delivery as the outside sees it. */
export function notification(
  { at, alert }: Pick<Firing, "at" | "alert">,
  { tier, via, group, to }: Delivery,
): SimulatedNotification {
  return { at: iso(at), alertId: alert.id, tier, via, group: group ?? null, to };
}

/** ISO 8601 in UTC, with milliseconds. */
export function iso(at: Instant): string {
  return new Date(at).toISOString();
}
