import { after, type Instant, minutes } from "../../lib/time.ts";
import type { AlertRecord } from "../../sla/record.ts";
import { type Item, isOver } from "../items/item.ts";
import { tellsOf } from "../items/subject.ts";

/** Whoever was reached last has so long to respond. */
const TIME_TO_RESPOND = minutes(5);

/**
 * From when on it is to be said that nobody has answered, once nothing of an alert will fire any more: at once when
 * everybody was tried in vain, otherwise when those who were reached have had their time. Undefined: not at all,
 * or said already.
 */
export function silentFrom(record: AlertRecord, items: readonly Item[]): Instant | undefined {
  const last = record.firings.at(-1);
  if (last === undefined || record.unansweredAt !== undefined) return undefined;
  const byPhone = items.filter(
    ({ via, about }) => (via === "sms" || via === "call") && tellsOf(about, record.alertId, last),
  );
  const inVain = byPhone.length > 0 && byPhone.every((item) => isOver(item) && item.state !== "delivered");
  const since = record.reopenedAt !== undefined && record.reopenedAt > last.at ? record.reopenedAt : last.at;
  return inVain && since === last.at ? last.at : after(since, TIME_TO_RESPOND);
}
