import type { Cursor } from "./cursor.ts";
import { readText, seesText } from "./text.ts";
import type { PyEntry, PyValue } from "./value.ts";

/** Where an expression stands: what may follow it, and whether line ends mean anything there. */
export type Place = "statement" | "group" | "list" | "dict";

type ReadValue = (place: Place) => PyValue;

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Reads what stands between brackets: a list, a tuple, a set (all lists here), a dictionary, or one value in parentheses. */
export function readContainer(cursor: Cursor, readValue: ReadValue): PyValue {
  const { line } = cursor;
  const closer = CLOSERS[cursor.char] ?? ")";
  cursor.position++;
  cursor.skipSpace("lines");
  if (closer === "}" && isDictionary(cursor)) {
    const entries: PyEntry[] = [];
    readItems(cursor, closer, "dict", () => {
      const entry = readEntry(cursor, readValue);
      if (entry !== undefined) entries.push(entry);
    });
    return { kind: "dict", line, entries: lastOfEach(entries, cursor) };
  }
  const items: PyValue[] = [];
  const place = closer === ")" ? "group" : "list";
  const { commas } = readItems(cursor, closer, place, () => items.push(readValue(place)));
  const [only] = items;
  return closer === ")" && items.length === 1 && commas === 0 && only !== undefined
    ? only
    : { kind: "list", line, items };
}

/** `{}` is one too; a set begins with a value that no colon follows. */
function isDictionary(cursor: Cursor): boolean {
  return cursor.sees(/(?:[bBrRuU]*(?:'[^'\n]*'|"[^"\n]*")|\d+)\s*[,}]/y) === undefined;
}

/** Reads items up to the closing bracket, and gets over commas that are missing or too many. */
function readItems(cursor: Cursor, closer: string, place: Place, readItem: () => void): { commas: number } {
  let commas = 0;
  for (;;) {
    cursor.skipSpace("lines");
    if (cursor.char === closer) {
      cursor.position++;
      return { commas };
    }
    if (isOver(cursor, place)) {
      cursor.slip(`a ${closer} is missing before this line`);
      return { commas };
    }
    if (cursor.char === ",") {
      cursor.slip("a comma too many");
      cursor.position++;
      continue;
    }
    const before = cursor.position;
    readItem();
    if (readSeparator(cursor, closer, place)) commas++;
    // Whatever this is, it must not be looked at for ever.
    if (cursor.position === before) cursor.position++;
  }
}

/** The end, another bracket's closer, a dictionary's next name, or the next assignment at the beginning of a line. */
function isOver(cursor: Cursor, place: Place): boolean {
  if (cursor.isAtEnd() || /[)\]}]/.test(cursor.char)) return true;
  if (place !== "dict" && cursor.sees(/(?:'[^'\n]*'|"[^"\n]*")[ \t]*:/y) !== undefined) return true;
  return cursor.isAtLineStart() && cursor.sees(/[A-Za-z_]\w*\s*=(?!=)/y) !== undefined;
}

/** @returns whether there was a comma */
function readSeparator(cursor: Cursor, closer: string, place: Place): boolean {
  const { line } = cursor;
  cursor.skipSpace("line");
  const isSameLine = !cursor.isAtEnd() && cursor.char !== "\n";
  cursor.skipSpace("lines");
  if (cursor.char === ",") {
    cursor.position++;
    return true;
  }
  if (cursor.char === closer || isOver(cursor, place)) return false;
  if (!isSameLine || seesText(cursor) || place !== "dict") {
    cursor.slip("a comma is missing after this value", line);
  } else {
    cursor.slip("words after a value, taken as a comment: is # missing?", line);
    cursor.takes(/[^\n]*/y);
  }
  return false;
}

function readEntry(cursor: Cursor, readValue: ReadValue): PyEntry | undefined {
  const { line } = cursor;
  const key = readKey(cursor);
  cursor.skipSpace("line");
  if (key === undefined || cursor.takes(/[:=]\s*/y) === undefined) {
    cursor.slip("no name and value: this line is passed over", line);
    cursor.takes(/[^\n]*/y);
    return undefined;
  }
  cursor.skipSpace("lines");
  return { key, line, value: readValue("dict") };
}

function readKey(cursor: Cursor): string | undefined {
  if (seesText(cursor)) {
    const read = readText(cursor);
    return read.kind === "text" ? read.text.trim() : undefined;
  }
  const key = cursor.takes(/[\w.-]+/y);
  if (key === undefined || /^\d+$/.test(key)) return key;
  cursor.slip(
    cursor.takes(/['"]/y) === undefined
      ? "quotes are missing around a name"
      : "a quote is missing at the beginning of a name",
  );
  return key;
}

function lastOfEach(entries: readonly PyEntry[], cursor: Cursor): PyEntry[] {
  const last = new Map<string, PyEntry>();
  for (const entry of entries) {
    if (last.has(entry.key)) cursor.slip("the same name a second time: this one counts", entry.line);
    last.set(entry.key, entry);
  }
  return [...last.values()];
}
