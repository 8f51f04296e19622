import { type Problem, problemLine } from "./problem.ts";

/** A `.env` file that is there and cannot be used. Starting without what it holds would be another set-up. */
export class EnvFileError extends Error {
  override readonly name = "EnvFileError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join("\n"));
    this.problems = problems;
  }
}
