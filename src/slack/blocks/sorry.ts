import { NotSavedError } from "../../engine/not-saved.ts";
import { plainAnswer } from "./answers.ts";
import type { Message } from "./fit.ts";

/** What a person is told when a request ended in an error of ours; the developer's words go to the log. */
export function sorry(error: unknown): Message {
  if (error instanceof NotSavedError) return plainAnswer(error.message);
  return plainAnswer("That did not work: the monitor ran into a problem and logged it. Please try again.");
}
