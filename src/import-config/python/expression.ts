import { type Place, readContainer } from "./container.ts";
import type { Cursor } from "./cursor.ts";
import { readText, seesText, skipText } from "./text.ts";
import type { PyValue } from "./value.ts";

/** What an expression may lean on. */
export interface Scope {
  /** Names that were given a plain value before. */
  readonly known: ReadonlyMap<string, PyValue>;
  readonly depth: number;
}

const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y;
// A value that lost its first quote: debug.log'
const HALF_QUOTED = /([\w./:+@-]+)(?=['"])/y;
// What makes more of the value before it than a plain value.
const GOES_ON = /[.([]|%|\*\*|\/\/|==|!=|[<>|&^@]|(?:if|or|and|in|is|not|for|lambda)\b/y;
const MOST_NESTED = 50;

/** Reads a plain value, or notes that there is none and moves past what stands in its place. */
export function readExpression(cursor: Cursor, place: Place, scope: Scope): PyValue {
  const { line } = cursor;
  const start = cursor.position;
  const value = readSum(cursor, place, scope);
  const adjacent = cursor.position;
  if (place !== "statement") cursor.skipSpace("line");
  else cursor.takes(/[ \t]+/y);
  if (value.kind !== "unread" && cursor.sees(GOES_ON) === undefined) {
    cursor.position = adjacent;
    return value;
  }
  cursor.position = start;
  skipExpression(cursor, place);
  return value.kind === "unread"
    ? { ...value, line }
    : { kind: "unread", line, why: "more than a plain value: the program would have to be run" };
}

function readSum(cursor: Cursor, place: Place, scope: Scope): PyValue {
  let sum = readProduct(cursor, place, scope);
  for (;;) {
    const before = cursor.position;
    cursor.skipSpace(place === "statement" ? "line" : "lines");
    const operator = sum.kind === "unread" ? undefined : cursor.takes(/[+-]/y);
    if (operator === undefined) {
      cursor.position = before;
      return sum;
    }
    cursor.skipSpace(place === "statement" ? "line" : "lines");
    sum = combined(sum, operator, readProduct(cursor, place, scope));
  }
}

function readProduct(cursor: Cursor, place: Place, scope: Scope): PyValue {
  let product = readAtom(cursor, place, scope);
  for (;;) {
    const before = cursor.position;
    cursor.skipSpace("line");
    const operator = product.kind === "number" ? cursor.takes(/\*(?!\*)|\/(?!\/)/y) : undefined;
    if (operator === undefined) {
      cursor.position = before;
      return product;
    }
    cursor.skipSpace("line");
    product = combined(product, operator, readAtom(cursor, place, scope));
  }
}

function combined(left: PyValue, operator: string, right: PyValue): PyValue {
  const { line } = left;
  if (left.kind === "text" && right.kind === "text" && operator === "+")
    return { kind: "text", line, text: left.text + right.text };
  if (left.kind === "list" && right.kind === "list" && operator === "+")
    return { kind: "list", line, items: [...left.items, ...right.items] };
  if (left.kind === "number" && right.kind === "number")
    return { kind: "number", line, number: calculated(left.number, operator, right.number) };
  return { kind: "unread", line, why: "a calculation with other things than numbers and texts" };
}

function calculated(left: number, operator: string, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    default:
      return left / right;
  }
}

function readAtom(cursor: Cursor, place: Place, scope: Scope): PyValue {
  const { line } = cursor;
  if (seesText(cursor)) return readTexts(cursor, place);
  if (/[[({]/.test(cursor.char)) {
    if (scope.depth >= MOST_NESTED) return { kind: "unread", line, why: "brackets nested too deeply" };
    const inside = { ...scope, depth: scope.depth + 1 };
    return readContainer(cursor, (inner) => readExpression(cursor, inner, inside));
  }
  const sign = cursor.takes(/[+-][ \t]*/y);
  const digits = cursor.takes(NUMBER);
  if (digits !== undefined && cursor.sees(/\w/y) === undefined) {
    const number = Number(digits.replaceAll("_", ""));
    return { kind: "number", line, number: sign?.startsWith("-") === true ? -number : number };
  }
  return sign === undefined && digits === undefined
    ? readNamed(cursor, scope)
    : { kind: "unread", line, why: "neither a number nor a text: are quotes missing?" };
}

/** Texts side by side are one. In a dictionary the next one may be the next key, though. */
function readTexts(cursor: Cursor, place: Place): PyValue {
  let whole = readText(cursor);
  for (;;) {
    const before = cursor.position;
    cursor.skipSpace(place === "statement" ? "line" : "lines");
    const begins = cursor.position;
    if (!seesText(cursor) || (place === "dict" && isKey(cursor))) {
      cursor.position = before;
      return whole;
    }
    cursor.position = begins;
    if (place === "list")
      cursor.slip("two texts side by side are one to Python, and so they were read: is a comma missing?");
    const next = readText(cursor);
    whole =
      whole.kind === "text" && next.kind === "text"
        ? { ...whole, text: whole.text + next.text }
        : whole.kind === "unread"
          ? whole
          : next;
  }
}

function isKey(cursor: Cursor): boolean {
  return cursor.sees(/(?:'[^'\n]*'|"[^"\n]*")[ \t]*:|['"]\w+:[ \t]*['"]/y) !== undefined;
}

function readNamed(cursor: Cursor, { known }: Scope): PyValue {
  const { line } = cursor;
  const half = cursor.takes(HALF_QUOTED);
  if (half !== undefined) {
    cursor.takes(/['"]/y);
    cursor.slip("a quote is missing at the beginning of a text");
    return { kind: "text", line, text: half };
  }
  const name = cursor.takes(NAME);
  if (name === undefined) return { kind: "unread", line, why: "no value" };
  const word = wordNamed(name, line);
  if (word !== undefined) {
    if (!/^(True|False|None)$/.test(name)) cursor.slip("Python writes True, False and None with a capital");
    return word;
  }
  if (cursor.char === "(") return { kind: "unread", line, why: "a function call" };
  if (cursor.char === "." || cursor.char === "[")
    return { kind: "unread", line, why: "a value that only the running program knows" };
  const value = known.get(name);
  return value === undefined
    ? { kind: "unread", line, why: "a name that is given no plain value in this file" }
    : { ...value, line };
}

function wordNamed(name: string, line: number): PyValue | undefined {
  const word = name.toLowerCase();
  if (word === "true" || word === "false") return { kind: "flag", line, flag: word === "true" };
  return word === "none" || word === "null" ? { kind: "none", line } : undefined;
}

const CLOSERS = { "(": ")", "[": "]", "{": "}" } as const;

/** Moves to what ends an expression: a comma, a closing bracket or the line's end, outside all brackets. */
function skipExpression(cursor: Cursor, place: Place): void {
  const open: string[] = [];
  while (!cursor.isAtEnd()) {
    const { char } = cursor;
    if (open.length === 0 && (char === "\n" || char === "#")) return;
    if (open.length === 0 && place !== "statement" && /[,)\]}]/.test(char)) return;
    if (seesText(cursor)) {
      skipText(cursor);
      continue;
    }
    if (char === "(" || char === "[" || char === "{") open.push(CLOSERS[char]);
    else if (char === open.at(-1)) open.pop();
    if (char === "#") cursor.skipSpace("line");
    else cursor.position++;
  }
}
