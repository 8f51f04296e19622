import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  before as earlier,
  hours,
  type Instant,
  instant,
  after as later,
  milliseconds,
  minutes,
  seconds,
} from "../../src/lib/time.ts";
import {
  type Answerable,
  codesIn,
  judgeReply,
  lockedUntil,
  newCode,
  type ReplyRefusal,
} from "../../src/sla/reply.ts";

const now = instant("2026-03-03T03:00Z");
const text = (change: Partial<Answerable> = {}): Answerable => ({
  ...{ id: "one", code: "99KN", to: "alice", sentAt: earlier(now, minutes(5)), answered: false },
  ...change,
});
const judge = (body: string, texts = [text()], from = ["alice"], guesses: Instant[] = []) =>
  judgeReply({ body, from, at: now }, texts, guesses);
const taken = { kind: "take", texts: [text()] };

describe("a code", () => {
  test("is four letters and digits that nobody misreads, and none that is taken", () => {
    const whole = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(whole, (numbers) => {
        const pick = (below: number) => Number(numbers.next().value) % below;
        const first = newCode(pick, new Set());
        expect(first).toMatch(/^[2346789CDFHJKLMNPRTVWX]{4}$/);
        expect(newCode(pick, new Set([first]))).not.toBe(first);
      }),
    );
  });

  test("reads back from whatever is typed around it", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (left, right) => {
        const around = [left, right].map((part) => part.replace(/[\p{L}\p{N}]/gu, "")).join(" 99kn ");
        expect(codesIn(around)).toContain("99KN");
      }),
    );
  });
});

test.each([
  "99KN",
  "99kn",
  " 99kn ",
  "99kn ack",
  "ack 99KN",
  "ACK: 99KN.",
  '"99KN"',
  "“99kn”",
  "'99KN'",
  "99 KN",
  "9 9 k n",
  "99-KN",
  "９９ＫＮ",
  "99KN\n\nSent from my phone",
  "Reply 99KN to take it.",
  "on it, 99kn, give me five minutes",
])("%j takes the alert", (body) => {
  expect(judge(body)).toEqual(taken);
});

test.each<[body: string, why: ReplyRefusal]>([
  ["STOP", "opt-out"],
  ["stop.", "opt-out"],
  ["99KN stop", "opt-out"],
  ["UNSUBSCRIBE 99KN", "opt-out"],
  ["Cancel", "opt-out"],
  ["quit", "opt-out"],
  ["END", "opt-out"],
  ["START", "opt-out"],
  ["", "no-code"],
  ["ok", "no-code"],
  ["ack", "no-code"],
  ["99K", "no-code"],
  ["99KNN", "no-code"],
  ["99O1", "no-code"],
  ["99KM", "wrong-code"],
  [`${"x".repeat(160)} 99KN`, "no-code"],
])("%j takes nothing: %s", (body, why) => {
  expect(judge(body)).toMatchObject({ kind: "refused", why });
});

test.each<[what: string, verdict: ReturnType<typeof judge>, why: ReplyRefusal]>([
  ["the right code from a number of nobody's", judge("99KN", [text()], []), "unknown-number"],
  ["the right code from another's number", judge("99KN", [text()], ["bob"]), "anothers-code"],
  ["a code of a text that was answered", judge("99KN", [text({ answered: true })]), "repeat"],
  ["a code of 24 h ago", judge("99KN", [text({ sentAt: earlier(now, hours(24)) })]), "old-code"],
])("%s takes nothing", (_what, verdict, why) => {
  expect(verdict).toMatchObject({ kind: "refused", why });
});

test("a code holds to the last millisecond of its 24 h", () => {
  const sentAt = later(earlier(now, hours(24)), milliseconds(1));
  expect(judge("99KN", [text({ sentAt })])).toMatchObject({ kind: "take" });
});

test("whoever shares a number may answer for it, and two codes take both texts", () => {
  const other = text({ id: "two", code: "7CDF", to: "bob" });
  expect(judge("7CDF 99KN", [text(), other], ["alice", "bob"])).toEqual({
    kind: "take",
    texts: [text(), other],
  });
});

describe("guesses", () => {
  const guesses = [0, 1, 2, 3, 4].map((count) => earlier(now, minutes(9 - count)));

  test("are five within ten minutes: then not even the right code is looked into", () => {
    expect(judge("99KN", [text()], ["alice"], guesses.slice(1))).toEqual(taken);
    expect(judge("99KN", [text()], ["alice"], guesses)).toMatchObject({ why: "too-many-guesses" });
    expect(lockedUntil(guesses, now)).toBe(later(now, minutes(1)));
    expect(lockedUntil(guesses, later(now, minutes(1)))).toBeUndefined();
    expect(lockedUntil(guesses, later(now, seconds(59)))).toBe(later(now, minutes(1)));
  });

  test.each<[body: string, isGuess: boolean]>([
    ["99KM", true],
    ["thanks", true],
    ["STOP", false],
  ])("%j: is one: %s", (body, isGuess) => {
    expect(judge(body)).toMatchObject({ isGuess });
  });
});
