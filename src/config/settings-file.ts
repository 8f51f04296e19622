import { open } from "node:fs/promises";
import { Lexer, LineCounter, Parser, parseDocument, Scalar, visit, type YAMLParseError } from "yaml";
import { maskText } from "../lib/redact.ts";
import { plainText } from "../lib/untrusted.ts";
import type { Problem } from "./problem.ts";
import { isTree, type Tree } from "./tree.ts";
import { yamlFaults } from "./yaml-faults.ts";

export type ReadText = { readonly tree: Tree } | { readonly problems: readonly Problem[] };

// A settings file is a page or two; anything larger is the wrong file, or an attack on the parser.
const LONGEST_FILE = 1_000_000;
const MOST_WORDS = 40_000;
const DEEPEST = 200;
const MOST_ALIASES = 100;

const SETTINGS = "a settings file in YAML";

/** Reads a settings file. Never throws. @returns its tree, or why it cannot be read, with line and column */
export async function readSettingsFile(file: string): Promise<ReadText> {
  try {
    const bytes = await beginningOf(file, LONGEST_FILE + 1);
    if (bytes.length > LONGEST_FILE) return tooLong(file);
    return parseSettings(new TextDecoder("utf-8", { fatal: true }).decode(bytes), file);
  } catch (error) {
    return { problems: [{ path: file, found: whyUnread(error), expected: SETTINGS }] };
  }
}

/** No more of a file than is wanted: it may be a device, or a log of a gigabyte. */
async function beginningOf(file: string, most: number): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const chunks: Buffer[] = [];
    for (let size = 0; size < most; ) {
      const chunk = Buffer.alloc(Math.min(65_536, most - size));
      const { bytesRead } = await handle.read(chunk);
      if (bytesRead === 0) break;
      chunks.push(chunk.subarray(0, bytesRead));
      size += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
}

function whyUnread(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  switch (code) {
    case "ENOENT":
      return "no such file";
    case "EISDIR":
      return "a folder";
    case "EACCES":
    case "EPERM":
      return `a file that this user may not read (${code})`;
    case "ERR_ENCODING_INVALID_ENCODED_DATA":
      return "a file that is not text in UTF-8";
    default:
      return `a file that cannot be read (${code ?? plainText(String(error), 100)})`;
  }
}

function tooLong(name: string): ReadText {
  return { problems: [{ path: name, found: "more than 1 MB", expected: SETTINGS }] };
}

/**
 * Parses YAML 1.2: no tags, few aliases, no merging, each key once. Dates and times stay text there, and all text is
 * composed (NFC): a name is one name, however an editor writes its accents. Never throws.
 *
 * @param name what problems call it, in front of line and column
 */
export function parseSettings(text: string, name: string): ReadText {
  if (text.length > LONGEST_FILE) return tooLong(name);
  try {
    return parsed(text.normalize("NFC"), name);
  } catch (error) {
    return { problems: [fault(name, error instanceof Error ? error.message : String(error))] };
  }
}

function parsed(text: string, name: string): ReadText {
  const lines = new LineCounter();
  const tooMuch = whyTooMuch(text);
  if (tooMuch !== undefined) {
    return { problems: [{ path: name, found: tooMuch, expected: SETTINGS }] };
  }
  const document = parseDocument(text, {
    ...{ version: "1.2", schema: "core", prettyErrors: false, lineCounter: lines },
    // Asked for below: here it would take the square of their number.
    uniqueKeys: false,
  });
  const [first] = document.errors.sort((a, b) => a.pos[0] - b.pos[0]);
  // What follows a mistake is mostly its consequence: a bracket that is not closed makes four.
  if (first !== undefined) return { problems: [syntaxFault(place(name, lines, first.pos[0]), first)] };
  const faults = [
    ...document.warnings.map(({ message, pos }) => fault(place(name, lines, pos[0]), message)),
    ...yamlFaults(document, MOST_ALIASES).map(({ offset, found, expected }) => ({
      ...{ path: place(name, lines, offset), found, expected },
    })),
  ];
  if (faults.length > 0) return { problems: faults };
  // An unquoted +44... is a number to YAML and would lose its plus.
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === "number" && node.source?.startsWith("+") === true)
        return new Scalar(node.source);
      return undefined;
    },
  });
  const root: unknown = document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {};
  if (isTree(root)) return { tree: root };
  return {
    problems: [{ path: name, found: "no mapping", expected: "settings such as poll: { every: 2m }" }],
  };
}

/** Looks before the parser does, which calls itself for each level and ends the process when there are too many. */
function whyTooMuch(text: string): string | undefined {
  const parser = new Parser();
  let words = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    words++;
    if (parser.stack.length > DEEPEST) return "brackets or lists nested without end";
    if (words > MOST_WORDS) return "far more than settings need";
  }
  return undefined;
}

function syntaxFault(path: string, { code, message }: YAMLParseError): Problem {
  if (code !== "MULTIPLE_DOCS") return fault(path, message);
  return { path, found: "a second document (---)", expected: "one" };
}

function fault(path: string, message: string): Problem {
  const words = plainText(maskText(message.slice(0, 500).split("\n")[0] ?? ""), 200).replace(/[:.]?$/, "");
  return { path, found: `a mistake (${words})`, expected: "valid YAML 1.2 without tags" };
}

function place(name: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${name}:${line}:${col}`;
}
