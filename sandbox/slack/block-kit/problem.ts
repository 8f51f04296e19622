import type { z } from "zod";

/** One thing Slack would refuse, and where. */
export interface Problem {
  /** The `error` code of the Web API. */
  readonly code:
    | "invalid_blocks"
    | "invalid_blocks_format"
    | "msg_blocks_too_long"
    | "invalid_attachments"
    | "view_too_large";
  /** JSON pointer from the root of the checked payload. */
  readonly pointer: string;
  readonly message: string;
}

/** A problem as it stands in `response_metadata.messages`. */
export function problemText({ message, pointer }: Problem): string {
  return `${message} [json-pointer:${pointer}]`;
}

/** A JSON pointer below `root`. */
export function pointer(root: string, path: readonly PropertyKey[]): string {
  return [root, ...path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/");
}

/** Says a schema's complaints the way Slack words them. */
export function problemsOf(error: z.ZodError, root: string): Problem[] {
  return error.issues.flatMap((issue) =>
    worded(issue).map(([message, path]) => ({
      code: "invalid_blocks" as const,
      pointer: pointer(root, path),
      message,
    })),
  );
}

function worded(issue: z.core.$ZodIssue): [string, PropertyKey[]][] {
  const { path } = issue;
  switch (issue.code) {
    case "invalid_type":
      if (issue.input !== undefined) return [[`must be of type ${issue.expected}`, path]];
      return [[`missing required field: ${String(path.at(-1))}`, path.slice(0, -1)]];
    case "unrecognized_keys":
      return issue.keys.map((key) => [`invalid additional property: ${key}`, path]);
    case "too_big":
      return [[tooBig(issue.origin, Number(issue.maximum)), path]];
    case "too_small":
      return [[tooSmall(issue.origin, Number(issue.minimum)), path]];
    case "invalid_union":
      return [[issue.discriminator === undefined ? "invalid value" : unsupported(issue), path]];
    default:
      return [[issue.message, path]];
  }
}

function unsupported(issue: z.core.$ZodIssueInvalidUnion): string {
  const given: unknown = issue.input;
  const type = typeof given === "object" && given !== null && "type" in given ? given.type : undefined;
  return type === undefined ? "missing required field: type" : `unsupported type: ${String(type)}`;
}

function tooBig(origin: string, maximum: number): string {
  if (origin === "string") return `must be less than ${maximum + 1} characters`;
  if (origin === "array") return `no more than ${maximum} items allowed`;
  return `must be at most ${maximum}`;
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === "string") return `must be more than ${minimum - 1} characters`;
  if (origin === "array") return `no less than ${minimum} items required`;
  return `must be at least ${minimum}`;
}
