import type { Ledger } from "./plan.ts";
import type { PyEntry, PyValue } from "./python/value.ts";

/** One dictionary of the file. What is read of it by the wrong kind of value is put down as not carried over. */
export interface Section {
  readonly name: string;
  readonly line: number;
  has(key: string): boolean;
  /** Where a key stands, for the plan. */
  place(key: string): { readonly from: string; readonly line: number };
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  /** Whether {@link number} would find one; puts nothing down. */
  isNumber(key: string): boolean;
  flag(key: string): boolean | undefined;
  /** A list of texts; a single text counts as a list of one. */
  texts(key: string): string[] | undefined;
  section(key: string): Section | undefined;
  /** Whether a dictionary stands there. */
  isSection(key: string): boolean;
  /** Keys that nobody asked for. */
  rest(): readonly PyEntry[];
}

const KINDS = {
  text: "a text",
  number: "a number",
  flag: "True or False",
  none: "None",
  list: "a list",
  dict: "a dictionary",
} as const;

export function sectionOf(name: string, value: PyValue, book: Ledger): Section | undefined {
  if (value.kind !== "dict") {
    book.puzzle({ from: name, line: value.line, why: mismatch(value, "a dictionary") });
    return undefined;
  }
  const entries = new Map(value.entries.map((entry) => [entry.key, entry]));
  const asked = new Set<string>();
  const place = (key: string) => ({ from: `${name}.${key}`, line: entries.get(key)?.line ?? value.line });

  function read<T>(key: string, expected: string, as: (found: PyValue) => T | undefined): T | undefined {
    asked.add(key);
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    const found = as(entry.value);
    if (found === undefined) book.puzzle({ ...place(key), why: mismatch(entry.value, expected) });
    return found;
  }

  return {
    name,
    line: value.line,
    has: (key) => entries.has(key),
    place,
    text: (key) => read(key, "a text", textIn),
    isNumber(key) {
      const entry = entries.get(key);
      return entry !== undefined && numberIn(entry.value) !== undefined;
    },
    number: (key) => read(key, "a number", numberIn),
    flag: (key) => read(key, "True or False", flagIn),
    texts: (key) => read(key, "a list of texts", textsIn),
    isSection: (key) => entries.get(key)?.value.kind === "dict",
    section(key) {
      asked.add(key);
      const entry = entries.get(key);
      return entry === undefined ? undefined : sectionOf(`${name}.${key}`, entry.value, book);
    },
    rest: () => [...entries.values()].filter(({ key }) => !asked.has(key)),
  };
}

function mismatch(found: PyValue, expected: string): string {
  return found.kind === "unread" ? found.why : `found ${KINDS[found.kind]}, expected ${expected}`;
}

function textIn(value: PyValue): string | undefined {
  if (value.kind === "number") return String(value.number);
  return value.kind === "text" ? value.text.trim() : undefined;
}

function numberIn(value: PyValue): number | undefined {
  const number = value.kind === "text" && value.text.trim() !== "" ? Number(value.text) : undefined;
  if (value.kind === "number") return Number.isFinite(value.number) ? value.number : undefined;
  return number === undefined || Number.isNaN(number) ? undefined : number;
}

function flagIn(value: PyValue): boolean | undefined {
  if (value.kind === "flag") return value.flag;
  if (value.kind === "number") return value.number !== 0;
  return value.kind === "text" && /^(true|false)$/i.test(value.text) ? /^true$/i.test(value.text) : undefined;
}

function textsIn(value: PyValue): string[] | undefined {
  const texts = (value.kind === "list" ? value.items : [value]).map(textIn);
  return texts.every((text) => text !== undefined) ? texts.filter((text) => text !== "") : undefined;
}
