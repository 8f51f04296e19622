import { describe, expect, test } from "vitest";
import { type Instant, minutes } from "../../src/lib/time.ts";
import { WhenWhole } from "../../src/thehive/when-whole.ts";

const start = 1_000_000 as Instant;
const later = (ms: number) => (start + ms) as Instant;
const calm = { expected: 500, open: 500, listed: 500, by: ["New"], isReached: true, now: later(60_000) };

function afterWhole(): WhenWhole {
  const when = new WhenWhole({ every: minutes(10), upTo: 100 });
  when.noteRead(["New"], start);
  return when;
}

describe("everything is read", () => {
  test("at first", () => {
    expect(new WhenWhole({ every: minutes(10), upTo: 100 }).why(calm)).toContain("first");
  });

  test.each<[rule: string, standing: Partial<typeof calm>, why: string | undefined]>([
    ["not while changes will do", {}, undefined],
    ["while nothing told from when on to ask", { isReached: false }, "first"],
    ["when it is due", { now: later(600_000) }, "due"],
    ["not a millisecond before", { now: later(599_999) }, undefined],
    ["when the setting changed", { by: ["New", "InProgress"] }, "setting"],
    ["where the list is short", { listed: 100 }, "few"],
    ["not where it is one longer", { listed: 101 }, undefined],
    ["when the caller lost alerts", { expected: 499 }, "caller"],
    ["when the caller gained some", { expected: 501 }, "caller"],
  ])("%s", (_rule, standing, why) => {
    const told = afterWhole().why({ ...calm, ...standing });
    if (why === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(why);
  });

  test("after a failure, until all was read again", () => {
    const when = afterWhole();
    when.noteFailure();
    expect(when.why(calm)).toContain("error");
    when.noteRead(["New"], start);
    expect(when.why(calm)).toBeUndefined();
  });

  test("always, where changes cannot be asked for", () => {
    const when = afterWhole();
    when.noteNoChanges();
    when.noteRead(["New"], start);
    expect(when.why(calm)).toContain("cannot");
  });

  test("once for one and the same difference, again for another", () => {
    const when = afterWhole();
    const asked = [499, 499, 498, 498, 500].map((expected) => when.why({ ...calm, expected }) !== undefined);
    expect(asked).toEqual([true, false, true, false, true]);
  });
});
