import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultText } from "../../src/config/defaults.ts";
import { described, describedPaths } from "../../src/config/described.ts";
import { parsePath, valueAt } from "../../src/config/tree.ts";
import { sectionFields } from "../../src/slack/modals/section-fields.ts";
import { sections } from "../../src/slack/modals/sections.ts";
import { teamSettings } from "../slack/modals/settings.ts";

const docs = readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8");

/** The lines of the page in which a setting is told, without Markdown's signs; the part is named by its heading. */
function linesOf(path: string): string[] {
  const [top = "", ...rest] = path.replace(/^(sla|cases)\.high\./, "$1.").split(".");
  const part = docs.split(/^## /m).find((text) => text.split("\n", 1)[0]?.split(", ").includes(top)) ?? "";
  const key = rest.length === 0 ? top : rest.join(".");
  const rows = part.split("\n").filter((line) => line.startsWith(`| \`${key}\` |`));
  const lines = rows.length > 0 ? rows : part.split("\n");
  return lines.map((line) => line.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/[`*]/g, ""));
}

test.each(describedPaths())(
  "the page on settings says of %s what its schema says, and its default",
  (path) => {
    const found = linesOf(path).filter((line) => line.includes(described(path).description));
    expect(found, described(path).description).toHaveLength(1);
    const value = valueAt(defaultText, parsePath(path) ?? []);
    // What need not be there has none.
    const text = Array.isArray(value) ? `[${value.join(", ")}]` : String(value ?? "");
    expect(found[0]).toContain(text);
  },
);

test("the forms ask for what is described, and for nothing else", () => {
  const { text, origins } = teamSettings();
  const asked = sections
    .flatMap((section) => sectionFields(section, text, origins))
    .map(({ id }) => id)
    .filter((path) => !/^(sla|cases)\.(low|medium|critical)\.|\.tiers\[/.test(path));
  expect(asked).toHaveLength(new Set(asked).size);
  expect(new Set(asked)).toEqual(new Set(describedPaths()));
});
