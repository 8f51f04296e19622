import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import type { Box } from "../../../src/engine/outbox/box.ts";
import { queueFor } from "../../../src/engine/outbox/box.ts";
import { reconsider } from "../../../src/engine/outbox/reconsider.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { alertId, at, digestOf, item, record } from "../items/items.ts";
import { handBox } from "./box.ts";

const other = AlertId.parse("~2");
const closed = { how: "closed", at: at(30) } as const;
const handled = record({ handled: closed });
const open = record({ alertId: other, number: 2 });

const text = (change: Partial<Item> = {}) => item(change);
const call = (change: Partial<Item> = {}) => item({ via: "call", state: "sent", ref: "CA1", ...change });
const ofBoth = (change: Partial<Item> = {}) => text({ about: digestOf(alertId, other), ...change });

/** The first alert was handled, the other waits. */
function world(items: readonly Item[], more: Partial<Box> = {}) {
  const made = handBox({ items, records: [handled, open], more });
  return {
    ...made,
    state: ({ id }: Item) => made.box.items.get(id)?.state,
    async changes(...ids: readonly AlertId[]) {
      for (const id of ids) reconsider(made.box, id);
      await made.box.jobs.idle();
    },
    async all() {
      reconsider(made.box);
      await made.box.jobs.idle();
    },
  };
}

test.each<[what: string, Item, becomes: Item["state"]]>([
  ["a text that waits", text(), "dropped"],
  ["a text that is being sent", text({ state: "sending" }), "sending"],
  ["a text that was sent", text({ state: "sent" }), "sent"],
  ["a call that rings", call(), "dropped"],
  ["a call that was answered", call({ state: "delivered" }), "delivered"],
])("%s, of an alert that was handled: it becomes as it can still be changed", async (_what, one, becomes) => {
  const byChange = world([one]);
  await byChange.changes(alertId);
  expect(byChange.state(one)).toBe(becomes);
  const byAll = world([one]);
  await byAll.all();
  expect(byAll.state(one)).toBe(becomes);
});

test("what is still wanted stays as it is", async () => {
  const one = text({ about: { kind: "tier", alertId: other, tier: 1, repeat: 0 } });
  const { changes, did } = world([one]);
  await changes(other);
  expect(did).toEqual([]);
});

test("what changes in one moment is asked about in one go, and later again", async () => {
  const later = text({ attempt: 2 });
  const { box, changes, state } = world([text()]);
  reconsider(box, other);
  reconsider(box, alertId);
  expect(box.jobs.names()).toEqual(["reconsider"]);
  await box.jobs.idle();
  expect(state(text())).toBe("dropped");
  box.items.put(later);
  await changes(alertId);
  expect(state(later)).toBe("dropped");
});

test("a digest is only looked at for the alerts that have changed", async () => {
  const byOther = world([ofBoth()]);
  await byOther.changes(other);
  expect(byOther.did).toEqual([]);
  const byIt = world([ofBoth()]);
  await byIt.changes(alertId);
  expect(byIt.state(ofBoth())).toBe("dropped");
  expect(byIt.box.items.ofAlert(other).map(({ about, state }) => [about.kind, state])).toEqual([
    ["digest", "dropped"],
    ["tier", "pending"],
  ]);
});

test("a call about several rings on while one of them waits", async () => {
  const one = ofBoth({ via: "call", state: "sent", ref: "CA1" });
  const { changes, all, state, did } = world([one]);
  await changes(alertId);
  expect(did).toEqual([]);
  await all();
  expect(state(one)).toBe("sent");
});

test("a pause ends a call that rings; what waits in its queue waits on", async () => {
  const about = { kind: "tier", alertId: other, tier: 1, repeat: 0 } as const;
  const [ringing, waiting] = [call({ about }), text({ about })];
  const { changes, state, written, done } = world([ringing, waiting], { pausedUntil: () => at(60) });
  await changes(other);
  expect(state(ringing)).toBe("dropped");
  expect(done("cancel")).toEqual(["CA1"]);
  expect(written(waiting.id)).toBeUndefined();
});

test("when everything is asked anew, queues are looked through in which something waits", async () => {
  const { box, all, done } = world([text({ about: { kind: "tier", alertId: other, tier: 1, repeat: 0 } })]);
  queueFor(box, { via: "sms", to: "bob" });
  await all();
  expect(done("wake")).toEqual(["sms alice"]);
});

test("a pause that ends early holds nothing back any more; a limit still does", async () => {
  const about = { kind: "tier", alertId: other, tier: 1, repeat: 0 } as const;
  const paused = text({ about, notBefore: at(60), paused: true });
  const limited = text({ about, attempt: 2, notBefore: at(60), limited: true });
  const { all, written, box, done } = world([paused, limited]);
  await all();
  const { notBefore: _, ...free } = paused;
  expect(box.items.get(paused.id)).toEqual(free);
  expect(written(paused.id)).toEqual(free);
  expect(box.items.get(limited.id)).toBe(limited);
  expect(done("wake")).toEqual(["sms alice"]);
});
