import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseEnvFile, unquoted, written } from "../../src/config/env-file.ts";
import { EnvFileError } from "../../src/config/env-file-error.ts";
import { isEnvFileOpen, withDotEnv } from "../../src/config/load-environment.ts";
import { problemLine } from "../../src/config/problem.ts";
import { textOf } from "../../src/config/variables.ts";

// what, text, values
test.each<[string, string, Record<string, string>]>([
  ["a byte order mark is no part of the first name", "\uFEFFA=1", { A: "1" }],
  ["lines may end as on Windows", "A=1\r\nB=2\r\n", { A: "1", B: "2" }],
  ["lines may end as on old Macs", "A=1\rB=2", { A: "1", B: "2" }],
  ["export may stand before a name", "export A=1\nexport\tB=2", { A: "1", B: "2" }],
  ["spaces around = and at the ends are none of the value", "  A = 1  ", { A: "1" }],
  ["a value may hold =", "A=b=c==", { A: "b=c==" }],
  ["double quotes are taken off", 'A="one two"', { A: "one two" }],
  ["single quotes are taken off", "A='one \"two\"'", { A: 'one "two"' }],
  ["backticks are taken off", "A=`it's`", { A: "it's" }],
  ["\\n in double quotes is a new line", 'A="one\\ntwo"', { A: "one\ntwo" }],
  ["a quoted value may go on over lines", 'A="one\ntwo"\nB=3', { A: "one\ntwo", B: "3" }],
  ["# in quotes is a character", 'A="one # two" # three', { A: "one # two" }],
  ["# inside a value is a character", "A=one#two", { A: "one#two" }],
  ["# at the beginning of a value is a character", "A=#soc-alerts", { A: "#soc-alerts" }],
  ["# behind a space begins a comment", "A=one # two", { A: "one" }],
  ["a comment may be all there is", "A= # nothing", { A: "" }],
  ["the last of two lines counts", "A=1\nA=2", { A: "2" }],
  ["comments and empty lines are nothing", "# A=1\n\n   \n  # B", {}],
])("%s", (_what, text, values) => {
  expect(parseEnvFile(text, ".env")).toEqual({ values, problems: [] });
});

// text, the line about it
test.each([
  ["A=1\nxoxb-123-secret", ".env:2: found a line without =, expected NAME=value, or # before a comment"],
  [
    "SLACK-BOT-TOKEN=1",
    ".env:1: found a name that no variable can have, expected a name of letters, digits and _",
  ],
  ["=1", ".env:1: found a name that no variable can have"],
  ["1A=1", ".env:1: found a name that no variable can have"],
  ['A="secret', '.env:1: found A with a quote that is never closed, expected " at its end'],
  ["A='se'cret", ".env:1: found A with something behind its closing quote, expected one value"],
  ["A\0=\x001\0", ".env: found bytes that are no text, expected text in UTF-8"],
])("%j is refused in one line, without the text", (text, line) => {
  const lines = parseEnvFile(text, ".env").problems.map(problemLine);
  expect(lines).toEqual([expect.stringContaining(line)]);
  expect(lines.join()).not.toContain("secret");
});

test("what is written is read back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (one, two) => {
      const text = (one + two).trim();
      const line = written(text);
      if (line === undefined || text === "") return;
      expect(parseEnvFile(`A=${line}\nB=2`, ".env")).toEqual({ values: { A: text, B: "2" }, problems: [] });
    }),
    { numRuns: 300 },
  );
});

test("a large file takes no longer than a small one should", () => {
  const text = `A="x\n${"B='y\n".repeat(100_000)}`;
  const before = performance.now();
  parseEnvFile(text, ".env");
  expect(performance.now() - before).toBeLessThan(1000);
});

test.each([
  ['"value"', "value"],
  ["'value'", "value"],
  ['""', undefined],
  ["''", undefined],
  ['"value', '"value'],
  ["it's", "it's"],
])("quotes that Docker keeps are taken off: %s is %s", (value, text) => {
  expect(textOf({ A: value }, "A")).toBe(text);
});

test("quotes inside stay", () => {
  expect(unquoted('"a"b"')).toBe('"a"b"');
});

describe("the file", () => {
  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), "env-file-"));
    onTestFinished(() => rm(path, { recursive: true }));
    return path;
  }

  test("that cannot be read is not taken for absent", async () => {
    const cwd = await folder();
    await mkdir(join(cwd, ".env"));
    await expect(withDotEnv({ A: "1" }, cwd)).rejects.toThrow(EnvFileError);
    await expect(withDotEnv({}, cwd)).rejects.toThrow(
      /\.env: found something that cannot be read \(EISDIR\)/,
    );
  });

  test("that holds a line without meaning is refused", async () => {
    const cwd = await folder();
    await writeFile(join(cwd, ".env"), "A=1\nB\n");
    await expect(withDotEnv({}, cwd)).rejects.toThrow(/\.env:2: found a line without =/);
  });

  test.each([
    [0o600, false],
    [0o640, true],
    [0o644, true],
  ])("of mode %o is open to others: %s", async (mode, isOpen) => {
    const cwd = await folder();
    await writeFile(join(cwd, ".env"), "A=1", { mode });
    expect(await isEnvFileOpen(cwd)).toBe(isOpen);
  });

  test("a variable of nothing but quotes leaves it to the file", async () => {
    const cwd = await folder();
    await writeFile(join(cwd, ".env"), "A=file");
    expect(await withDotEnv({ A: '""' }, cwd)).toEqual({ A: "file" });
  });
});
