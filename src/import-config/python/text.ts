import type { Cursor } from "./cursor.ts";
import type { PyValue } from "./value.ts";

const START = /(?:[rR][bBfF]?|[bBfF][rR]?|[uU])?(?:'''|"""|'|")/y;
const CONTENT = {
  "'''": /(?:[^\\]|\\[\s\S])*?'''/y,
  '"""': /(?:[^\\]|\\[\s\S])*?"""/y,
  "'": /(?:[^'\\\n]|\\[\s\S])*'/y,
  '"': /(?:[^"\\\n]|\\[\s\S])*"/y,
} as const;
// Up to the brackets, the comma or the comment at the end of the line.
const UNCLOSED = /[^\n]*?(?=\s*[\]}),\s]*(?:#[^\n]*)?(?:\n|$))/y;
const ESCAPE = /\\(?:\n|([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g;
const NAMED: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** Whether a text begins here. */
export function seesText(cursor: Cursor): boolean {
  return cursor.sees(START) !== undefined;
}

/** Moves past a text without looking at it. */
export function skipText(cursor: Cursor): void {
  const quote = quoteOf(cursor.takes(START) ?? "");
  if (cursor.takes(CONTENT[quote]) === undefined) cursor.takes(UNCLOSED);
}

/** Reads one text of any spelling; the cursor has to be at its beginning. */
export function readText(cursor: Cursor): PyValue {
  const { line } = cursor;
  const start = cursor.takes(START) ?? "";
  const quote = quoteOf(start);
  const prefix = start.slice(0, start.length - quote.length).toLowerCase();
  const raw = contentOf(cursor, quote);
  if (prefix.includes("f") && raw.includes("{")) {
    return { kind: "unread", line, why: "an f-string, which only the running program can fill in" };
  }
  return { kind: "text", line, text: prefix.includes("r") ? raw : unescaped(raw) };
}

type Quote = "'" | '"' | "'''" | '"""';

function quoteOf(start: string): Quote {
  const mark = start.endsWith('"') ? '"' : "'";
  if (!start.endsWith(mark.repeat(3))) return mark;
  return mark === '"' ? '"""' : "'''";
}

function contentOf(cursor: Cursor, quote: Quote): string {
  const start = cursor.position;
  const closed = cursor.takes(CONTENT[quote]);
  if (closed === undefined) {
    cursor.slip("a quote is missing at the end of a text: taken as far as the line goes");
    return cursor.takes(UNCLOSED) ?? "";
  }
  const text = closed.slice(0, -quote.length);
  // 'KEY: 'value' and ['one, 'two']: what closed it opens the next one.
  const cutOff = /^([\w./+-]+)\s*[:,]\s*$/.exec(text)?.[1];
  if (quote.length === 3 || cutOff === undefined || cursor.sees(/[\w+]/y) === undefined) return text;
  cursor.slip("a quote is missing at the end of a text");
  cursor.position = start + cutOff.length;
  return cutOff;
}

function unescaped(raw: string): string {
  return raw.replace(ESCAPE, (all, octal?: string, x?: string, u?: string, long?: string, one?: string) => {
    if (all === "\\\n") return "";
    const code = octal === undefined ? Number.parseInt(x ?? u ?? long ?? "", 16) : Number.parseInt(octal, 8);
    if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    const char = one ?? "";
    if (/['"\\]/.test(char)) return char;
    return NAMED[char] ?? all;
  });
}
