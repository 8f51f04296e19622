import fc from "fast-check";
import { expect, test } from "vitest";
import { bareName, folded, isAlike } from "../../src/lib/fold.ts";

test.each([
  ["Zoë", "ZOE\u0308"],
  ["straße", "STRASSE"],
  ["STRAẞE", "strasse"],
  ["ΟΔΟΣ", "οδος"],
  ["οδοσ", "οδος"],
  ["İstanbul", "istanbul"],
  ["ISPARTA", "ısparta"],
  ["ﬁre", "FIRE"],
  ["ǰ", "J\u030c"],
])("%s and %s are alike", (one, other) => {
  expect(isAlike(one, other)).toBe(true);
});

test.each([
  ["e", "é"],
  ["o", "ö"],
  ["а", "a"],
])("%s and %s are not", (one, other) => {
  expect(isAlike(one, other)).toBe(false);
});

test.each([
  ["On-Hold", "on hold"],
  ["In Progress", "InProgress"],
  ["in-progress", "IN\u2013PROGRESS"],
  ["Wait_ing", " waiting "],
  ["Re\u0301solu", "RÉSOLU"],
])("as names of a status %s and %s are one", (one, other) => {
  expect(bareName(one)).toBe(bareName(other));
});

test("case, composition and a second folding change nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
      const form = folded(text);
      expect(folded(form)).toBe(form);
      for (const other of [
        text.toUpperCase(),
        text.toLowerCase(),
        text.normalize("NFD"),
        text.normalize("NFC"),
      ]) {
        expect(folded(other)).toBe(form);
      }
    }),
    { numRuns: 5000 },
  );
});

test("every single sign folds once and for all", () => {
  for (let code = 0; code < 0x20000; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const sign = String.fromCodePoint(code);
    const form = folded(sign);
    if (folded(form) !== form || folded(sign.toUpperCase()) !== form || folded(sign.toLowerCase()) !== form)
      expect.fail(`U+${code.toString(16)}`);
  }
});

test("a text folds the same whether or not something beside it needs more than lower case", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      expect(folded(`${text} é`)).toBe(`${folded(text)} é`);
    }),
  );
});
