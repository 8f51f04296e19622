import { readFile } from "node:fs/promises";
import { LineCounter, parseDocument, Scalar, visit } from "yaml";
import { maskText } from "../lib/redact.ts";
import type { Problem } from "./problem.ts";
import { isTree, type Tree } from "./tree.ts";

export type ReadText = { readonly tree: Tree } | { readonly problems: readonly Problem[] };

// A settings file is a page or two; anything larger is the wrong file, or an attack on the parser.
const LONGEST_FILE = 1_000_000;
const MOST_ALIASES = 100;

/** Reads a settings file. @returns its tree, or why it cannot be read, with line and column */
export async function readSettingsFile(file: string): Promise<ReadText> {
  try {
    return parseSettings(await readFile(file, "utf8"), file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    const found = code === "ENOENT" ? "no such file" : `a file that cannot be read (${String(code)})`;
    return { problems: [{ path: file, found, expected: "a settings file in YAML" }] };
  }
}

/**
 * Parses YAML 1.2: no tags, few aliases, each key once. Dates and times stay text there.
 *
 * @param name what problems call it, in front of line and column
 */
export function parseSettings(text: string, name: string): ReadText {
  if (text.length > LONGEST_FILE) {
    return { problems: [{ path: name, found: "more than 1 MB", expected: "a settings file in YAML" }] };
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { version: "1.2", schema: "core", prettyErrors: false, lineCounter });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { problems: faults.map(({ message, pos }) => fault(place(name, lineCounter, pos[0]), message)) };
  }
  // An unquoted +44... is a number to YAML and would lose its plus.
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === "number" && node.source?.startsWith("+") === true)
        return new Scalar(node.source);
      return undefined;
    },
  });
  try {
    const root: unknown = document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {};
    if (isTree(root)) return { tree: root };
    return {
      problems: [{ path: name, found: "no mapping", expected: "settings such as poll: { every: 2m }" }],
    };
  } catch (error) {
    return { problems: [fault(name, error instanceof Error ? error.message : String(error))] };
  }
}

function fault(path: string, message: string): Problem {
  const firstLine = maskText(message.split("\n")[0] ?? "").replace(/[:.]?$/, "");
  return { path, found: `a mistake (${firstLine})`, expected: "valid YAML 1.2 without tags" };
}

function place(name: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${name}:${line}:${col}`;
}
