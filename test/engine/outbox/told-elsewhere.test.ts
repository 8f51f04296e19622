import { expect, test, vi } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { toldElsewhere } from "../../../src/engine/outbox/told-elsewhere.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import type { Instant } from "../../../src/lib/time.ts";
import { at, item } from "../items/items.ts";
import { handBox } from "./box.ts";

type Found = Outcome | "not-found";

/** Another copy may have told what was written down since `since`. */
async function asked(one: Item, find: () => Found, since: Instant | undefined = at(20)) {
  const maybeToldSince = vi.fn(async () => since);
  const world = handBox({ items: [one], find, more: { maybeToldSince } });
  const found = await toldElsewhere(world.box, one);
  return { ...world, found, maybeToldSince };
}

const sent: Outcome = { state: "sent", ref: "SM1" };

test.each<[what: string, found: Found, outcome: Outcome | undefined, did: string[]]>([
  ["what it sent", sent, sent, ["find ID"]],
  ["nothing", "not-found", undefined, ["find ID", "confirm 1"]],
  ["that nobody knows", { state: "unknown", detail: "?" }, undefined, ["find ID", "confirm 1"]],
])("what another copy may have told is looked for: %s", async (_what, found, outcome, did) => {
  const one = item();
  const seen = await asked(one, () => found);
  expect(seen.found).toEqual(outcome);
  expect(seen.did).toEqual(did.map((what) => what.replace("ID", one.id)));
  expect(seen.maybeToldSince).toHaveBeenCalledWith(one.at);
});

test("it is looked for since another copy may have told it, and not among what is another item's", async () => {
  const find = vi.fn((_item: Item, _since: number, _isAnothers: (ref: string) => boolean) => sent);
  const others = item({ attempt: 2, ref: "SM9" });
  const { box } = handBox({
    items: [item({ ref: "SM1" }), others],
    find,
    more: { maybeToldSince: async () => at(20) },
  });
  await toldElsewhere(box, item());
  expect(find).toHaveBeenCalledWith(item(), at(20), expect.any(Function));
  const isAnothers = find.mock.lastCall?.[2];
  expect([isAnothers?.("SM1"), isAnothers?.("SM9")]).toEqual([false, true]);
});

test("a provider that cannot be asked knows nothing", async () => {
  const { found, did } = await asked(item(), () => {
    throw new Error("not there");
  });
  expect(found).toBeUndefined();
  expect(did).toEqual([`find ${item().id}`, "confirm 1"]);
});

test.each<[what: string, one: Item, since: Instant | undefined]>([
  ["no other copy may have told it", item(), undefined],
  ["it is a call", item({ via: "call" }), at(20)],
])("nothing is looked for when %s", async (_what, one, since) => {
  const { box, did } = handBox({
    items: [one],
    find: () => sent,
    more: { maybeToldSince: async () => since },
  });
  expect(await toldElsewhere(box, one)).toBeUndefined();
  expect(did).toEqual([]);
});

test("nothing is looked for where there is no other copy", async () => {
  const { box, did } = handBox({ items: [item()], find: () => sent });
  expect(await toldElsewhere(box, item())).toBeUndefined();
  expect(did).toEqual([]);
});

test("a provider that hangs is waited for no longer than 15 s", async () => {
  vi.useFakeTimers();
  try {
    const { box, did } = handBox({ items: [item()], more: { maybeToldSince: async () => at(20) } });
    const sms = { ...box.ways.sms, find: () => new Promise<Found>(() => {}) };
    const found = toldElsewhere({ ...box, ways: { ...box.ways, sms } }, item());
    await vi.advanceTimersByTimeAsync(14_500);
    expect(did).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(did).toEqual(["confirm 1"]);
    expect(await found).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});
