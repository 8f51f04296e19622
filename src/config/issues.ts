import { z } from "zod";
import { Name } from "../oncall/person.ts";
import { describe, oneOf, type Problem, problemAt } from "./problem.ts";
import { isTree, type Path, pathText, valueAt } from "./tree.ts";

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
      expected: keyMeant(known, key),
    }));
  }
  if (issue.code === "invalid_key") {
    return [
      {
        path: pathText(path),
        found: describe(path.at(-1), path.slice(0, -1)),
        expected: `${expectedOf(issue, undefined)}${nameMeant(path.at(-1))}`,
      },
    ];
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    return nearestBranch(issue.errors).flatMap((inner) => fromIssue(inner, path, schema, root));
  }
  const inside = issue.code === "invalid_type" ? knownKeys(schema, path) : [];
  const expected = inside.length > 0 ? `a mapping (${inside.join(", ")})` : expectedOf(issue, found);
  const problem = problemAt(path, found, isOwn(issue) ? expectedOf(issue, found) : expected);
  return [
    issue.code === "invalid_type" ? { ...problem, found: withKind(problem.found, found, issue) } : problem,
  ];
}

/** Where a list or a mapping belongs, what is there is told with its kind: `people: alice` is text. */
function withKind(shown: string, found: unknown, issue: Issue & { code: "invalid_type" }): string {
  if (!["array", "object", "record"].includes(issue.expected)) return shown;
  if (typeof found === "string") return `text (${shown})`;
  return typeof found === "number" ? `a number (${shown})` : shown;
}

function keyMeant(known: readonly string[], key: string): string {
  const [name = "", value = ""] = key.split(":");
  if (known.includes(name)) return `a blank after the colon: ${name}: ${describe(value).replaceAll('"', "")}`;
  return known.length > 0 ? oneOf(known, key) : "no keys here";
}

/** The name that a person or group may have, for one that it may not. */
function nameMeant(key: unknown): string {
  const meant = String(key).slice(0, 64).trim().toLowerCase().replace(/\s+/g, ".");
  return /\p{L}/u.test(meant) && Name.safeParse(meant).success ? `; write ${meant}` : "";
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

/** Whether we wrote the message, not zod. */
function isOwn({ message }: Issue): boolean {
  return !ZODS_OWN.test(message);
}

function expectedOf(issue: Issue, found: unknown): string {
  if (isOwn(issue)) return expectedIn(issue.message);
  switch (issue.code) {
    case "invalid_type":
      return kindOf(issue.expected, found);
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

function kindOf(expected: string, found: unknown): string {
  const kind = KINDS[expected] ?? `a value of type ${expected}`;
  if (kind === "a number" && typeof found === "string" && /^\d{1,9}$/.test(found))
    return `${found} without quotes`;
  if (expected !== "array") return kind;
  if (isTree(found)) return 'a list: each entry after "- ", or between [ and ]';
  if (typeof found !== "string" && typeof found !== "number") return kind;
  return `a list, such as [${describe(found).replaceAll('"', "")}]`;
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
  const [, wanted] = /^(?:"[^"]{0,100}" is no |\d+ )[^:"]{1,40}: expected (.+)$/s.exec(message) ?? [];
  if (wanted !== undefined) return wanted;
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
