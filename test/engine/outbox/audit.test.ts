import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { auditOf } from "../../../src/engine/outbox/audit.ts";
import { iso } from "../../../src/lib/time.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, item, nobody, notice, over } from "../items/items.ts";

const other = AlertId.parse("~2");
/** What the trail tells of every item to alice by text. */
const common = { at: iso(at(31)), event: "notification.failed", actor: "system", via: "sms", to: "alice" };
const noticeOf = (one: Item) => ({ notice: one.id, attempt: 1 });

test.each<[what: string, one: Item, told: object]>([
  ["a tier", item(), { alertId, tier: 1, detail: { attempt: 1 } }],
  [
    "nobody's answer",
    item({ about: nobody(0) }),
    { alertId, tier: 3, detail: noticeOf(item({ about: nobody(0) })) },
  ],
  ["the end of a hold", item({ about: over }), { alertId, detail: noticeOf(item({ about: over })) }],
  ["a notice", item({ about: notice }), { detail: noticeOf(item({ about: notice })) }],
  [
    "a digest",
    item({ about: digestOf(alertId, other) }),
    { detail: { notice: "D7", alerts: [alertId, other], attempt: 1 } },
  ],
  [
    "a digest of which one is left",
    item({ about: digestOf(other) }),
    { alertId: other, detail: { notice: "D7", alerts: [other], attempt: 1 } },
  ],
  [
    "a second try that the provider knows, and why it went so",
    item({ attempt: 2, ref: "SM1", detail: "no answer in time" }),
    { alertId, tier: 1, detail: { attempt: 2, ref: "SM1", why: "no answer in time" } },
  ],
])("the trail tells of %s", (_what, one, told) => {
  expect(auditOf(one, at(31))).toStrictEqual({ ...common, ...told });
});

test.each<[state: Item["state"], event: string]>([
  ["sent", "notification.sent"],
  ["delivered", "notification.delivered"],
  ["dropped", "notification.dropped"],
  ["unanswered", "notification.failed"],
  ["failed", "notification.failed"],
])("what is %s is %s", (state, event) => {
  expect(auditOf(item({ state }), at(31)).event).toBe(event);
});
