import { expect, test } from "vitest";
import type { Item } from "../../../src/engine/items/item.ts";
import { keepTrying, settle, struggling } from "../../../src/engine/outbox/settle.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { after, days, hours, type Instant, milliseconds, minutes, seconds } from "../../../src/lib/time.ts";
import { at, item } from "../items/items.ts";

const now = at(31);
const sending = (change: Partial<Item> = {}) =>
  item({ state: "sending", startedAt: at(31), tries: 1, at: at(31), ...change });
const failed = (more: Partial<Outcome & { state: "failed" }> = {}): Outcome => ({
  state: "failed",
  scope: "person",
  detail: "no",
  ...more,
});
const slack = { via: "slack", to: "#soc" } as const;
const test_ = { about: { kind: "notice", name: "t", notice: { kind: "test", by: "U1" } } } as const;

interface Row {
  state: Item["state"];
  setback?: string | undefined;
  notBefore?: Instant;
  stoodIn?: boolean;
  isNews?: boolean;
}

test.each<[rule: string, item: Item, outcome: Outcome, now: Instant, becomes: Row]>([
  ["taken", sending(), { state: "sent", ref: "1" }, now, { state: "sent", isNews: true }],
  ["arrived", sending(), { state: "delivered", ref: "1" }, now, { state: "delivered", isNews: true }],
  [
    "rung in vain: the next person",
    sending({ via: "call" }),
    { state: "unanswered", ref: "1", detail: "busy" },
    now,
    { state: "unanswered", setback: "unanswered", isNews: true },
  ],
  [
    "a machine: the next person was told while it spoke",
    sending({ via: "call", machine: true }),
    { state: "unanswered", ref: "1", detail: "a machine answered" },
    now,
    { state: "unanswered", setback: undefined, isNews: true },
  ],
  [
    "a key was pressed: no machine, whatever Twilio says",
    sending({ via: "call", machine: true, answeredAt: now }),
    { state: "unanswered", ref: "1", detail: "a machine answered" },
    now,
    { state: "delivered", setback: undefined, isNews: true },
  ],
  [
    "unknown: looked up",
    sending(),
    { state: "unknown", detail: "late" },
    now,
    { state: "sending", isNews: false },
  ],
  [
    "unknown for a minute: another way meanwhile",
    sending(),
    { state: "unknown", detail: "late" },
    at(32),
    { state: "sending", setback: "struggling", isNews: false },
  ],
  [
    "failed for good: the next person",
    sending(),
    failed(),
    now,
    { state: "failed", setback: "person", isNews: true },
  ],
  [
    "the way fails: another way",
    sending(),
    failed({ scope: "way" }),
    now,
    { state: "failed", setback: "way", isNews: true },
  ],
  [
    "the provider refuses everything: owed, and others are told",
    sending(),
    failed({ scope: "setup" }),
    now,
    { state: "pending", setback: "setup", stoodIn: true, notBefore: after(now, seconds(20)), isNews: true },
  ],
  [
    "still refused: owed on, nobody's news",
    sending({ stoodIn: true }),
    failed({ scope: "setup" }),
    now,
    { state: "pending", stoodIn: true, notBefore: after(now, seconds(20)), isNews: false },
  ],
  [
    "refused after it was taken: it cost, and is not owed",
    sending(),
    failed({ scope: "setup", ref: "1" }),
    now,
    { state: "failed", setback: "setup", isNews: true },
  ],
  [
    "a channel that cannot be used: owed, and others are told",
    sending(slack),
    failed(),
    now,
    { state: "pending", setback: "person", stoodIn: true, notBefore: after(now, seconds(20)), isNews: true },
  ],
  [
    "a test is never owed",
    sending({ ...slack, ...test_ }),
    failed(),
    now,
    { state: "failed", setback: "person", isNews: true },
  ],
  [
    "failed for now: again after what the provider asks",
    sending(),
    failed({ again: seconds(14) }),
    now,
    { state: "pending", notBefore: after(now, seconds(14)), isNews: false },
  ],
  [
    "failed for now, for the fourth time: eight seconds later at least",
    sending({ tries: 4 }),
    failed({ again: seconds(1) }),
    now,
    { state: "pending", notBefore: after(now, seconds(8)), isNews: false },
  ],
  [
    "Slack is tried every 20 seconds at least",
    sending({ ...slack, tries: 9, stoodIn: true }),
    failed({ again: seconds(5) }),
    now,
    { state: "pending", stoodIn: true, notBefore: after(now, seconds(20)), isNews: false },
  ],
  [
    "what a provider does not take for now is tried every 20 seconds at least",
    sending({ tries: 9, stoodIn: true }),
    failed({ again: seconds(5) }),
    now,
    { state: "pending", stoodIn: true, notBefore: after(now, seconds(20)), isNews: false },
  ],
  [
    "failed for now, for a minute: another way meanwhile",
    sending(),
    failed({ again: seconds(5) }),
    at(32),
    { state: "pending", setback: "struggling", notBefore: after(at(32), seconds(5)), isNews: false },
  ],
  [
    "a millisecond before the minute: not yet",
    sending(),
    failed({ again: seconds(5) }),
    (at(32) - milliseconds(1)) as Instant,
    { state: "pending", notBefore: (after(at(32), seconds(5)) - 1) as Instant, isNews: false },
  ],
  [
    "a text that was taken and lost three times is not sent a fourth",
    sending({ tries: 3 }),
    failed({ again: seconds(60), ref: "1" }),
    now,
    { state: "failed", setback: "person", isNews: true },
  ],
  [
    "a text that was taken and lost twice is",
    sending({ tries: 2 }),
    failed({ again: seconds(60), ref: "1" }),
    now,
    { state: "pending", notBefore: after(now, seconds(60)), isNews: false },
  ],
  [
    "after an hour a text is given up",
    sending({ at: at(-29), stoodIn: true }),
    failed({ again: seconds(5) }),
    now,
    { state: "failed", setback: "person", stoodIn: true, isNews: true },
  ],
  [
    "at the last moment of that hour it is tried once more",
    sending({ at: at(-29), stoodIn: true }),
    failed({ again: seconds(5) }),
    (at(31) - seconds(5)) as Instant,
    { state: "pending", stoodIn: true, notBefore: at(31), isNews: false },
  ],
])("%s", (_rule, before, outcome, when, becomes) => {
  const { item: settled, setback, isNews } = settle(before, outcome, when);
  expect({
    state: settled.state,
    ...(setback === undefined ? {} : { setback }),
    ...(settled.notBefore === undefined ? {} : { notBefore: settled.notBefore }),
    ...(settled.stoodIn === undefined ? {} : { stoodIn: settled.stoodIn }),
    isNews,
  }).toEqual(becomes);
});

test("what an item says of an earlier try is forgotten, and so is the id of what was lost", () => {
  const before = sending({ detail: "earlier", notBefore: at(1), limited: true, ref: "old" });
  expect(settle(before, { state: "sent", ref: "1" }, now).item).toMatchObject({ ref: "1", settledAt: now });
  expect(settle(before, { state: "sent", ref: "1" }, now).item).not.toHaveProperty("detail");
  expect(settle(before, { state: "sent", ref: "1" }, now).item).not.toHaveProperty("notBefore");
  expect(settle(before, { state: "sent", ref: "1" }, now).item).not.toHaveProperty("limited");
  expect(settle(before, failed({ again: seconds(1) }), now).item).not.toHaveProperty("ref");
  expect(settle(before, failed({ ref: "2" }), now).item).toMatchObject({ ref: "2", detail: "no" });
});

test("a channel is tried for a week, a notice for a day, a phone for an hour", () => {
  expect(keepTrying(item(slack))).toBe(days(7));
  expect(keepTrying(item({ ...slack, ...test_ }))).toBe(days(1));
  expect(keepTrying(item())).toBe(hours(1));
  expect(keepTrying(item({ via: "call" }))).toBe(hours(1));
});

test("others are told meanwhile only once, and only for what was tried", () => {
  const late = after(at(31), minutes(1));
  expect(struggling(sending(), late)).toEqual({ setback: "struggling" });
  expect(struggling(sending({ tries: 0 }), late)).toEqual({});
  expect(struggling(sending({ stoodIn: true }), late)).toEqual({});
  expect(struggling(sending(), (late - 1) as Instant)).toEqual({});
});

test.each<[what: string, change: Partial<Item>, said: string | undefined]>([
  ["a call in which a key was pressed", { via: "call", answeredAt: now }, "answered by a key"],
  ["a call in which none was", { via: "call" }, "by a person"],
  ["a text that was replied to", { answeredAt: now }, "by a person"],
])("of what got through it is said how: %s", (_what, change, said) => {
  const outcome: Outcome = { state: "delivered", ref: "1", detail: "by a person" };
  expect(settle(sending(change), outcome, now).item.detail).toBe(said);
});

test("where a provider gives no reason, none is kept, and no empty one", () => {
  const { item: settled } = settle(sending({ detail: "earlier" }), { state: "delivered", ref: "1" }, now);
  expect(settled).not.toHaveProperty("detail");
  expect(settled).not.toHaveProperty("reason");
});
