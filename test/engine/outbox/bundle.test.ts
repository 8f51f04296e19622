import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Subject } from "../../../src/engine/items/subject.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import { bundle } from "../../../src/engine/outbox/bundle.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, item, notice, tier } from "../items/items.ts";
import { handBox } from "./box.ts";

const other = AlertId.parse("~2");
const third = AlertId.parse("~3");
const tierOf = (id: AlertId, number = 1): Subject => ({ kind: "tier", alertId: id, tier: number, repeat: 0 });
const member = (id: AlertId, number = 1) => ({ alertId: id, tier: number, repeat: 0 });

async function bundled(...group: readonly Item[]) {
  const world = handBox({ items: group });
  const made = await bundle(world.box, group);
  return { ...world, made, now: group.map(({ id }) => world.box.items.get(id)) };
}

test("nothing is no bundle", async () => {
  await expect(bundled()).rejects.toThrow("nothing to bundle");
});

test("several alerts for one person are told as one digest", async () => {
  const [one, two] = [item({ at: at(30) }), item({ about: tierOf(other), at: at(29) })];
  const { made, now, writes, done, box } = await bundled(one, two);
  expect(made).toStrictEqual({
    ...item({ about: { kind: "digest", reference: "D1", alerts: [member(alertId), member(other)] } }),
    at: at(29),
  });
  expect(now).toMatchObject(
    [one, two].map((part) => ({
      ...part,
      state: "dropped",
      settledAt: at(31),
      bundledIn: "D1",
      detail: "told together with others as D1",
      reason: { name: "told together with others", note: " (D1)" },
    })),
  );
  expect(writes).toEqual([[["digests", 1], ...[...now, made].map((part) => [`item:${part?.id}`, part])]]);
  expect(done("told")).toEqual(["sms dropped bundled", "sms dropped bundled"]);
  expect([...queueFor(box, one).waiting]).toEqual([made.id]);
  expect(box.items.get(made.id)).toBe(made);
});

test("a digest grows by what comes later, each alert once, for its latest firing", async () => {
  const { made } = await bundled(
    item({ about: digestOf(alertId, other) }),
    item({ about: tierOf(other, 2) }),
    item({ about: tierOf(third) }),
  );
  expect(made.about).toMatchObject({ alerts: [member(alertId), member(other, 2), member(third)] });
});

test("what is about no alert adds none to a digest", async () => {
  const { made } = await bundled(item({ about: notice }), item(), item({ about: tierOf(other) }));
  expect(made.about).toMatchObject({ alerts: [member(alertId), member(other)] });
});

test.each([
  ["first", [29, 30, 31], 29],
  ["last", [31, 30, 29], 29],
])("a digest is as old as the oldest in it, the %s", async (_which, minutes, oldest) => {
  const group = minutes.map((minute, index) =>
    item({ about: tierOf(AlertId.parse(`~${index}`)), at: at(minute) }),
  );
  expect((await bundled(...group)).made.at).toBe(at(oldest));
});

test("a digest for somebody of no group has none", async () => {
  const { group: _, ...one } = item();
  const { made } = await bundled(one, { ...item({ about: tierOf(other) }), group: "seniors" });
  expect(made).not.toHaveProperty("group");
  expect(made.id).toBe("D1/sms/alice/1");
});

test("what the limit held back makes a digest that it held back", async () => {
  const { made } = await bundled(item(), item({ about: tierOf(other), limited: true }));
  expect(made.limited).toBe(true);
});

test("of two tiers of one alert the last is told, and no digest", async () => {
  const [first, last] = [item(), item({ about: tier(2) })];
  const { made, now, writes, done, box } = await bundled(first, last);
  expect(made).toBe(last);
  expect(now).toMatchObject([
    { state: "dropped", settledAt: at(31), detail: "a later tier took over" },
    { state: "pending" },
  ]);
  expect(now[0]).not.toHaveProperty("bundledIn");
  expect(writes).toHaveLength(1);
  expect(writes[0]?.map(([key]) => key)).toEqual([`item:${first.id}`, `item:${last.id}`]);
  expect(done("told")).toEqual(["sms dropped bundled"]);
  expect([...queueFor(box, first).waiting]).toEqual([last.id]);
});

test("of a digest and a tier of its one alert the tier is told", async () => {
  const last = item({ about: tier(2) });
  const { made, now } = await bundled(last, item({ about: digestOf(alertId) }));
  expect(made).toBe(last);
  expect(now[1]?.state).toBe("dropped");
});

test("digests of the same one alert are told as a digest", async () => {
  const again: Subject = { kind: "digest", reference: "D8", alerts: [member(alertId)] };
  const { made } = await bundled(item({ about: digestOf(alertId) }), item({ about: again }));
  expect(made.about).toEqual({ kind: "digest", reference: "D1", alerts: [member(alertId)] });
});
