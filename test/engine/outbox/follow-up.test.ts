import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { followUp } from "../../../src/engine/outbox/follow-up.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { type Instant, seconds } from "../../../src/lib/time.ts";
import { at, item, notice } from "../items/items.ts";

const sent: Outcome = { state: "sent", ref: "R1" };
const delivered: Outcome = { state: "delivered", ref: "R1" };
const unknown: Outcome = { state: "unknown", detail: "no answer" };
const heard = (line: "taken" | "machine" | "key"): Outcome => ({ state: "sent", ref: "R1", line });

/** Made at minute 30, and taken by the provider at minute 31. */
const taken = (via: Item["via"], change: Partial<Item> = {}): Item =>
  item({ via, state: "sent", ref: "R1", settledAt: at(31), ...change });

interface Given {
  /** So many seconds after it was taken. */
  from?: number;
  answers?: readonly Outcome[];
  /** What becomes of the item while it waits to be asked, or is asked about. */
  meanwhile?: (asked: number, one: Item) => Item | undefined;
}

/** What is asked when, in seconds since it was taken, and what follows. `answers`: one after the other, the last for good. */
async function followed(
  one: Item,
  { from = 0, answers = [sent], meanwhile = (_, same) => same }: Given = {},
) {
  let now: number = at(31) + seconds(from);
  const due: { at: number; run: () => void }[] = [];
  const running: Promise<unknown>[] = [];
  const asked: number[] = [];
  const lines: unknown[] = [];
  const ends: unknown[] = [];
  const start = followUp({
    clock: { now: () => now as Instant, sleep: () => Promise.reject(new Error("nobody sleeps")) },
    timetable: {
      at: (_kind, of, instant, job) => due.push({ at: instant, run: () => job(of) }),
      cancel: () => {},
      nextOf: () => undefined,
      next: () => undefined,
      run: async () => {},
    },
    jobs: {
      start: (_what, job) => running.push(job()),
      run: () => Promise.reject(new Error("nothing is waited for")),
      idle: async () => true,
      isIdle: () => true,
      names: () => [],
    },
    read: () => meanwhile(asked.length, one),
    ask: async () => {
      asked.push((now - at(31)) / 1000);
      return answers[Math.min(asked.length, answers.length) - 1] ?? sent;
    },
    onLine: async (_item, line) => void lines.push(line),
    conclude: async (_item, outcome) => void ends.push(outcome),
  });
  start(one.id);
  for (let next = due.shift(); next !== undefined && asked.length < 200; next = due.shift()) {
    expect(next.at).toBeGreaterThanOrEqual(now);
    now = next.at;
    next.run();
    await Promise.all(running.splice(0));
  }
  return { asked, lines, ends };
}

const every2s = (until: number) => Array.from({ length: until / 2 }, (_, index) => 2 * (index + 1));

test.each<[rule: string, Item, Given, asked: number[], ends: unknown[]]>([
  [
    "a text is asked about at growing distances, and no more after ten minutes",
    taken("sms"),
    {},
    [2, 7, 17, 37, 77, 137, 197, 257, 317, 377, 437, 497, 557, 617],
    [],
  ],
  ["what has arrived ends it", taken("sms"), { answers: [sent, delivered] }, [2, 7], [delivered]],
  [
    "what nobody knows is asked again",
    taken("sms"),
    { answers: [unknown, unknown, delivered] },
    [2, 7, 17],
    [delivered],
  ],
  ["at ten minutes sharp one goes on", taken("sms"), { from: 598 }, [600, 605], []],
  ["after ten minutes a text that was asked about once is left", taken("sms"), { from: 599 }, [601], []],
  [
    "after a restart a text of the last hour is asked about once more",
    taken("sms"),
    { from: 4200 },
    [4202],
    [],
  ],
  ["an older one is left as it is", taken("sms"), { from: 4200.001 }, [], []],
  [
    "a call is asked about every two seconds, and counts as unanswered after three minutes",
    taken("call"),
    {},
    [...every2s(180), 180],
    [
      {
        state: "unanswered",
        ref: "R1",
        detail: "Twilio does not say how it ended",
        reason: { name: "its end is not known" },
      },
    ],
  ],
  [
    "the last answer about a call is taken as it is",
    taken("call"),
    { from: 179, answers: [delivered] },
    [180],
    [delivered],
  ],
  [
    "a call of long ago is asked about at once",
    taken("call"),
    { from: 7200, answers: [delivered] },
    [7200],
    [delivered],
  ],
  [
    "nobody knowing it to the last is no answer either",
    taken("call"),
    { from: 179, answers: [unknown] },
    [180],
    [expect.objectContaining({ state: "unanswered", ref: "R1" })],
  ],
  [
    "the time counts from when it was made, where nothing else is known",
    taken("sms", { settledAt: undefined }),
    { from: 539 },
    [541],
    [],
  ],
])("%s", async (_rule, one, given, asked, ends) => {
  expect(await followed(one, given)).toEqual({ asked, lines: [], ends });
});

test.each<[what: string, Item]>([
  ["what the provider has not taken", taken("sms", { state: "sending" })],
  ["what has no name at the provider", taken("sms", { ref: undefined })],
  ["a direct message: it has arrived when it is sent", taken("dm")],
  ["a message in a channel", taken("slack", { about: notice })],
])("nobody asks about %s", async (_what, one) => {
  expect(await followed(one)).toEqual({ asked: [], lines: [], ends: [] });
});

test("nothing is asked, at the last neither, of what has ended otherwise or is forgotten", async () => {
  const nothing = { asked: [], lines: [], ends: [] };
  for (const from of [0, 179]) {
    let reads = 0;
    const dropped = (_: number, one: Item): Item => (reads++ === 0 ? one : { ...one, state: "dropped" });
    expect(await followed(taken("call"), { from, meanwhile: dropped })).toEqual(nothing);
    reads = 0;
    const forgotten = (_: number, one: Item) => (reads++ === 0 ? one : undefined);
    expect(await followed(taken("call"), { from, meanwhile: forgotten })).toEqual(nothing);
  }
});

test("while somebody listens it is asked every second", async () => {
  const answers = [heard("taken"), heard("key"), sent, delivered];
  expect(await followed(taken("call"), { answers })).toEqual({
    asked: [2, 3, 4, 6],
    lines: ["taken", "key"],
    ends: [delivered],
  });
});

test("a call that somebody listens to ends after its three minutes, too", async () => {
  const { asked, ends } = await followed(taken("call"), { answers: [heard("taken")] });
  expect(asked.slice(-2)).toEqual([180, 180]);
  expect(asked).toHaveLength(180);
  expect(ends).toHaveLength(1);
});
