import { type Problem, problemLine } from "../config/problem.ts";
import type { ExitCode } from "./edge.ts";

/** Ends a command: lines for stderr, one per problem, and the exit code. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly code: ExitCode;
  readonly lines: readonly string[];

  constructor(code: ExitCode, lines: readonly string[], options?: ErrorOptions) {
    super(lines.join("\n"), options);
    this.code = code;
    this.lines = lines;
  }
}

/** Settings or environment that cannot be used. */
export function refused(problems: readonly Problem[]): CommandFailure {
  return new CommandFailure(2, problems.map(problemLine));
}

/** Something on the command line that means nothing. */
export function usage(line: string): CommandFailure {
  return new CommandFailure(2, [line]);
}
