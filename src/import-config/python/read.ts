import type { SyntaxNode } from "@lezer/common";
import { textOf } from "./text.ts";
import type { PyEntry, PyValue, Slip } from "./value.ts";

/** What reading a value may lean on. */
export interface Reading {
  readonly text: string;
  lineAt(place: number): number;
  /** From here on the file is not Python. */
  readonly fault: number | undefined;
  /** Names that were given a plain value before. */
  readonly known: ReadonlyMap<string, PyValue>;
  readonly slips: Slip[];
}

const MOST_NESTED = 50;
const RUN = "more than a plain value: the program would have to be run";
const ONLY_RUNNING = "a value that only the running program knows";

/** Reads a plain value; what is none says why. */
export function readValue(node: SyntaxNode, reading: Reading, depth: number): PyValue {
  const line = reading.lineAt(node.from);
  const unread = (why: string): PyValue => ({ kind: "unread", line, why });
  const inside = (inner: SyntaxNode) => readValue(inner, reading, depth + 1);
  if (depth >= MOST_NESTED) return unread("brackets nested too deeply");
  switch (node.name) {
    case "String":
      return { kind: "text", line, text: textOf(written(node, reading)) };
    case "FormatString":
      return isFilledIn(node)
        ? unread("an f-string, which only the running program can fill in")
        : { kind: "text", line, text: textOf(written(node, reading)) };
    case "ContinuedString":
      return childrenOf(node).map(inside).reduce(joined);
    case "Number":
      return numberFrom(written(node, reading), line);
    case "Boolean":
      return { kind: "flag", line, flag: written(node, reading) === "True" };
    case "None":
      return { kind: "none", line };
    case "VariableName":
      return readName(written(node, reading), line, reading);
    case "ParenthesizedExpression":
      return partsOf(node).map(inside)[0] ?? unread("no value");
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression":
      return { kind: "list", line, items: readItems(node, reading, depth) };
    case "DictionaryExpression":
      return { kind: "dict", line, entries: readEntries(node, reading, depth) };
    case "UnaryExpression":
    case "BinaryExpression":
      return calculated(node, reading, inside);
    case "CallExpression":
      return unread(node.firstChild?.name === "VariableName" ? "a function call" : rootOf(node));
    case "MemberExpression":
      return unread(rootOf(node));
    default:
      return unread(RUN);
  }
}

/** Without comments, which may stand anywhere. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== "Comment") found.push(child);
  return found;
}

/** What stands between the brackets, the commas left out. */
function partsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !/^[()[\]{},]$/.test(name));
}

function written({ from, to }: SyntaxNode, { text }: Reading): string {
  return text.slice(from, to);
}

function isFilledIn(node: SyntaxNode): boolean {
  return childrenOf(node).some(({ name }) => name === "FormatReplacement");
}

function joined(one: PyValue, other: PyValue): PyValue {
  if (one.kind === "text" && other.kind === "text") return { ...one, text: one.text + other.text };
  return one.kind === "unread" ? one : other;
}

function numberFrom(digits: string, line: number): PyValue {
  const number = Number(digits.replaceAll("_", ""));
  return Number.isNaN(number)
    ? { kind: "unread", line, why: "neither a number nor a text: are quotes missing?" }
    : { kind: "number", line, number };
}

function readName(name: string, line: number, { known, slips }: Reading): PyValue {
  const word = name.toLowerCase();
  if (word === "true" || word === "false" || word === "none" || word === "null") {
    slips.push({ line, what: "Python writes True, False and None with a capital" });
    return word === "true" || word === "false"
      ? { kind: "flag", line, flag: word === "true" }
      : { kind: "none", line };
  }
  const value = known.get(name);
  if (value === undefined)
    return { kind: "unread", line, why: "a name that is given no plain value in this file" };
  return { ...value, line };
}

function rootOf(node: SyntaxNode): string {
  let root: SyntaxNode | null = node;
  while (root !== null && (root.name === "CallExpression" || root.name === "MemberExpression"))
    root = root.firstChild;
  return root?.name === "VariableName" ? ONLY_RUNNING : RUN;
}

function readItems(node: SyntaxNode, reading: Reading, depth: number): PyValue[] {
  return partsOf(node).map((item) => {
    if (item.name === "ContinuedString" && node.name !== "TupleExpression") {
      const what = "two texts side by side are one to Python, and so they were read: is a comma missing?";
      reading.slips.push({ line: reading.lineAt(item.from), what });
    }
    return readValue(item, reading, depth + 1);
  });
}

function readEntries(node: SyntaxNode, reading: Reading, depth: number): PyEntry[] {
  const entries = new Map<string, PyEntry>();
  const parts = partsOf(node);
  for (const [index, sign] of parts.entries()) {
    const [name, value] = [parts[index - 1], parts[index + 1]];
    if (sign.name !== ":" || name === undefined || value === undefined) continue;
    const line = reading.lineAt(name.from);
    const key = keyOf(name, reading, line, depth);
    if (key === undefined) continue;
    if (entries.has(key)) reading.slips.push({ line, what: "the same name a second time: this one counts" });
    entries.set(key, { key, line, value: readValue(value, reading, depth + 1) });
  }
  return [...entries.values()];
}

function keyOf(node: SyntaxNode, reading: Reading, line: number, depth: number): string | undefined {
  const known = node.name === "VariableName" ? reading.known.get(written(node, reading)) : undefined;
  if (node.name === "VariableName" && known === undefined) {
    reading.slips.push({ line, what: "quotes are missing around a name" });
    return written(node, reading);
  }
  const value = known ?? readValue(node, reading, depth + 1);
  if (value.kind === "text") return value.text;
  if (value.kind === "number") return String(value.number);
  reading.slips.push({ line, what: "a name that is no plain text: its entry is left out" });
  return undefined;
}

/** Sums and products of numbers, and texts or lists put together. */
function calculated(node: SyntaxNode, reading: Reading, inside: (node: SyntaxNode) => PyValue): PyValue {
  const line = reading.lineAt(node.from);
  const parts = childrenOf(node);
  const sign = parts.find(({ name }) => name === "ArithOp");
  const operator = sign === undefined ? "" : written(sign, reading);
  const [left, right] = parts.filter((part) => part.from !== sign?.from).map(inside);
  if (left === undefined || !/^[-+*/]$/.test(operator)) return { kind: "unread", line, why: RUN };
  if (right === undefined) {
    if (left.kind !== "number" || !/^[-+]$/.test(operator)) return { kind: "unread", line, why: RUN };
    return { ...left, number: operator === "-" ? -left.number : left.number };
  }
  return combined(left, operator, right);
}

function combined(left: PyValue, operator: string, right: PyValue): PyValue {
  const { line } = left;
  if (left.kind === "unread") return left;
  if (right.kind === "unread") return { ...right, line };
  if (operator === "+" && left.kind === "text" && right.kind === "text") return joined(left, right);
  if (operator === "+" && left.kind === "list" && right.kind === "list")
    return { kind: "list", line, items: [...left.items, ...right.items] };
  if (left.kind === "number" && right.kind === "number")
    return { kind: "number", line, number: sumOf(left.number, operator, right.number) };
  return { kind: "unread", line, why: "a calculation with other things than numbers and texts" };
}

function sumOf(left: number, operator: string, right: number): number {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  return operator === "*" ? left * right : left / right;
}
