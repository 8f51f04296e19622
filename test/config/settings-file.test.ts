import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { problemLine } from "../../src/config/problem.ts";
import { parseSettings, type ReadText, readSettingsFile } from "../../src/config/settings-file.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "settings-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

const lines = (read: ReadText) => ("problems" in read ? read.problems.map(problemLine) : []);

describe("a file that is no settings file is one problem", () => {
  test.each<[what: string, content: Uint8Array | string, line: RegExp]>([
    [
      "a picture",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]),
      /found a file that is not text in UTF-8/,
    ],
    ["UTF-16", Buffer.from("\ufeffpoll: {}", "utf16le"), /found a file that is not text in UTF-8/],
    ["zeros", "\0".repeat(5000), /found no mapping/],
    ["two million letters", "a".repeat(2_000_000), /found more than 1 MB/],
  ])("%s", async (_what, content, line) => {
    const file = join(await folder(), "sla.yml");
    await writeFile(file, content);
    expect(lines(await readSettingsFile(file))).toEqual([expect.stringMatching(line)]);
  });

  test("a hundred megabytes, of which the most is not read", async () => {
    const file = join(await folder(), "sla.yml");
    await writeFile(file, "");
    await truncate(file, 100_000_000);
    const started = performance.now();
    expect(lines(await readSettingsFile(file))).toEqual([expect.stringMatching(/found more than 1 MB/)]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test("a folder", async () => {
    const file = await folder();
    expect(lines(await readSettingsFile(file))).toEqual([
      `${file}: found a folder, expected a settings file in YAML`,
    ]);
  });

  test("a device that never ends", async () => {
    expect(lines(await readSettingsFile("/dev/zero"))).toEqual([
      expect.stringMatching(/found more than 1 MB/),
    ]);
  });
});

test("a byte order mark is no part of the settings", async () => {
  const file = join(await folder(), "sla.yml");
  await writeFile(file, "\ufeffpoll: { every: 1m }");
  expect(await readSettingsFile(file)).toEqual({ tree: { poll: { every: "1m" } } });
});

describe("YAML that is an attack, or an accident, is one problem within a second", () => {
  const many = 100_000;
  test.each([
    ["brackets without end", `a: ${"[".repeat(many)}`],
    ["braces without end", "{a: ".repeat(many)],
    ["dashes without end", "- ".repeat(many)],
    ["questions without end", "? ".repeat(many)],
    ["colons without end", ": ".repeat(many)],
    ["commas without end", `a: [${",".repeat(many)}`],
    ["anchors without end", `a: ${"&a ".repeat(many)}`],
    ["documents without end", "---\n".repeat(many)],
    ["aliases without end", `a: &a 1\nb: [${"*a, ".repeat(many)}]`],
    ["a hundred aliases and more", `a: &a 1\nb: [${"*a, ".repeat(101)}]`],
    ["keys without end", Array.from({ length: many / 2 }, (_, key) => `k${key}: 1`).join("\n")],
    [
      "aliases of aliases",
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]",
    ],
    ["an alias in its own anchor", "sla: &a { high: *a }"],
    ["an alias deep in its own anchor", "sla: &a { high: { tiers: [{ after: [*a] }] } }"],
  ])("%s", (_what, text) => {
    const started = performance.now();
    const said = lines(parseSettings(text, "sla.yml"));
    expect(performance.now() - started).toBeLessThan(1000);
    expect(said).toHaveLength(1);
    expect(said[0]).not.toMatch(/\n|at .*:\d+:\d+\)/);
  });

  test("a bracket that is not closed is one mistake, whatever follows", () => {
    const text = 'poll:\n  open: [New, "On-Hold"\nsla:\n  high:\n    tiers:\n      - { after: 5m }\n}\n]';
    expect(lines(parseSettings(text, "sla.yml"))).toEqual([
      expect.stringMatching(/^sla\.yml:3:1: found a mistake/),
    ]);
  });
});

test("an alias for a value that is written once is taken", () => {
  const text = "sla: { low: &quiet { enabled: false }, medium: *quiet }";
  expect(parseSettings(text, "sla.yml")).toEqual({
    tree: { sla: { low: { enabled: false }, medium: { enabled: false } } },
  });
});

test("a name is one name, however its accents are written", () => {
  const read = parseSettings(
    "people: { zoe\u0308: {} }\ngroups: { desk: { members: [zo\u00eb] } }",
    "sla.yml",
  );
  if ("problems" in read) throw new Error(lines(read).join("\n"));
  expect(
    settingsFrom({ file: read.tree, slack: { "people.zoe\u0308": { slack: "U024BE7LH" } } }),
  ).toMatchObject({
    ok: true,
    settings: { people: { zoë: { slack: "U024BE7LH" } } },
  });
});

test("settings that cannot be judged are a problem, not an error", () => {
  const cycle: Record<string, unknown> = {};
  cycle.sla = cycle;
  const judged = settingsFrom({ file: { sla: cycle } });
  expect(judged).toMatchObject({ ok: false });
});
