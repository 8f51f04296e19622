import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { shelf } from "../../../src/engine/outbox/shelf.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, item, tier } from "../items/items.ts";

const other = AlertId.parse("~2");
const notice = (name: string, topic?: string): Subject => ({
  kind: "notice",
  name,
  notice: { kind: "resumed", by: "U1" },
  ...(topic === undefined ? {} : { topic }),
});
const digest = (...ids: AlertId[]): Subject => ({
  kind: "digest",
  reference: "D1",
  alerts: ids.map((id) => ({ alertId: id, tier: 1, repeat: 0 })),
});
function holding(...items: Item[]) {
  const all = shelf();
  for (const one of items) all.put(one);
  return all;
}
const text = item();
const call = item({ via: "call" });

test("an item is found by its id until it is removed", () => {
  const items = holding(text, call);
  expect(items.get(text.id)).toBe(text);
  items.remove(text.id);
  items.remove("never there");
  expect(items.get(text.id)).toBeUndefined();
  expect([...items.all()]).toEqual([call]);
});

test("an item is found by each alert it tells of, in the order in which they came", () => {
  const both = item({ about: digest(alertId, other) });
  const items = holding(both, text);
  expect(items.ofAlert(alertId)).toEqual([both, text]);
  expect(items.ofAlert(other)).toEqual([both]);
  expect(items.ofAlert(AlertId.parse("~3"))).toEqual([]);
  items.remove(both.id);
  expect(items.ofAlert(alertId)).toEqual([text]);
  expect(items.ofAlert(other)).toEqual([]);
});

test("an item that is put again keeps its place, as it now stands", () => {
  const items = holding(text, call);
  const sent: Item = { ...text, state: "sent" };
  items.put(sent);
  expect(items.ofAlert(alertId)).toEqual([sent, call]);
  expect([...items.all()]).toEqual([sent, call]);
});

test("a digest that shrank is found by what is left of it", () => {
  const both = item({ about: digest(alertId, other) });
  const items = holding(both);
  const fewer: Item = { ...both, about: digest(alertId) };
  items.put(fewer);
  expect(items.ofAlert(other)).toEqual([]);
  expect(items.ofAlert(alertId)).toEqual([fewer]);
});

test("items that tell the same are found together, those of another tier are not", () => {
  const second = item({ about: tier(2) });
  const items = holding(text, call, second);
  expect(items.ofSubject("~1/1")).toEqual([text, call]);
  expect(items.ofSubject("~1/2")).toEqual([second]);
});

test("notices are found by their topic, where they have one", () => {
  const begun = item({ via: "slack", about: notice("paused", "pause") });
  const over = item({ via: "slack", about: notice("resumed", "pause") });
  const bare = item({ via: "slack", about: notice("bare") });
  const items = holding(begun, bare, over, text);
  expect(items.ofTopic("pause")).toEqual([begun, over]);
  expect(items.ofTopic("undefined")).toEqual([]);
});

test("a text or call is known to be another's by its reference", () => {
  const items = holding({ ...text, ref: "SM1" }, call);
  expect(items.isAnothers("SM1", call.id)).toBe(true);
  expect(items.isAnothers("SM1", text.id)).toBe(false);
  expect(items.isAnothers("SM2", call.id)).toBe(false);
  items.remove(text.id);
  expect(items.isAnothers("SM1", call.id)).toBe(false);
});
