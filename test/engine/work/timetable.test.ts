import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { timetable } from "../../../src/engine/work/timetable.ts";
import { after, type Duration, type Instant } from "../../../src/lib/time.ts";
import { handClock } from "../clock.ts";

function running() {
  const hand = handClock();
  const table = timetable(hand.clock);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const ended = table.run(stop.signal);
  const fired: [key: string, at: Instant][] = [];
  const start = hand.clock.now();
  const set = (key: string, inMs: number, kind = "kind") =>
    table.at(kind, key, after(start, inMs as Duration), (of) => void fired.push([of, hand.clock.now()]));
  return { ...hand, table, set, fired, start, stop, ended };
}

test("runs each entry at its instant", async () => {
  const { set, advance, fired, start } = running();
  set("late", 5000);
  set("soon", 20);
  await advance(10_000);
  expect(fired).toEqual([
    ["soon", start + 20],
    ["late", start + 5000],
  ]);
});

test("an entry set earlier while it sleeps wakes it", async () => {
  const { set, advance, fired, start } = running();
  set("late", 5000);
  await advance(10);
  set("soon", 20);
  await advance(30);
  expect(fired).toEqual([["soon", start + 20]]);
});

test("what is past due runs at once", async () => {
  const { set, settle, advance, fired } = running();
  await advance(100);
  set("past", 1);
  await settle();
  expect(fired.map(([key]) => key)).toEqual(["past"]);
});

test("a job may set entries, its own key too", async () => {
  const { table, advance, clock } = running();
  let runs = 0;
  const again = () => {
    runs++;
    table.at("kind", "own", after(clock.now(), 10 as Duration), again);
  };
  again();
  await advance(50);
  expect(runs).toBe(6);
});

test("the same key set for the same instant runs once, the later job", async () => {
  const { table, advance, clock } = running();
  const ran: string[] = [];
  const at = after(clock.now(), 10 as Duration);
  table.at("kind", "key", at, () => void ran.push("first"));
  table.at("kind", "key", at, () => void ran.push("second"));
  await advance(20);
  expect(ran).toEqual(["second"]);
});

test("stops when told to, and runs nothing afterwards", async () => {
  const { set, advance, fired, stop, ended } = running();
  set("key", 10);
  stop.abort();
  await ended;
  await advance(20);
  expect(fired).toEqual([]);
});

test("says when the next entry is due, of some if asked", () => {
  const { table, set, start } = running();
  expect(table.next()).toBeUndefined();
  set("1", 10, "alert");
  set("2", 20, "parcel");
  set("1", 30, "parcel");
  expect(table.next()).toBe(start + 10);
  expect(table.next((kind, of) => kind === "parcel" && of === "1")).toBe(start + 30);
  table.cancel("alert", "1");
  expect(table.next()).toBe(start + 20);
  table.cancel("parcel", "2");
  expect(table.next()).toBe(start + 30);
});

const step = fc.oneof(
  fc.record({ do: fc.constant("set" as const), key: fc.integer({ min: 0, max: 20 }), in: fc.nat(500) }),
  fc.record({ do: fc.constant("cancel" as const), key: fc.integer({ min: 0, max: 20 }) }),
);

test("whatever is set, replaced and cancelled: what is left runs in order, once, and nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const { table, set, advance, fired, start, stop } = running();
      const expected = new Map<string, number>();
      for (const one of steps) {
        const key = `key ${one.key}`;
        if (one.do === "cancel") {
          table.cancel("kind", key);
          expected.delete(key);
        } else {
          set(key, one.in);
          expected.set(key, start + one.in);
        }
      }
      await advance(600);
      stop.abort();
      const times = fired.map(([, at]) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(new Map(fired)).toEqual(expected);
      expect(fired).toHaveLength(expected.size);
    }),
    { numRuns: 60 },
  );
});

test("a key set again and again for other instants leaves nothing behind", async () => {
  const { set, advance, fired } = running();
  for (let round = 0; round < 5000; round++) set("key", 1_000_000 + round);
  set("soon", 10);
  await advance(20);
  expect(fired.map(([key]) => key)).toEqual(["soon"]);
});

test("the next of a kind is the earliest of that kind", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          key: fc.constantFrom(["alert", "a"], ["alert", "b"], ["redraw", "a"], ["digest", ""]),
          inMs: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
        }),
        { maxLength: 30 },
      ),
      (steps) => {
        const { clock } = handClock();
        const table = timetable(clock);
        const start = clock.now();
        const set = new Map<string, Instant>();
        for (const { key, inMs } of steps) {
          const [kind = "", of = ""] = key;
          if (inMs === undefined) {
            table.cancel(kind, of);
            set.delete(key.join());
            continue;
          }
          const at = after(start, inMs as Duration);
          table.at(kind, of, at, () => {});
          set.set(key.join(), at);
        }
        const earliest = (is: (key: string) => boolean) =>
          [...set].filter(([key]) => is(key)).sort(([, one], [, other]) => one - other)[0]?.[1];
        expect(table.nextOf("alert")).toBe(earliest((key) => key.startsWith("alert,")));
        expect(table.next()).toBe(earliest(() => true));
      },
    ),
  );
});
