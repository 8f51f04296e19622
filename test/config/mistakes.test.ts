import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { problemLine } from "../../src/config/problem.ts";
import { parseSettings } from "../../src/config/settings-file.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";

const Table = z.record(
  z.string(),
  z.array(z.strictObject({ settings: z.string(), says: z.array(z.string()) })),
);
const table = Table.parse(parse(readFileSync(new URL("mistakes.yml", import.meta.url), "utf8")));

function said(text: string): string[] {
  const read = parseSettings(text, "sla.yml");
  const judged = "problems" in read ? read : settingsFrom({ file: read.tree });
  return "problems" in judged ? judged.problems.map(problemLine) : [];
}

describe.each(Object.entries(table))("%s", (_group, rows) => {
  test.each(rows)("$settings is refused in these very words", ({ settings, says }) => {
    expect(said(settings)).toEqual(says);
  });
});

test("every mistake of the table is told by place, what was found and what is expected", () => {
  const rows = Object.values(table).flat();
  expect(rows.length).toBeGreaterThanOrEqual(150);
  for (const line of rows.flatMap(({ says }) => says)) {
    expect(line).toMatch(/^\S.*: found .+, expected .+$/);
    expect(line).not.toMatch(/Invalid input|undefined|\bat .+\.ts:\d|7700900123/);
  }
});
