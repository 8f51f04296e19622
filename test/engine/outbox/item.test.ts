import { expect, test } from "vitest";
import {
  eachAlertOnce,
  Item,
  isOver,
  itemKey,
  membersOf,
  newItem,
  type Subject,
  subjectKey,
} from "../../../src/engine/outbox/item.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { DeliveryState } from "../../../src/sla/record.ts";
import { alertId, at, item, tier } from "./items.ts";

const other = AlertId.parse("~2");
const member = (id: AlertId, number: number) => ({ alertId: id, tier: number, repeat: 0 });
const digest: Subject = { kind: "digest", reference: "D7", alerts: [member(alertId, 1), member(other, 1)] };
const notice: Subject = { kind: "notice", name: "paused/1", notice: { kind: "resumed", by: "U1" } };
const hold = { kind: "ignored", until: at(60), at: at(30), by: "U1" } as const;
const over: Subject = { kind: "hold-over", alertId, hold };
const nobody = (repeat: number): Subject => ({ kind: "nobody", alertId, tier: 3, repeat });

test.each<[about: Subject, key: string, members: AlertId[]]>([
  [tier(2), "~1/2", [alertId]],
  [tier(3, 2), "~1/3r2", [alertId]],
  [{ ...member(alertId, 1), kind: "tier", tier: "high-risk" }, "~1/high-risk", [alertId]],
  [over, `~1/hold-over/${at(60)}`, [alertId]],
  [nobody(0), "~1/nobody/3", [alertId]],
  [nobody(1), "~1/nobody/3r1", [alertId]],
  [digest, "D7", [alertId, other]],
  [notice, "paused/1", []],
])("%j is kept as %s", (about, key, members) => {
  expect(subjectKey(about)).toBe(key);
  expect(membersOf(about)).toEqual(members);
});

test("an alert in a digest is told for the latest of its firings, where it came first", () => {
  expect(eachAlertOnce([member(alertId, 1), member(other, 1), member(alertId, 2)])).toEqual([
    member(alertId, 2),
    member(other, 1),
  ]);
});

const alice = { via: "call", group: "oncall", to: "alice", attempt: 2 } as const;

test("the id of an item says what it tells, to whom and how, so that the same is recognised", () => {
  expect(newItem(tier(2), alice, at(45)).id).toBe("~1/2/oncall/call/alice/2");
  expect(newItem(tier(2), { via: "slack", to: "#soc", attempt: 1 }, at(45)).id).toBe("~1/2/slack/#soc/1");
});

test("a new item waits, has not been tried, and is urgent only where it was said", () => {
  const made = newItem(tier(2), alice, at(45));
  expect(made).toStrictEqual({
    ...{ version: 1, id: made.id, about: tier(2), ...alice },
    ...{ state: "pending", at: at(45), tries: 0 },
  });
  expect(newItem(tier(2), alice, at(45), { urgent: true }).urgent).toBe(true);
  expect(newItem(tier(2), alice, at(45), { urgent: false })).not.toHaveProperty("urgent");
});

test("where nobody can be told the item has failed at once, and says why", () => {
  const made = newItem(tier(2), { ...alice, failed: "nobody is on call" }, at(45));
  expect(made).toMatchObject({ state: "failed", settledAt: at(45), detail: "nobody is on call" });
  expect(made).not.toHaveProperty("failed");
});

test.each([tier(), tier(3, 1), over, nobody(1), digest, notice])(
  "%j is read back as it was written",
  (about) => {
    const made = item({ about });
    expect(Item.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  },
);

test.each<[what: string, value: object]>([
  ["of another version", { ...item(), version: 2 }],
  ["of a try that was never made", { ...item(), tries: -1 }],
  ["of an attempt before the first", { ...item(), attempt: 0 }],
  ["with words that are none", item({ about: { ...notice, notice: "paused" as never } })],
  ["without any words", item({ about: { ...notice, notice: null as never } })],
])("an item %s is not read", (_what, value) => {
  expect(Item.safeParse(value).success).toBe(false);
});

const waiting = ["pending", "sending"];
test.each(DeliveryState.options)("nothing more comes of what is %s, or something does", (state) => {
  for (const via of ["slack", "dm", "sms", "call"] as const) {
    const goesOn = waiting.includes(state) || (state === "sent" && (via === "sms" || via === "call"));
    expect(isOver({ ...item(), state, via })).toBe(!goesOn);
  }
});

test("every item lies under one prefix in the store", () => {
  expect(itemKey("x")).toBe("item:x");
});
