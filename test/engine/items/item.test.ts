import { expect, test } from "vitest";
import { Item, inThread, isOver, itemKey, newItem } from "../../../src/engine/items/item.ts";
import { DeliveryState } from "../../../src/sla/record.ts";
import { alertId, at, digestOf, item, nobody, notice, over, tier } from "./items.ts";

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
  const failed = {
    detail: "nobody is on call in night",
    reason: { name: "nobody is on call", who: "night" },
  } as const;
  const made = newItem(tier(2), { ...alice, failed }, at(45));
  expect(made).toMatchObject({ state: "failed", settledAt: at(45), ...failed });
  expect(made).not.toHaveProperty("failed");
});

test.each([tier(), tier(3, 1), over, nobody(1), digestOf(alertId), notice])(
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

test("what is said in a thread goes to the channel of the card; without a card nothing is said", () => {
  const card = { channel: "C1", ts: "1.2", stale: false };
  expect(inThread({ card }, nobody(0), at(45))).toMatchObject([
    { id: "~1/nobody/3/slack/C1/1", via: "slack", to: "C1", attempt: 1, at: at(45) },
  ]);
  expect(inThread({}, nobody(0), at(45))).toEqual([]);
});

test("every item lies under one prefix in the store", () => {
  expect(itemKey("x")).toBe("item:x");
});
