import { expect, test } from "vitest";
import { picksFor } from "../../../src/engine/outbox/picks.ts";
import { newCode } from "../../../src/sla/reply.ts";

const none: ReadonlySet<string> = new Set();
const codeOf = (secret: string, id: string) => newCode(picksFor(secret, id), none);

test("two copies give the same text the same code, and another text or secret gives another", () => {
  expect(codeOf("secret", "~1/1/sms/alice/1")).toBe(codeOf("secret", "~1/1/sms/alice/1"));
  expect(codeOf("secret", "~1/1/sms/bob/1")).not.toBe(codeOf("secret", "~1/1/sms/alice/1"));
  expect(codeOf("other", "~1/1/sms/alice/1")).not.toBe(codeOf("secret", "~1/1/sms/alice/1"));
});

test("one that is taken makes way for the next", () => {
  const first = codeOf("secret", "~1");
  expect(newCode(picksFor("secret", "~1"), new Set([first]))).not.toBe(first);
});

test("no pick is likelier than another", () => {
  const counts = new Map<number, number>();
  const pick = picksFor("secret", "~1");
  for (let nth = 0; nth < 22_000; nth++) {
    const one = pick(22);
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((one, other) => one - other)).toEqual(
    Array.from({ length: 22 }, (_, at) => at),
  );
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("what would make the lowest ones likelier is passed over", () => {
  const counts = new Map<number, number>();
  const pick = picksFor("secret", "~1");
  for (let nth = 0; nth < 25_500; nth++) {
    const one = pick(255);
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  expect(Math.max(...counts.values())).toBeLessThan(150);
});

test("another version of the monitor picks the same", () => {
  const pick = picksFor("secret", "~1");
  expect(Array.from({ length: 40 }, () => pick(256))).toMatchInlineSnapshot(`
    [
      71,
      83,
      102,
      21,
      167,
      191,
      69,
      39,
      154,
      109,
      92,
      58,
      178,
      250,
      58,
      168,
      198,
      23,
      22,
      79,
      7,
      252,
      113,
      184,
      236,
      71,
      11,
      139,
      33,
      30,
      68,
      26,
      165,
      59,
      160,
      82,
      85,
      41,
      95,
      12,
    ]
  `);
});
