import fc from "fast-check";
import { expect, test } from "vitest";
import { roomFrom, roomNow, together } from "../../../src/engine/outbox/room.ts";
import { type Duration, type Instant, minutes } from "../../../src/lib/time.ts";
import { item } from "../items/items.ts";

const limit = { count: 2, per: minutes(15) };
const at = (minute: number, ms = 0) => (minutes(minute) + ms) as Instant;

test.each<[rule: string, sent: Instant[], now: Instant, extra: number, from: Instant]>([
  ["the first goes at once", [], at(100), 0, at(100)],
  ["the second goes at once", [at(99)], at(100), 0, at(100)],
  ["the third waits until the first is past the window", [at(90), at(99)], at(100), 0, at(105)],
  ["a millisecond before the window has passed there is no room", [at(90), at(99)], at(105, -1), 0, at(105)],
  ["when the window has passed there is", [at(90), at(99)], at(105), 0, at(105)],
  ["what is older does not count", [at(10), at(20), at(99)], at(100), 0, at(100)],
  ["one extra goes when the limit is reached", [at(90), at(99)], at(100), 1, at(100)],
  ["and only one", [at(90), at(98), at(99)], at(100), 1, at(105)],
  ["of many the window is counted from the end", [at(90), at(91), at(92), at(93)], at(100), 0, at(107)],
])("%s", (_rule, sent, now, extra, from) => {
  expect(roomFrom(sent, limit, now, extra)).toBe(from);
  if (extra === 0) expect(roomNow(sent, limit, now) > 0).toBe(from === now);
});

test("whoever waits for room never exceeds the limit in any window, and waits no longer than needed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 600 }),
      (gaps, count, per) => {
        const rule = { count, per: per as Duration };
        const sent: Instant[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const from = roomFrom(sent, rule, now as Instant);
          expect(from === now || roomFrom(sent, rule, (from - 1) as Instant) > from - 1).toBe(true);
          now = from;
          sent.push(from);
          expect(sent.filter((one) => one > from - per).length).toBeLessThanOrEqual(count);
        }
      },
    ),
  );
});

const text = (name: string) => item({ id: name as never });
const urgent = item({ id: "urgent" as never, urgent: true });
const notice = item({
  id: "notice" as never,
  about: { kind: "notice", name: "n", notice: { kind: "test", by: "U1" } },
});
const names = (groups: readonly (readonly { id: string }[])[]) =>
  groups.map((one) => one.map(({ id }) => id).join("+"));

test.each<
  [rule: string, waiting: ReturnType<typeof text>[], via: "sms" | "call", free: number, groups: string[]]
>([
  ["nothing waits", [], "sms", 5, []],
  ["nobody is to be called", [], "call", 5, []],
  ["a notice goes alone where nothing else waits", [notice], "call", 3, ["notice"]],
  ["texts go one by one while there is room for all", [text("a"), text("b")], "sms", 2, ["a", "b"]],
  ["texts go together when there is not", [text("a"), text("b"), text("c")], "sms", 2, ["a+b+c"]],
  ["one text goes by itself, room or not", [text("a")], "sms", 0, ["a"]],
  ["calls go together whatever the room", [text("a"), text("b")], "call", 3, ["a+b"]],
  ["what breaks out goes first and by itself", [text("a"), urgent, text("b")], "call", 3, ["urgent", "a+b"]],
  ["a notice goes first and by itself", [text("a"), notice], "call", 3, ["notice", "a"]],
  [
    "what goes by itself takes room from the texts",
    [text("a"), notice, text("b")],
    "sms",
    2,
    ["notice", "a+b"],
  ],
])("%s", (_rule, waiting, via, free, groups) => {
  expect(names(together(waiting, via, free))).toEqual(groups);
});
