const LITERAL = /^([A-Za-z]{0,2})('''|"""|'|")/;
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

/** What one literal of any spelling says: `'x'`, `r"x"`, `b'''x'''`. */
export function textOf(literal: string): string {
  const [start = "", prefix = "", quote = ""] = LITERAL.exec(literal) ?? [];
  const raw = literal.slice(start.length, literal.length - quote.length);
  return /r/i.test(prefix) ? raw : unescaped(raw);
}

/** Whether a literal ends with the quote it begins with, before the end of the line where it has to. */
export function isClosed(literal: string): boolean {
  const [start = "", , quote = ""] = LITERAL.exec(literal) ?? [];
  if (quote === "" || literal.length < start.length + quote.length || !literal.endsWith(quote)) return false;
  const raw = literal.slice(start.length, literal.length - quote.length);
  return quote.length === 3 || !raw.replaceAll("\\\n", "").includes("\n");
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
