import type { Tree } from "@lezer/common";
import { parser } from "@lezer/python";
import { isClosed } from "./text.ts";

/** A file, how it is built, and where it first stops being Python. */
export interface Source {
  readonly text: string;
  readonly tree: Tree;
  /** Undefined: it is Python from beginning to end. */
  readonly fault: number | undefined;
  /** In how many places it is none. */
  readonly faults: number;
}

/** One place, counted in characters. */
export interface Token {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export function sourceOf(text: string): Source {
  const tree = parser.parse(text);
  let fault: number | undefined;
  let faults = 0;
  tree.iterate({
    enter({ type, name, from, to }) {
      const isFault = type.isError || (name === "String" && !isClosed(text.slice(from, to)));
      if (!isFault) return;
      faults += 1;
      if (fault === undefined || from < fault) fault = from;
    },
  });
  return { text, tree, fault, faults };
}

/** Words and signs that end before a place, comments left out; the last ones, in order. */
export function tokensBefore({ tree }: Source, place: number, count: number): Token[] {
  const found: Token[] = [];
  tree.iterate({
    to: place,
    enter({ name, from, to, node }) {
      const isText = name === "String" || name === "FormatString";
      if (!isText && node.firstChild !== null) return true;
      if (from < to && to <= place && name !== "Comment") found.push({ name, from, to });
      if (found.length > count) found.shift();
      return false;
    },
  });
  return found;
}

/** Tells on which line a place is. */
export function lineFinder(text: string): (place: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (place) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= place) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

export function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < place; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
