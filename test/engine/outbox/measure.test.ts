import { expect, test } from "vitest";
import { dueAt, wentOf } from "../../../src/engine/outbox/measure.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { type Instant, minutes, seconds } from "../../../src/lib/time.ts";
import { at, firing, item } from "../items/items.ts";

const later = (moment: Instant, by: number) => (moment + by) as Instant;
const ref = "SM1";

test.each<[rule: string, given: Parameters<typeof dueAt>, due: Instant | undefined]>([
  [
    "what is about no tier is due when it is written down",
    [item({ at: at(30) }), undefined, undefined],
    at(30),
  ],
  [
    "a tier is due at its deadline, not when it fired",
    [item({ at: later(at(30), 10_000) }), { ...firing(1, 30), at: later(at(30), 10_000) }, undefined],
    at(30),
  ],
  [
    "also when TheHive was waited for as long as may be",
    [item({ at: later(at(30), 15_000) }), { ...firing(1, 30), at: later(at(30), 15_000) }, undefined],
    at(30),
  ],
  [
    "one that fired later still was held back, or nobody was running: it counts from its firing",
    [item({ at: later(at(30), 15_001) }), { ...firing(1, 30), at: later(at(30), 15_001) }, undefined],
    later(at(30), 15_001),
  ],
  [
    "the next person is due when the one before did not answer",
    [item({ at: at(31), attempt: 1 }), firing(1, 30), undefined],
    at(31),
  ],
  ["a second try of a person likewise", [item({ at: at(32), attempt: 2 }), firing(1, 30), undefined], at(32)],
  ["what a pause held back is not late", [item({ paused: true }), firing(1, 30), undefined], undefined],
  ["what a limit held back is not late", [item({ limited: true }), firing(1, 30), undefined], undefined],
  [
    "nor what waits for the end of a pause",
    [item({ notBefore: at(60) }), firing(1, 30), undefined],
    undefined,
  ],
  [
    "nor what a provider did not take the first time",
    [item({ tries: 1 }), firing(1, 30), undefined],
    undefined,
  ],
  [
    "nor what waits until the person's last call has ended",
    [item({ at: at(30) }), firing(1, 30), later(at(30), seconds(40))],
    later(at(30), seconds(40)),
  ],
  ["a call that ended before says nothing", [item({ at: at(30) }), firing(1, 30), at(29)], at(30)],
])("%s", (_rule, given, due) => {
  expect(dueAt(...given)).toEqual(due);
});

test.each<
  [
    outcome: Outcome,
    state: "sent" | "delivered" | "unanswered" | "sending" | "pending" | "failed",
    went: string,
  ]
>([
  [{ state: "sent", ref }, "sent", "sent none"],
  [{ state: "delivered", ref }, "delivered", "delivered none"],
  [{ state: "unanswered", ref, detail: "nobody answered" }, "unanswered", "unanswered none"],
  [{ state: "unknown", detail: "no answer in time" }, "sending", "postponed unknown"],
  [{ state: "failed", detail: "busy", scope: "setup", again: minutes(1) }, "pending", "postponed setup"],
  [{ state: "failed", detail: "archived", scope: "person" }, "pending", "postponed person"],
  [{ state: "failed", detail: "opted out", scope: "person" }, "failed", "failed person"],
  [{ state: "failed", detail: "30034", scope: "way" }, "failed", "failed way"],
])("%j that leaves it %s counts as %s", (outcome, state, went) => {
  const { outcome: what, reason } = wentOf(item({ state }), outcome);
  expect(`${what} ${reason}`).toBe(went);
});
