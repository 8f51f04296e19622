import { z } from "zod";
import { describe, oneOf, type Problem, problemAt } from "./problem.ts";
import { type Path, pathText, valueAt } from "./tree.ts";

type Issue = z.core.$ZodIssue;

/** Puts what a schema refused into words, one problem per value. `root` is what was parsed. */
export function problemsOf(error: z.ZodError, schema: z.core.$ZodType, root: unknown): Problem[] {
  return error.issues.flatMap((issue) => fromIssue(issue, [], schema, root));
}

function fromIssue(issue: Issue, above: Path, schema: z.core.$ZodType, root: unknown): Problem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const found = valueAt(root, path);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      found: "an unknown key",
      expected: known.length > 0 ? oneOf(known, key) : "no keys here",
    }));
  }
  if (issue.code === "invalid_key") {
    return [{ path: pathText(path), found: describe(path.at(-1)), expected: expectedOf(issue, undefined) }];
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return nearestBranch(issue.errors).flatMap((inner) => fromIssue(inner, path, schema, root));
  }
  return [problemAt(path, found, expectedOf(issue, found))];
}

/** The alternative that was probably meant: the one whose faults lie inside it, not in its kind. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const inside = branches.find((issues) => issues.every((issue) => !isWrongKind(issue)));
  return inside ?? branches.find((issues) => issues[0]?.code === "invalid_value") ?? branches[0] ?? [];
}

function isWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

// How zod begins the messages of its own; any other text was written by us.
const ZODS_OWN = /^(Invalid|Too (small|big)|Unrecognized)/;

function expectedOf(issue: Issue, found: unknown): string {
  if (!ZODS_OWN.test(issue.message)) return expectedIn(issue.message);
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? `a value of type ${issue.expected}`;
    case "invalid_value":
      return oneOf(issue.values.map(String), found);
    case "too_small":
      return `at least ${issue.minimum}${unitOf(issue.origin)}`;
    case "too_big":
      return `at most ${issue.maximum}${unitOf(issue.origin)}`;
    case "invalid_format":
      return issue.format === "email"
        ? "an e-mail address such as alice@example.org"
        : `valid ${issue.format}`;
    default:
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function unitOf(origin: string): string {
  if (origin === "array") return " in the list";
  return origin === "string" ? " characters" : "";
}

// The found value is told apart from the advice, so its repetition at the head of a message is dropped.
const REPEATED = /^(?:"(?:[^"\\]|\\.)*"?|[^":]{0,40}(?:"[^"]*")?) is not /;

/** What a message of a schema expects, without the value it repeats. */
export function expectedIn(message: string): string {
  if (/^expected /.test(message)) return message.slice("expected ".length);
  if (REPEATED.test(message)) return message.replace(REPEATED, "");
  if (/^(needs|not) /.test(message)) return message.replace(/^(needs|not) /, "");
  return `a valid value: ${message}`;
}

/** The keys that a schema knows at a path, for saying which one was probably meant. */
function knownKeys(schema: z.core.$ZodType, path: Path): string[] {
  const inner = unwrapped(schema);
  const [step, ...rest] = path;
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => knownKeys(option, path));
  if (inner instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(inner.shape);
    const child: z.core.$ZodType | undefined = inner.shape[step];
    return child === undefined ? [] : knownKeys(child, rest);
  }
  if (step === undefined) return [];
  if (inner instanceof z.ZodRecord) return knownKeys(inner.valueType, rest);
  return inner instanceof z.ZodArray ? knownKeys(inner.element, rest) : [];
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrapped(schema.unwrap());
  }
  return schema;
}
