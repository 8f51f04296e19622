import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { signParts, squares, strokes, toneOf } from "../../../sandbox/page/client/sign-table.ts";

const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}(?=\uFE0F)/gu;

test("draws every sign that the app or its page uses, as not every machine has a font with them", () => {
  const used = new Set(
    ["src", "sandbox/page"].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: "utf8" })
        .filter((path) => /\.tsx?$/.test(path))
        .flatMap((path) => readFileSync(`${room}/${path}`, "utf8").match(EMOJI) ?? []),
    ),
  );
  expect(used).toContain("🟥");
  expect([...used].filter((sign) => !squares.has(sign) && !strokes.has(sign))).toEqual([]);
});

test.for([
  ["🟥 CRITICAL  #1", ["[🟥]", "\u00a0", "CRITICAL  #1"]],
  ["3 open: 🟧 HIGH", ["3 open: ", "[🟧]", "\u00a0", "HIGH"]],
  ["⚠️ late", ["[⚠]", "\u00a0", "late"]],
  ["no sign", ["no sign"]],
  ["", []],
] as const)("cuts %j", ([text, parts]) => {
  expect(signParts(text).map((part) => (part.kind === "text" ? part.text : `[${part.of}]`))).toEqual(parts);
});

test("knows what a text is about by the square it begins with", () => {
  expect(["🟥 CRITICAL", "✅ HANDLED", "CRITICAL 🟥", "", undefined].map(toneOf)).toEqual([
    "critical",
    "done",
    undefined,
    undefined,
    undefined,
  ]);
});
