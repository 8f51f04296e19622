import type { Problem } from "./problem.ts";

/** What a `.env` file sets, and the lines of it that mean nothing. */
export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

// A value in quotes may go on over lines; what is not closed by then never will be.
const LONGEST_QUOTED = 100_000;

/**
 * Reads a `.env` file as shells, Docker and the usual libraries do where they agree: `NAME=value`, `export` before
 * it, quotes around it, comments behind a space. A line that would be passed over in silence elsewhere is a problem
 * here, told by its number alone: it may be a piece of a secret.
 *
 * @param name of the file, for the problems
 */
export function parseEnvFile(text: string, name: string): EnvFile {
  if (text.includes("\0")) {
    const expected = "text in UTF-8: save it in that encoding";
    return { values: {}, problems: [{ path: name, found: "bytes that are no text", expected }] };
  }
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; ) {
    const read = statementAt(lines, at);
    if (read.kind === "set") values.set(read.name, read.value);
    if (read.kind === "wrong") {
      problems.push({ path: `${name}:${at + 1}`, found: read.found, expected: read.expected });
    }
    at += read.kind === "set" ? read.lines : 1;
  }
  return { values: Object.fromEntries(values), problems };
}

type Statement =
  | { readonly kind: "nothing" }
  | { readonly kind: "set"; readonly name: string; readonly value: string; readonly lines: number }
  | { readonly kind: "wrong"; readonly found: string; readonly expected: string };

const EXAMPLE = "NAME=value, or # before a comment";

function statementAt(lines: readonly string[], at: number): Statement {
  const line = lines[at]?.trim() ?? "";
  if (line === "" || line.startsWith("#")) return { kind: "nothing" };
  const equals = line.indexOf("=");
  if (equals < 0) return { kind: "wrong", found: "a line without =", expected: EXAMPLE };
  const name = line
    .slice(0, equals)
    .trim()
    .replace(/^export\s+/, "");
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    const expected = `a name of letters, digits and _ before the =`;
    return { kind: "wrong", found: "a name that no variable can have", expected };
  }
  const rest = line.slice(equals + 1);
  const quote = /^\s*(["'`])/.exec(rest)?.[1];
  if (quote === undefined) return { kind: "set", name, value: bare(rest), lines: 1 };
  return quoted(name, quote, { first: rest.trimStart().slice(1), lines, at });
}

// Docker and shells take a # inside a value for part of it; behind a space it begins a comment.
function bare(text: string): string {
  const comment = /^#(?=\s|$)|\s#/.exec(text);
  return (comment === null ? text : text.slice(0, comment.index)).trim();
}

interface Opened {
  /** What stands behind the quote on its own line. */
  readonly first: string;
  readonly lines: readonly string[];
  readonly at: number;
}

function quoted(name: string, quote: string, { first, lines, at }: Opened): Statement {
  const parts: string[] = [];
  for (let next = at, length = 0; next < lines.length && length < LONGEST_QUOTED; next++) {
    const line = next === at ? first : (lines[next] ?? "");
    const end = line.indexOf(quote);
    if (end >= 0) return closed(name, quote, [...parts, line.slice(0, end)], line.slice(end + 1));
    length += line.length + 1;
    parts.push(line);
  }
  return {
    kind: "wrong",
    found: `${name} with a quote that is never closed`,
    expected: `${quote} at its end`,
  };
}

function closed(name: string, quote: string, parts: readonly string[], behind: string): Statement {
  if (!/^\s*(#.*)?$/.test(behind)) {
    const found = `${name} with something behind its closing quote`;
    return { kind: "wrong", found, expected: "one value, or other quotes around it" };
  }
  const text = parts.join("\n");
  const value = quote === '"' ? text.replaceAll("\\n", "\n") : text;
  return { kind: "set", name, value, lines: parts.length };
}

/** A value without the quotes around it, which Docker's `--env-file` keeps. */
export function unquoted(text: string): string {
  const [, inside] = /^(?:"([^"]*)"|'([^']*)')$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  return inside ?? text;
}

/** How a value is written so that this and other readers get it back; undefined for one that none would. */
export function written(value: string): string | undefined {
  if (/^[^\s"'`#$\\][^\s"'`$\\]*$/.test(value)) return value;
  if (/[\r\n]/.test(value)) return undefined;
  const quotes = value.includes("\\") ? ["'", "`"] : ["'", '"', "`"];
  const quote = quotes.find((one) => !value.includes(one));
  return quote === undefined ? undefined : quote + value + quote;
}
