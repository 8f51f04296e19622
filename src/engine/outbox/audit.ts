import { type Instant, iso } from "../../lib/time.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { system } from "../../sla/model.ts";
import type { Item } from "../items/item.ts";
import { membersOf } from "../items/subject.ts";

/** How an item went, for the trail. */
export function auditOf(item: Item, now: Instant): AuditEvent {
  const { about, via, to, attempt, ref, detail, id } = item;
  const ids = membersOf(about);
  const [alertId] = ids;
  return {
    at: iso(now),
    event: eventName(item),
    actor: system,
    ...(ids.length === 1 && alertId !== undefined ? { alertId } : {}),
    ...(about.kind === "tier" || about.kind === "nobody" ? { tier: about.tier } : {}),
    via,
    to,
    detail: {
      ...(about.kind === "tier" ? {} : { notice: about.kind === "digest" ? about.reference : id }),
      ...(about.kind === "digest" ? { alerts: ids } : {}),
      attempt,
      ...(ref === undefined ? {} : { ref }),
      ...(detail === undefined ? {} : { why: detail }),
    },
  };
}

function eventName({ state }: Item): AuditEvent["event"] {
  switch (state) {
    case "sent":
      return "notification.sent";
    case "delivered":
      return "notification.delivered";
    case "dropped":
      return "notification.dropped";
    default:
      return "notification.failed";
  }
}
