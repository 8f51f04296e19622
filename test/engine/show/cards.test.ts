import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { Settings } from "../../../src/config/settings.ts";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Chat } from "../../../src/engine/ports/chat.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { cards } from "../../../src/engine/show/cards.ts";
import { jobs } from "../../../src/engine/work/jobs.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { lanes } from "../../../src/engine/work/lanes.ts";
import { timetable } from "../../../src/engine/work/timetable.ts";
import { watchlist } from "../../../src/engine/work/watchlist.ts";
import { type Instant, minutes, seconds } from "../../../src/lib/time.ts";
import type { AlertRecord } from "../../../src/sla/record.ts";
import { handClock } from "../clock.ts";
import { alert, alertId, at, record } from "../items/items.ts";

const judged = settingsFrom({ file: {} }, "ready");
if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
const rules = judged.settings;

const journal: Journal = {
  write: async () => true,
  insist: async () => {},
  load: async () => {},
  trouble: () => undefined,
  close: async () => {},
};
const done: Outcome = { state: "sent", ref: "C1/1" };

/** One alert with a card that is out of date, and a Slack whose redraws end when they are told to. */
function drawing() {
  const now: { rules: Settings; pausedUntil?: Instant } = { rules };
  const hand = handClock(at(31));
  const table = timetable(hand.clock);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void table.run(stop.signal);
  const redraws: { readonly shown: AlertRecord; readonly end: (outcome?: Outcome) => void }[] = [];
  const post = async () => done;
  const chat: Chat = {
    channel: "#soc",
    postCard: post,
    reply: post,
    remark: post,
    say: post,
    find: async () => "not-found",
    zoneOf: () => undefined,
    redrawCard: (_ref, facts) =>
      new Promise((resolve) =>
        redraws.push({ shown: facts.record, end: (outcome = done) => resolve(outcome) }),
      ),
  };
  const watch = watchlist(journal, hand.clock);
  watch.load([record({ card: { channel: "C1", ts: "1", stale: true } })]);
  const deck = cards({
    clock: hand.clock,
    source: { alertUrl: () => undefined },
    settings: () => now.rules,
    roster: () => ({ people: {}, groups: {}, overrides: [] }),
    watch,
    itemsOf: () => [],
    pausedUntil: () => now.pausedUntil,
    chat,
    lanes: lanes(),
    timetable: table,
    jobs: jobs(pino({ enabled: false })),
  });
  const card = () => watch.get(alertId)?.record.card;
  return { ...hand, deck, watch, redraws, card, now };
}

test("a card that was drawn is fresh, and is not drawn again", async () => {
  const { deck, settle, advance, redraws, card } = drawing();
  deck.refresh(alertId);
  await settle();
  redraws[0]?.end();
  await settle();
  expect(card()?.stale).toBe(false);
  deck.refresh(alertId);
  await advance(minutes(1));
  expect(redraws).toHaveLength(1);
});

test("a card whose record changed while it was drawn is drawn again with what it is now", async () => {
  const { deck, settle, watch, redraws, card } = drawing();
  deck.refresh(alertId);
  await settle();
  const now = watch.get(alertId)?.record ?? record();
  watch.change(alertId, { ...now, handled: { how: "closed", at: at(31) } });
  redraws[0]?.end();
  await settle();
  expect(card()?.stale).toBe(true);
  expect(redraws[1]?.shown.handled).toEqual({ how: "closed", at: at(31) });
  redraws[1]?.end();
  await settle();
  expect(card()?.stale).toBe(false);
  expect(redraws).toHaveLength(2);
});

test("a card of which something else changed while it was drawn is drawn again, once", async () => {
  const { deck, settle, advance, redraws, card } = drawing();
  deck.refresh(alertId);
  await settle();
  deck.outdate(alertId, seconds(1));
  deck.outdate(alertId, seconds(1));
  redraws[0]?.end();
  await settle();
  expect(card()?.stale).toBe(true);
  await advance(seconds(1));
  redraws[1]?.end();
  await advance(minutes(1));
  expect(card()?.stale).toBe(false);
  expect(redraws).toHaveLength(2);
});

test("a poll that says the same of an alert while its card is drawn is no reason to draw it again", async () => {
  const { deck, settle, advance, watch, redraws, card } = drawing();
  deck.refresh(alertId);
  await settle();
  watch.refresh({ ...alert });
  redraws[0]?.end();
  await advance(minutes(1));
  expect(card()?.stale).toBe(false);
  expect(redraws).toHaveLength(1);
});

test("observables that are read while a card is drawn, which it does not show, are no reason either", async () => {
  const { deck, watch, settle, advance, redraws, card } = drawing();
  deck.refresh(alertId);
  await settle();
  watch.refresh({ ...alert, observables: [{ dataType: "ip", data: "203.0.113.7" }] });
  redraws[0]?.end();
  await settle();
  expect(card()?.stale).toBe(false);
  await advance(minutes(1));
  expect(redraws).toHaveLength(1);
});

test("a card that Slack does not take is drawn again, ever more rarely, every 20 seconds at least", async () => {
  const { deck, settle, advance, redraws, clock } = drawing();
  const drawnAt: number[] = [];
  deck.refresh(alertId);
  for (let turn = 0; turn < 6; turn++) {
    await settle();
    drawnAt.push((clock.now() - at(31)) / 1000);
    redraws.at(-1)?.end({ state: "unknown", detail: "no answer" });
    const before = redraws.length;
    while (redraws.length === before && drawnAt.length < 6) await advance(seconds(1));
  }
  expect(drawnAt).toEqual([0, 1, 3, 7, 15, 31]);
});

test("a card that was deleted by hand is forgotten, unless there is another by then", async () => {
  const gone: Outcome = { state: "failed", scope: "person", detail: "message_not_found" };
  const one = drawing();
  one.deck.refresh(alertId);
  await one.settle();
  one.redraws[0]?.end(gone);
  await one.settle();
  expect(one.card()).toBeUndefined();

  const two = drawing();
  two.deck.refresh(alertId);
  await two.settle();
  two.watch.change(alertId, record({ card: { channel: "C1", ts: "2", stale: true } }));
  two.redraws[0]?.end(gone);
  await two.settle();
  expect(two.card()?.ts).toBe("2");
});

type Drawing = ReturnType<typeof drawing>;

// what changed, how, whether the card shows it
test.each<[string, (drawn: Drawing) => void, boolean]>([
  ["nothing", () => {}, false],
  [
    "a pause over its next tier",
    (drawn) => {
      drawn.now.pausedUntil = at(300);
    },
    true,
  ],
  [
    "how long a press ignores it",
    (drawn) => {
      drawn.now.rules = { ...rules, ignoreFor: minutes(20) };
    },
    true,
  ],
  [
    "how often TheHive is polled",
    (drawn) => {
      drawn.now.rules = { ...rules, poll: { ...rules.poll, every: seconds(7) } };
    },
    false,
  ],
])("of %s a card is drawn again only if it would show that", async (_what, change, shown) => {
  const drawn = drawing();
  drawn.deck.refresh(alertId);
  await drawn.settle();
  drawn.redraws[0]?.end();
  await drawn.settle();
  change(drawn);
  drawn.deck.reconsider();
  await drawn.advance(seconds(1));
  drawn.redraws[1]?.end();
  await drawn.advance(minutes(1));
  expect(drawn.redraws).toHaveLength(shown ? 2 : 1);
  expect(drawn.card()?.stale).toBe(false);
});
