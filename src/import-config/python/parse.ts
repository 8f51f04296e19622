import { type Cursor, cursorOver } from "./cursor.ts";
import { readExpression } from "./expression.ts";
import { readText, seesText } from "./text.ts";
import type { PyEntry, PyValue, Slip } from "./value.ts";

export interface PythonFile {
  /** Names that are given a value at the top, in order; the last value of each. */
  readonly assignments: readonly PyEntry[];
  /** In order of lines. */
  readonly slips: readonly Slip[];
}

const ASSIGNMENT = /([A-Za-z_]\w*)[ \t]*(?::[^=\n]*)?=(?!=)[ \t]*/y;

/**
 * Reads the plain values a Python file assigns: texts, numbers, flags, lists, dictionaries. Nothing is run, and what
 * would have to be is left out. Small mistakes are got over and reported with their line.
 */
export function parsePython(source: string): PythonFile {
  const cursor = cursorOver(source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n"));
  const values = new Map<string, PyValue>();
  const assignments = new Map<string, PyEntry>();
  for (;;) {
    cursor.skipSpace("lines");
    if (cursor.isAtEnd()) break;
    const entry = readStatement(cursor, values);
    if (entry === undefined) continue;
    values.set(entry.key, entry.value);
    assignments.set(entry.key, entry);
  }
  const slips = cursor.slips.toSorted((a, b) => a.line - b.line);
  return { assignments: [...assignments.values()], slips };
}

function readStatement(cursor: Cursor, known: ReadonlyMap<string, PyValue>): PyEntry | undefined {
  const { line } = cursor;
  const assigned = cursor.isAtLineStart() ? cursor.takes(ASSIGNMENT) : undefined;
  if (assigned !== undefined) {
    const value = readExpression(cursor, "statement", { known, depth: 0 });
    endStatement(cursor);
    return { key: /^\w+/.exec(assigned)?.[0] ?? "", line, value };
  }
  // A text on its own is how Python writes long comments.
  if (seesText(cursor)) readText(cursor);
  else if (cursor.takes(/[)\]},;]+/y) !== undefined) cursor.slip("a closing bracket too many", line);
  else passOver(cursor, line);
  return undefined;
}

function endStatement(cursor: Cursor): void {
  cursor.skipSpace("line");
  if (cursor.isAtEnd() || cursor.takes(/;|\n/y) !== undefined) return;
  // The next statement may have ended this one, where a bracket is missing.
  if (cursor.isAtLineStart() || /[)\]}]/.test(cursor.char)) return;
  cursor.slip("words after a value, taken as a comment: is # missing?");
  cursor.takes(/[^\n]*/y);
}

/** A statement that assigns no plain value, with the indented lines that belong to it. */
function passOver(cursor: Cursor, line: number): void {
  cursor.slip("a statement that gives no name a plain value: passed over", line);
  cursor.takes(/[^\n]*(?:\n(?:[ \t]+[^\n]*|(?=\n)))*/y);
}
