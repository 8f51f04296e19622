import { expect, test } from "vitest";
import { validateBlocks, validateView } from "../../../sandbox/slack/block-kit/validate.ts";
import { type Block, fitHome, fitMessage } from "../../../src/slack/blocks/fit.ts";
import { lines, strong, words } from "../../../src/slack/blocks/rich.ts";
import { cut, escapeText, safeUrl } from "../../../src/slack/blocks/text.ts";

const button = (label: string, value = "{}"): Block => ({
  type: "actions",
  elements: [{ type: "button", action_id: "a", text: { type: "plain_text", text: label }, value }],
});
const texts = (blocks: readonly Block[]) => JSON.stringify(blocks);

test("keeps the buttons at the end of a list that is too long, and says how much is missing", () => {
  const rows = Array.from({ length: 80 }, (_, i) => lines([words(`row ${i}`)]));
  const { blocks } = fitMessage({ text: "rows", blocks: [...rows, button("More")] });
  expect(validateBlocks(blocks, "message")).toEqual([]);
  expect(blocks).toHaveLength(50);
  expect(blocks.at(-1)).toEqual(button("More"));
  expect(texts(blocks)).toContain("and 32 more, left out here");
});

test("cuts words for the sake of the buttons below them", () => {
  const rows = Array.from({ length: 30 }, () => lines([words("x".repeat(5000))]));
  const { blocks } = fitMessage({ text: "rows", blocks: [...rows, button("Promote")] });
  expect(validateBlocks(blocks, "message")).toEqual([]);
  expect(blocks.at(-1)).toEqual(button("Promote"));
});

test("leaves out a button whose value would have to be cut", () => {
  const { blocks } = fitMessage({ text: "one", blocks: [button("Act", "x".repeat(2001)), button("Other")] });
  expect(blocks).toEqual([button("Other")]);
});

test("leaves out what is empty", () => {
  const { text, blocks } = fitMessage({ text: "", blocks: [lines([words("")]), lines([strong("kept")])] });
  expect(text).toBe("(no text)");
  expect(blocks).toHaveLength(1);
});

test("App Home takes a hundred blocks", () => {
  const rows = Array.from({ length: 300 }, (_, i) => lines([words(`row ${i}`)]));
  const blocks = fitHome(rows);
  expect(blocks).toHaveLength(100);
  expect(validateView({ type: "home", blocks })).toEqual([]);
});

test.each([
  ["an entity", `${"x".repeat(3897)}&amp;rest of it`],
  ["a mention", `${"x".repeat(3890)}<@U0ANN00001> rest of it`],
])("a top-level text that is too long is not cut within %s", (_, text) => {
  const kept = fitMessage({ text, blocks: [] }).text;
  expect(kept.length).toBeLessThanOrEqual(3900);
  expect(kept).toMatch(/^x+…$/);
});

test.each([
  ["short", 5, "short"],
  ["exactly", 4, "exa…"],
  ["a👍👍", 4, "a👍…"],
  ["word and more", 6, "word…"],
  ["gone", 0, ""],
])("cuts %j to %i: %j", (text, max, expected) => {
  expect(cut(text, max)).toBe(expected);
});

test("escapes the three signs that Slack decodes, and no others", () => {
  expect(escapeText("<!channel> & \"x\" 'y'")).toBe("&lt;!channel&gt; &amp; \"x\" 'y'");
});

test.each([
  ["https://thehive.example.org/alerts/~1/details", "https://thehive.example.org/alerts/~1/details"],
  ["https://x.example/a|b<c> d", "https://x.example/a%7Cb%3Cc%3E%20d"],
  ["javascript:alert(1)", undefined],
  ["thehive.example.org", undefined],
  [`https://x.example/${"y".repeat(3000)}`, undefined],
])("of %.60s a browser may open %.60s", (url, expected) => {
  expect(safeUrl(url)).toBe(expected);
});
