import { pino } from "pino";
import { beforeAll, expect, test } from "vitest";
import { feeds } from "../../src/calendars/feeds.ts";
import { FeedError } from "../../src/calendars/fetch.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { milliseconds, minutes, seconds } from "../../src/lib/time.ts";
import { handClock } from "../engine/clock.ts";
import { memory } from "../engine/world.ts";
import { deferred } from "../lib/by-hand.ts";
import { calendarText } from "./feed-server.ts";

const alice = calendarText(["20260302T000000Z", "20260304T000000Z", "Alice"]);
const bob = calendarText(["20260302T000000Z", "20260304T000000Z", "bob"]);
// Loaded at the first text, which takes as long as it takes.
beforeAll(async () => {
  await import("../../src/calendars/readings.ts");
});

/** Each group is on call by a calendar of its own. */
function withGroups(...names: readonly string[]) {
  const groups = Object.fromEntries(
    names.map((name) => [name, { calendar: `https://calendar.example.org/${name}` }]),
  );
  const judged = settingsFrom({ file: { people: { alice: {}, bob: {} }, groups } });
  return judged.ok ? judged.settings : expect.fail(JSON.stringify(judged.problems));
}

/** Feeds whose answers are given by hand, on a disk that outlives them. */
function starting(disk = memory(), ...groups: readonly string[]) {
  let settings = withGroups("oncall", ...groups);
  const hand = handClock();
  const asked: ReturnType<typeof deferred<string>>[] = [];
  const said: string[] = [];
  const changes: number[] = [];
  const warned: string[] = [];
  const stop = new AbortController();
  const made = feeds({
    clock: hand.clock,
    realTime: hand.clock,
    log: pino({ level: "warn" }, { write: (line: string) => void warned.push(JSON.parse(line).msg) }),
    settings: () => settings,
    store: disk.store,
    write: (entries) => disk.store.write(entries),
    fetch() {
      const answer = deferred<string>();
      asked.push(answer);
      return answer.promise;
    },
    say: async (name) => void said.push(name),
    onChange: () => changes.push(hand.clock.now()),
  });
  const onCall = () => made.duties().oncall?.stretches.flatMap(({ people }) => people);
  const drop = (...names: readonly string[]) => {
    settings = withGroups(...["oncall", ...groups].filter((name) => !names.includes(name)));
  };
  return { ...hand, feeds: made, asked, said, changes, warned, stop, onCall, disk, drop };
}

test("what was kept counts at once: a start does not even ask", async () => {
  const first = starting();
  const looked = first.feeds.look();
  await first.settle();
  first.asked[0]?.resolve(alice);
  await looked;
  const second = starting(first.disk);
  await second.feeds.load(second.stop.signal);
  expect([second.asked.length, second.onCall()]).toEqual([0, ["alice"]]);
});

test("a feed that never answered and hangs holds up a start for three seconds, and counts once it answers", async () => {
  const soc = starting();
  let isLoaded = false;
  const loaded = soc.feeds.load(soc.stop.signal).then(() => {
    isLoaded = true;
  });
  await soc.advance(seconds(3) - 1);
  expect(isLoaded).toBe(false);
  await soc.advance(1);
  await loaded;
  expect(soc.warned).toEqual([expect.stringContaining("the start waits no longer")]);
  expect(soc.onCall()).toBeUndefined();
  soc.asked[0]?.resolve(alice);
  await soc.settle();
  expect([soc.onCall(), soc.changes.length]).toEqual([["alice"], 1]);
});

test("a run that ends at once asks anew, and goes by what was kept if that takes long", async () => {
  const first = starting();
  const looked = first.feeds.look();
  await first.settle();
  first.asked[0]?.resolve(alice);
  await looked;
  const run = starting(first.disk);
  const loaded = run.feeds.load(run.stop.signal, { fresh: true });
  await run.advance(seconds(3));
  await loaded;
  expect([run.asked.length, run.onCall()]).toEqual([1, ["alice"]]);
  run.stop.abort();
  run.asked[0]?.resolve(bob);
  await run.settle();
  expect(run.changes).toEqual([]);
});

/** The first look had an answer, bob, while what the start asked for still hangs. */
async function lookedBeforeAnswer() {
  const soc = starting();
  const loaded = soc.feeds.load(soc.stop.signal);
  await soc.advance(seconds(4));
  await loaded;
  const looked = soc.feeds.look();
  await soc.settle();
  soc.asked[1]?.resolve(bob);
  await looked;
  return soc;
}

test("an answer that comes after a newer one does not count", async () => {
  const soc = await lookedBeforeAnswer();
  soc.asked[0]?.resolve(alice);
  await soc.settle();
  expect(soc.onCall()).toEqual(["bob"]);
});

test("a failure that comes after a newer answer does not count: one more is still a hiccup", async () => {
  const soc = await lookedBeforeAnswer();
  soc.asked[0]?.reject(new FeedError("no answer within 10 s"));
  await soc.advance(minutes(10));
  const again = soc.feeds.look();
  await soc.settle();
  soc.asked[2]?.reject(new FeedError("HTTP 503"));
  await again;
  expect([soc.said, soc.feeds.troubles()]).toEqual([[], []]);
});

test("runs that end at once say that a feed fails, though something was kept, and say it once", async () => {
  const disk = memory();
  const said: string[] = [];
  for (const answer of [alice, undefined, undefined, bob]) {
    const run = starting(disk);
    const loaded = run.feeds.load(run.stop.signal, { fresh: true });
    const give = async (nth: number) => {
      await run.settle();
      if (answer === undefined) run.asked[nth]?.reject(new FeedError("HTTP 503"));
      else run.asked[nth]?.resolve(answer);
    };
    await give(0);
    await loaded;
    await run.advance(minutes(1));
    const looked = run.feeds.look();
    await give(1);
    await looked;
    said.push(...run.said.map((name) => name.replace(/\d+/, "…")), `${run.onCall()}`);
  }
  expect(said).toEqual(["alice", "calendar/oncall/…", "alice", "alice", "calendar/oncall/…/again", "bob"]);
});

test("a feed that fails is looked for every minute, until nobody wants it any more", async () => {
  const soc = starting(memory(), "weekend");
  const answer = async (first: number) => {
    await soc.advance(milliseconds(0));
    soc.asked[first]?.resolve(alice);
    soc.asked[first + 1]?.reject(new FeedError("HTTP 503"));
    await soc.settle();
  };
  const loaded = soc.feeds.load(soc.stop.signal);
  await answer(0);
  await loaded;
  soc.feeds.run(soc.stop.signal);
  await answer(2);
  await soc.advance(minutes(1));
  expect(soc.asked).toHaveLength(6);
  soc.drop("weekend");
  await answer(4);
  await soc.advance(minutes(9));
  expect(soc.asked).toHaveLength(6);
  await soc.advance(minutes(1));
  expect(soc.asked).toHaveLength(7);
  soc.stop.abort();
});
