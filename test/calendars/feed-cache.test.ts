import { expect, test } from "vitest";
import { feedCache } from "../../src/calendars/feed-cache.ts";
import { type Kept, keyOf } from "../../src/calendars/kept.ts";
import type { Entry } from "../../src/engine/ports/store.ts";
import { instant } from "../../src/lib/time.ts";

const place = "https://calendar.example.org/x";
const at = instant("2026-03-03T02:00Z");
const failing = { since: at, why: "HTTP 503" };

/** A cache over a store that holds this of the place. */
function cacheOver(stored?: unknown) {
  const written: Entry[] = [];
  const store = { read: async (key: string) => (key === keyOf(place) ? stored : undefined) };
  const write = async (entries: readonly Entry[]) => void written.push(...entries);
  return { cache: feedCache({ store, write }), written };
}

test.each<[string, unknown, Kept | undefined]>([
  ["nothing", undefined, undefined],
  ["nothing of ours", { text: 7 }, undefined],
  ["what was read", { text: "a", at }, { text: "a", at }],
])("the store holds %s", async (_case, stored, known) => {
  const { cache } = cacheOver(stored);
  await cache.recall(place);
  expect(cache.of(place)).toEqual(known);
});

test("what is known stays when the store has nothing", async () => {
  const { cache } = cacheOver();
  await cache.keep(place, { text: "a" });
  await cache.recall(place);
  expect(cache.of(place)).toEqual({ text: "a" });
});

test.each<[string, Kept, boolean]>([
  ["read again, the same", { text: "a", said: "mallory", at }, false],
  ["another text", { text: "b", said: "mallory" }, true],
  ["it fails", { text: "a", said: "mallory", failing }, true],
  ["strangers were told", { text: "a", said: "trent" }, true],
])("%s: is it written?", async (_case, next, isWritten) => {
  const { cache, written } = cacheOver({ text: "a", said: "mallory" });
  await cache.recall(place);
  await cache.keep(place, next);
  expect(cache.of(place)).toBe(next);
  expect(written).toEqual(isWritten ? [[keyOf(place), next]] : []);
});

test("a text read early counts over the kept one, unwritten, until the feed is read by a look", async () => {
  const { cache, written } = cacheOver({ text: "a" });
  await cache.recall(place);
  expect(cache.textOf(place)).toBe("a");
  cache.readEarly(place, "b");
  expect([cache.textOf(place), cache.of(place)?.text, written]).toEqual(["b", "a", []]);
  await cache.keep(place, { text: "a", failing });
  expect(cache.textOf(place)).toBe("b");
  await cache.renew(place, { text: "c" });
  expect(cache.textOf(place)).toBe("c");
});

test("failures are counted in a row", async () => {
  const { cache } = cacheOver();
  expect(cache.misses(place)).toBe(0);
  expect([cache.countMiss(place), cache.countMiss(place)]).toEqual([1, 2]);
  expect(cache.misses(place)).toBe(2);
  await cache.renew(place, { text: "a" });
  expect(cache.misses(place)).toBe(0);
});
