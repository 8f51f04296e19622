import { pino } from "pino";
import { expect, test } from "vitest";
import { feedCache } from "../../src/calendars/feed-cache.ts";
import { FeedError } from "../../src/calendars/fetch.ts";
import { firstFetch } from "../../src/calendars/first-fetch.ts";
import { type Kept, keyOf } from "../../src/calendars/kept.ts";
import { seconds } from "../../src/lib/time.ts";
import { handClock } from "../engine/clock.ts";
import { deferred } from "../lib/by-hand.ts";

const place = "https://calendar.example.org/x";

/** A start whose feed answers by hand, and what comes of it. */
function starting({ kept, fresh = false }: { readonly kept?: Kept; readonly fresh?: boolean } = {}) {
  const hand = handClock();
  const answer = deferred<string>();
  const stop = new AbortController();
  const happened: string[] = [];
  const cache = feedCache({
    store: { read: async (key) => (key === keyOf(place) ? kept : undefined) },
    write: async () => void happened.push("written"),
  });
  const log = pino({}, { write: (line: string) => void happened.push(JSON.parse(line).msg) });
  const started = firstFetch(
    [place],
    { fresh, signal: stop.signal },
    {
      cache,
      parsed: { ready: async () => {}, refuseUnreadable: async () => {} },
      fetch: () => {
        happened.push("asked");
        return answer.promise;
      },
      realTime: hand.clock,
      log,
      onLate: () => void happened.push("late"),
    },
  );
  return { ...hand, answer, stop, happened, cache, started };
}

test.each<[string, Parameters<typeof starting>[0], readonly string[]]>([
  ["never read", {}, ["asked"]],
  ["failed, never read", { kept: { said: "" } }, ["asked"]],
  ["kept", { kept: { text: "kept" } }, []],
  ["kept, all wanted", { kept: { text: "kept" }, fresh: true }, ["asked"]],
])("%s: is it asked?", async (_case, given, happened) => {
  const start = starting(given);
  start.answer.resolve("new");
  await start.started;
  expect(start.happened).toEqual(happened);
  expect(start.cache.textOf(place)).toBe(happened.length > 0 ? "new" : "kept");
});

test("a feed that fails counts as missed once, and what was kept stays", async () => {
  const start = starting({ kept: { text: "kept" }, fresh: true });
  start.answer.reject(new FeedError("HTTP 503"));
  await start.started;
  expect(start.happened).toEqual(["asked", "a calendar cannot be read"]);
  expect([start.cache.misses(place), start.cache.textOf(place)]).toEqual([1, "kept"]);
});

const slow = ["asked", "calendars are slow: the start waits no longer for them"];

test.each<[string, (start: ReturnType<typeof starting>) => void, readonly string[]]>([
  ["it answers", ({ answer }) => answer.resolve("new"), [...slow, "late"]],
  [
    "it fails",
    ({ answer }) => answer.reject(new FeedError("HTTP 503")),
    [...slow, "a calendar cannot be read", "late"],
  ],
  [
    "a fault of ours",
    ({ answer }) => answer.reject(new TypeError("not a function")),
    [...slow, "calendars cannot be looked after"],
  ],
  [
    "stopped before",
    ({ answer, stop }) => {
      stop.abort();
      answer.resolve("new");
    },
    slow,
  ],
])("after three seconds, %s", async (_case, go, happened) => {
  const start = starting();
  await start.advance(seconds(3));
  await start.started;
  go(start);
  await start.settle();
  expect(start.happened).toEqual(happened);
});
