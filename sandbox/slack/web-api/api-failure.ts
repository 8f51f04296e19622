import { type Problem, problemText } from "../block-kit/problem.ts";

/** An answer `{ok: false, error}`. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly code: string;
  /** Further fields of the answer. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: string, detail: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

/** Refuses the arguments themselves, each reason in Slack's words. */
export function invalidArguments(messages: readonly string[]): ApiFailure {
  return new ApiFailure("invalid_arguments", {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

/** Refuses a message whose blocks break a rule. */
export function refusedMessage(problems: readonly Problem[]): ApiFailure {
  const texts = problems.map(problemText);
  return new ApiFailure(problems[0]?.code ?? "invalid_blocks", {
    errors: texts,
    response_metadata: { messages: texts.map((text) => `[ERROR] ${text}`) },
  });
}

/** Refuses a view: whatever is wrong inside, the code speaks of arguments. */
export function refusedView(problems: readonly Problem[]): ApiFailure {
  if (problems.some(({ code }) => code === "view_too_large")) return new ApiFailure("view_too_large");
  return invalidArguments(problems.map(problemText));
}
