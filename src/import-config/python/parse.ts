import type { SyntaxNode } from "@lezer/common";
import { mended } from "./mend.ts";
import { childrenOf, type Reading, readValue } from "./read.ts";
import { lineFinder } from "./source.ts";
import type { PyEntry, PyValue, Slip } from "./value.ts";

export interface PythonFile {
  /** Names that are given a value at the top, in order; the last value of each. */
  readonly assignments: readonly PyEntry[];
  /** In order of lines. */
  readonly slips: readonly Slip[];
}

/**
 * Reads the plain values a Python file assigns: texts, numbers, flags, lists, dictionaries. Nothing is run, and what
 * would have to be is left out. Small mistakes are got over and reported with their line.
 */
export function parsePython(written: string): PythonFile {
  const { source, slips } = mended(written.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"));
  const known = new Map<string, PyValue>();
  const assignments = new Map<string, PyEntry>();
  const reading: Reading = {
    text: source.text,
    lineAt: lineFinder(source.text),
    fault: source.fault,
    known,
    slips,
  };
  for (const statement of statementsOf(source.tree.topNode)) {
    const line = reading.lineAt(statement.from);
    const entry = readStatement(statement, line, reading);
    if (entry === undefined) continue;
    known.set(entry.key, entry.value);
    assignments.set(entry.key, entry);
  }
  return {
    assignments: [...assignments.values()],
    slips: slips.toSorted((a, b) => a.line - b.line),
  };
}

function statementsOf(top: SyntaxNode): SyntaxNode[] {
  return childrenOf(top).flatMap((node) => (node.name === "StatementGroup" ? childrenOf(node) : [node]));
}

function readStatement(statement: SyntaxNode, line: number, reading: Reading): PyEntry | undefined {
  const { text, slips, fault } = reading;
  const [target, ...rest] = childrenOf(statement).filter(({ name }) => name !== "TypeDef");
  const [sign, value, ...more] = rest;
  // A text on its own is how Python writes long comments.
  const isComment = statement.name === "Comment" || statement.name === ";" || target?.name === "String";
  if (isComment && sign === undefined) return undefined;
  if (
    statement.name !== "AssignStatement" ||
    target?.name !== "VariableName" ||
    sign?.name !== "AssignOp" ||
    value === undefined
  ) {
    slips.push({ line, what: "a statement that gives no name a plain value: passed over" });
    return undefined;
  }
  const key = text.slice(target.from, target.to);
  if (fault !== undefined && fault < statement.to)
    return { key, line, value: { kind: "unread", line, why: "more mistakes than can be got over" } };
  if (more.length > 0)
    return { key, line, value: { kind: "unread", line, why: "more than one plain value" } };
  return { key, line, value: readValue(value, reading, 0) };
}
