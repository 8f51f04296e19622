import fc from "fast-check";
import { expect, test } from "vitest";
import { harmlessOutput, oneLine } from "../../src/lib/terminal.ts";

// what, text, as it is printed
test.each([
  ["colours", "\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m"],
  ["a title of the window", "\u001b]0;pwned\u0007", "\\u001b]0;pwned\\u0007"],
  ["controls of eight bits", "a\u009b31mb", "a\\u009b31mb"],
  ["going back in the line", "safe\rFAIL", "safe\\u000dFAIL"],
  ["backspaces", "ok\b\bno", "ok\\u0008\\u0008no"],
  ["words turned round", "exe.\u202egpj", "exe.\\u202egpj"],
  ["what nobody sees", "a\u200bb\ufeff\u{e0041}", "a\\u200bb\\ufeff\\udb40\\udc41"],
  ["lines, columns and other scripts as they are", "a\tb\r\nc é 日本 👩‍💻", "a\tb\r\nc é 日本 👩‍💻"],
])("prints %s", (_what, text, printed) => {
  expect(harmlessOutput(text)).toBe(printed);
});

test("what others wrote adds no line", () => {
  expect(oneLine("down\nok  all good\r\n")).toBe("down ok  all good ");
});

test("a JSON document stays the same document", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(JSON.parse(harmlessOutput(JSON.stringify({ text })))).toEqual({ text });
    }),
  );
});
