import { describe, expect, test } from "vitest";
import { parsePython } from "../../src/import-config/python/parse.ts";
import type { PyValue } from "../../src/import-config/python/value.ts";

/** A value as JSON would have it; what was not read is its reason. */
function plain(value: PyValue): unknown {
  switch (value.kind) {
    case "text":
      return value.text;
    case "number":
      return value.number;
    case "flag":
      return value.flag;
    case "none":
      return null;
    case "list":
      return value.items.map(plain);
    case "dict":
      return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key, plain(inner)]));
    case "unread":
      return { unread: value.why };
  }
}

function read(source: string) {
  const { assignments, slips } = parsePython(source);
  return {
    values: Object.fromEntries(assignments.map(({ key, value }) => [key, plain(value)])),
    slips: slips.map(({ line, what }) => `${line}: ${what}`),
  };
}

describe("plain values", () => {
  test.each([
    ["'single'", "single"],
    ['"double"', "double"],
    ["'it\\'s'", "it's"],
    ["'a\\tb\\x41\\u00e9\\\\'", "a\tbAé\\"],
    ["r'C:\\new'", "C:\\new"],
    ["b'bytes'", "bytes"],
    ["f'no fields'", "no fields"],
    ["'''three\nlines\n'''", "three\nlines\n"],
    ['"""say "hi" """', 'say "hi" '],
    ["'side' \"by\" 'side'", "sidebyside"],
    ["'plus' + 'es'", "pluses"],
    ["('in '\n 'brackets')", "in brackets"],
    ["'joined' \\\n 'lines'", "joinedlines"],
    ["30", 30],
    ["-1.5e3", -1500],
    ["1_800", 1800],
    ["0x1F", 31],
    ["30 * 60", 1800],
    ["2 + 3 * 4", 14],
    ["(2 + 3) * 4", 20],
    ["True", true],
    ["None", null],
    ["['a', 'b',]", ["a", "b"]],
    ["('a', 'b')", ["a", "b"]],
    ["('a',)", ["a"]],
    ["()", []],
    ["{'a', 'b'}", ["a", "b"]],
    ["{}", {}],
    ["{'a': [1, {'b': None}]}", { a: [1, { b: null }] }],
    ["{ # words\n 'a': 1, # more: 'words'\n\n}", { a: 1 }],
    ["['a'] + ['b']", ["a", "b"]],
  ])("reads %s", (text, value) => {
    expect(read(`X = ${text}\nY = 1\n`)).toEqual({ values: { X: value, Y: 1 }, slips: [] });
  });

  test("reads annotations, names given before, comments and texts that stand alone", () => {
    const { values, slips } = read('"""Settings."""\n\nKEY: str = "k" # a key\r\nA = {"key": KEY}; B = 2\n');
    expect(values).toEqual({ KEY: "k", A: { key: "k" }, B: 2 });
    expect(slips).toEqual([]);
  });
});

describe("what only the running program knows", () => {
  test.each([
    ["os.environ['KEY']", /only the running program/],
    ["os.environ.get('KEY', 'x')", /only the running program/],
    ["get_secret('name')", /function call/],
    ["f'{a}'", /f-string/],
    ["'a %s' % b", /more than a plain value/],
    ["'a'.strip()", /more than a plain value/],
    ["'a' if DEBUG else 'b'", /more than a plain value/],
    ["[n for n in range(3)]", /./],
    ["UNKNOWN", /name that is given no plain value/],
    ["lambda: 1", /./],
  ])("%s is left out, and what follows is read", (text, why) => {
    const { values } = read(`S = {\n 'a': ${text}, # words\n 'b': 2\n}\nY = 1\n`);
    expect(values).toMatchObject({ S: { b: 2 }, Y: 1 });
    expect(JSON.stringify(values.S)).toMatch(why);
  });

  test("statements are passed over with what belongs to them", () => {
    const source =
      "import os\n\ndef f(x):\n    y = 1\n\n    return y\n\nif True:\n    A = 1\nB = 2\nC['x'] = 3\n";
    const { values, slips } = read(source);
    expect(values).toEqual({ B: 2 });
    expect(slips.map((slip) => slip.split(":")[0])).toEqual(["1", "3", "8", "11"]);
  });
});

describe("small mistakes are got over and reported", () => {
  test.each([
    [
      "a comma missing at the end of a line",
      "S = {\n 'a': ['x']  # words\n 'b': 2\n}",
      { a: ["x"], b: 2 },
      ["2: a comma is missing after this value"],
    ],
    [
      "a comma missing after a text",
      "S = {\n 'a': 'x'\n 'b': 'y'\n}",
      { a: "x", b: "y" },
      ["2: a comma is missing after this value"],
    ],
    [
      "a comma missing inside a line",
      "S = {'a': 1 'b': 2}",
      { a: 1, b: 2 },
      ["1: a comma is missing after this value"],
    ],
    ["a comma too many", "S = {'a': 1,, 'b': 2}", { a: 1, b: 2 }, ["1: a comma too many"]],
    [
      "a comment without #",
      "S = {\n 'a': ''  String: the, words\n}",
      { a: "" },
      ["2: words after a value, taken as a comment: is # missing?"],
    ],
    [
      "a name without its last quote",
      "S = {\n 'a: 'x',\n 'b': 2\n}",
      { a: "x", b: 2 },
      ["2: a quote is missing at the end of a text"],
    ],
    [
      "a name without its first quote",
      "S = {\n a': 'x',\n 'b': 2\n}",
      { a: "x", b: 2 },
      ["2: a quote is missing at the beginning of a name"],
    ],
    ["a name without quotes", "S = {\n a: 'x'\n}", { a: "x" }, ["2: quotes are missing around a name"]],
    [
      "a value without its last quote",
      "S = {\n 'a': 'x,  # words\n 'b': 2\n}",
      { a: "x", b: 2 },
      ["2: a quote is missing at the end of a text: taken as far as the line goes"],
    ],
    [
      "a value without its first quote",
      "S = {\n 'a': debug.log',\n 'b': 2\n}",
      { a: "debug.log", b: 2 },
      ["2: a quote is missing at the beginning of a text"],
    ],
    [
      "an entry of a list without its last quote",
      "S = ['one, 'two']",
      ["one", "two"],
      ["1: a quote is missing at the end of a text"],
    ],
    [
      "a bracket missing before the next name",
      "S = {\n 'a': 1,\n\nT = 2",
      { a: 1 },
      ["4: a } is missing before this line"],
    ],
    ["a bracket missing inside", "S = {'a': ['x', 'b': 2}", { a: ["x"], b: 2 }, expect.anything()],
    ["a bracket missing at the end", "S = {'a': 1", { a: 1 }, ["1: a } is missing before this line"]],
    ["a bracket too many", "S = {'a': 1}}", { a: 1 }, ["1: a closing bracket too many"]],
    ["= in the place of :", "S = {'a' = 1}", { a: 1 }, ["1: = in the place of :"]],
    [
      "true in small letters",
      "S = {'a': true}",
      { a: true },
      ["1: Python writes True, False and None with a capital"],
    ],
    [
      "a name given twice",
      "S = {'a': 1,\n 'a': 2}",
      { a: 2 },
      ["2: the same name a second time: this one counts"],
    ],
    ["a name without a value", "S = {\n 'a',\n 'b': 2\n}", expect.anything(), expect.anything()],
    [
      "two texts side by side in a list",
      "S = ['a' 'b']",
      ["ab"],
      [expect.stringMatching(/^1: two texts side by side/)],
    ],
  ])("%s", (_what, source, value, slips) => {
    expect(read(source)).toMatchObject({ values: { S: value }, slips });
  });
});

test("a deeply nested file is no way to break it", () => {
  const { values } = read(`A = ${"[".repeat(50_000)}\nB = 1`);
  expect(values).toEqual({ B: 1 });
});
