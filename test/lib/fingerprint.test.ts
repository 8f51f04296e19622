import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint } from "../../src/lib/fingerprint.ts";

test("is a whole number, and the same for the same text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 500 }), (text) => {
      expect(fingerprint(text)).toBe(fingerprint(`${text}`));
      expect(fingerprint(text)).toSatisfy(Number.isSafeInteger);
    }),
  );
});

test("differs with every text of a large number that differ little", () => {
  const texts = Array.from({ length: 100_000 }, (_, index) => `New\n"Sign-in number ${index}\n2`);
  expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
});
