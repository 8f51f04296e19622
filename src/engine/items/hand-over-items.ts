import type { Instant } from "../../lib/time.ts";
import type { Handed } from "../../sla/hand-over.ts";
import type { AlertRecord } from "../../sla/record.ts";
import { type Item, inThread, newItem } from "./item.ts";

/** Who is told that an alert changes hands: its thread, and the person it is offered to. */
export function handOverItems(record: AlertRecord, { say }: Pick<Handed, "say">, now: Instant): Item[] {
  if (say === undefined) return [];
  const about = { kind: "hand-over", alertId: record.alertId, at: now, step: say } as const;
  const person =
    say.kind === "offered" ? [newItem(about, { via: "dm", to: say.offer.to, attempt: 1 }, now)] : [];
  return [...inThread(record, about, now), ...person];
}
