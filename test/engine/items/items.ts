import { type Item, newItem } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { type Instant, instant, minutes } from "../../../src/lib/time.ts";
import { type Alert, AlertId } from "../../../src/sla/model.ts";
import { type AlertRecord, newRecord } from "../../../src/sla/record.ts";

const created = instant("2026-03-03T02:00Z");
/** So many minutes after the alert was created. */
export const at = (count: number): Instant => (created + minutes(count)) as Instant;
export const alertId = AlertId.parse("~1");

export const alert: Alert = {
  id: alertId,
  title: "Beacon",
  severity: "high",
  createdAt: created,
  type: "siem",
  source: "test",
  tags: [],
  stage: "new",
  status: "New",
  observableCount: 0,
  customFields: {},
};

export const firing = (tier: number, minute: number, repeat = 0) => ({
  tier,
  repeat,
  at: at(minute),
  deadline: at(minute),
  severity: "high" as const,
  unconfirmed: false,
});

export const record = (change: Partial<AlertRecord> = {}): AlertRecord => ({
  ...newRecord(alert, 1, created),
  tiersDone: 1,
  firings: [firing(1, 30)],
  ...change,
});

export const tier = (number = 1, repeat = 0): Subject => ({ kind: "tier", alertId, tier: number, repeat });
export const nobody = (repeat: number): Subject => ({ kind: "nobody", alertId, tier: 3, repeat });
export const over: Subject = {
  kind: "hold-over",
  alertId,
  hold: { kind: "ignored", until: at(60), at: at(30), by: "U1" },
};
export const digestOf = (...ids: readonly AlertId[]): Subject => ({
  kind: "digest",
  reference: "D7",
  alerts: ids.map((id) => ({ alertId: id, tier: 1, repeat: 0 })),
});
export const notice = {
  kind: "notice",
  name: "paused/1",
  notice: { kind: "resumed", by: "U1" },
} as const satisfies Subject;

/** An item as it stands; of the first tier, by text to alice, unless said otherwise. */
export function item(change: Partial<Item> = {}): Item {
  const about = change.about ?? tier();
  const via = change.via ?? "sms";
  const target =
    via === "slack"
      ? { via, to: change.to ?? "#soc", attempt: change.attempt ?? 1 }
      : { via, to: change.to ?? "alice", group: change.group ?? "oncall", attempt: change.attempt ?? 1 };
  return { ...newItem(about, target, at(30)), ...change };
}
