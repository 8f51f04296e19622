import { folded } from "../lib/fold.ts";
import { type Problem, problemAt } from "./problem.ts";
import { isTree, pathText, type Tree } from "./tree.ts";

const SECTIONS = ["people", "groups", "calendars"] as const;
const WAYS = ["slack", "sms", "call", "dm"];

/** Finds names that mean something else already, and names that are one but for case and accents. */
export function nameProblems(tree: Tree): Problem[] {
  return SECTIONS.flatMap((section) => {
    const named = tree[section];
    if (!isTree(named)) return [];
    const names = Object.keys(named);
    return [...names.flatMap((name) => takenName(section, name)), ...alikeNames(section, names)];
  });
}

function takenName(section: (typeof SECTIONS)[number], name: string): Problem[] {
  const form = folded(name).trim();
  if (section === "calendars" && form === "always") {
    return [problemAt([section, name], name, "another name: always means around the clock")];
  }
  if (section === "groups" && WAYS.includes(form)) {
    return [problemAt([section, name], name, `another name: ${form} is a way of telling people`)];
  }
  if (section === "calendars" && form === "") return [problemAt([section, name], name, "a name")];
  return [];
}

function alikeNames(section: string, names: readonly string[]): Problem[] {
  const first = new Map<string, string>();
  return names.flatMap((name) => {
    const form = folded(name);
    const other = first.get(form);
    if (other === undefined) first.set(form, name);
    const path = pathText([section, name]);
    const expected = `a name that differs from "${other}" in more than case`;
    return other === undefined ? [] : [{ path, found: JSON.stringify(name), expected }];
  });
}
