import { z } from "zod";
import { ways } from "../../../oncall/ways.ts";
import type { AuditEvent } from "../../../sla/event.ts";
import { isTier } from "../../../sla/model.ts";
import { channel, type Piece, theirs, words } from "../rich.ts";
import { tierText } from "../standing.ts";

/** How one delivery went, as a sentence. */
export function deliveryWords(
  { event, via, to = "somebody", tier, detail, alertId }: AuditEvent,
  alert: Piece,
) {
  const { attempt, why, alerts, notice } = Detail.safeParse(detail).data ?? {};
  const about = alertId === undefined ? [words(noticeText(notice, alerts))] : [words(" about "), alert];
  return [
    words(via === undefined ? "A message to " : `${ways[via].name} to `),
    via === "slack" ? channel(to) : theirs(to, 60),
    ...about,
    ...(tier === undefined || !isTier(tier) ? [] : [words(`, ${tierText(tier, 0)}`)]),
    words(attempt !== undefined && attempt > 1 ? `, attempt ${attempt}: ` : ": "),
    words(outcome(event, via)),
    ...(why === undefined ? [] : [words(" ("), theirs(why, 160), words(")")]),
    words("."),
  ];
}

/** Digests have a name that people see; other notices have none. */
function noticeText(notice: string | undefined, alerts: readonly string[] | undefined): string {
  if (alerts === undefined) return "";
  const count = alerts.length === 1 ? "1 alert" : `${alerts.length} alerts`;
  return notice === undefined ? ` about ${count}` : ` about ${count} (digest ${notice})`;
}

function outcome(event: AuditEvent["event"], via: AuditEvent["via"]): string {
  switch (event) {
    case "notification.delivered":
      return via === "call" ? "answered" : "arrived";
    case "notification.failed":
      return via === "call" ? "did not get through" : "failed";
    case "notification.dropped":
      return "not sent";
    default:
      return via === "call" ? "ringing" : "sent";
  }
}

const Detail = z.object({
  attempt: z.number().optional().catch(undefined),
  why: z.string().optional().catch(undefined),
  alerts: z.array(z.string()).optional().catch(undefined),
  notice: z.string().optional().catch(undefined),
});
