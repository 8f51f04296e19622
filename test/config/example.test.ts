import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultText } from "../../src/config/defaults.ts";
import { problemLine } from "../../src/config/problem.ts";
import { parseSettings } from "../../src/config/settings-file.ts";
import { settingsFrom } from "../../src/config/settings-from.ts";
import { parsePath, type Tree, valueAt } from "../../src/config/tree.ts";

const example = readFileSync(new URL("../../sla.example.yml", import.meta.url), "utf8");

function read(text: string): Tree {
  const found = parseSettings(text, "sla.example.yml");
  if ("problems" in found) throw new Error(found.problems.map(problemLine).join("\n"));
  return found.tree;
}

function judged(file: Tree) {
  const found = settingsFrom({ file }, "ready");
  if (!found.ok) throw new Error(found.problems.map(problemLine).join("\n"));
  return found.text;
}

const written = read(example);
const { people, groups, calendars } = written;

/** What stands there behind a `#` without a blank: one setting after the other. */
const commented = example
  .split(/\n(?=#\w)/)
  .map((part) => part.split(/\n(?!#)/, 1)[0] ?? "")
  .filter((part) => /^#\w+:/.test(part))
  .map((part) => read(part.replace(/^#/gm, "")));

test("the example holds every setting, each as it is by default but for the team and its hours", () => {
  expect(judged(written)).toEqual(judged({ people, groups, calendars }));
  const named = [written, ...commented].flatMap(Object.keys);
  expect(Object.keys(defaultText).filter((key) => !named.includes(key))).toEqual([]);
});

test.each(commented.map((tree): [string, Tree] => [Object.keys(tree).join(), tree]))(
  "the example of %s is taken as it stands, and is not the default",
  (key, tree) => {
    const text = judged({ people, groups, calendars, ...tree });
    expect(text[key]).not.toEqual(defaultText[key]);
  },
);

const page = readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8");
const shown = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => read(text));

test.each(shown.map((tree): [string, Tree] => [Object.keys(tree).join(), tree]))(
  "the page's example of %s is taken as it stands",
  (_keys, tree) => {
    expect(judged({ people, groups, calendars, ...tree })).toBeDefined();
  },
);

test("what is promised to others has an example on the page", () => {
  const paths = ["poll.pause", "sla.critical.warn", "groups.night.calendar", "calendars.office.holidaysFrom"];
  const sections = ["disclosure", "cases", "reports", "writeBack", "readiness"];
  const isShown = (path: string) => shown.some((tree) => valueAt(tree, parsePath(path) ?? []) !== undefined);
  expect([...paths, ...sections].filter((path) => !isShown(path))).toEqual([]);
});

test("what has an empty default has an example", () => {
  const empty = Object.keys(defaultText).filter((key) =>
    /^(\{\}|\[\])$/.test(JSON.stringify(defaultText[key])),
  );
  const told = [...commented.flatMap(Object.keys), "people", "groups", "calendars"];
  // Ids of users and groups are told in the comment beside them.
  expect(empty.filter((key) => !told.includes(key))).toEqual(["admins", "responders"]);
});
