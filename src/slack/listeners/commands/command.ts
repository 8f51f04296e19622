import type { Message } from "../../blocks/fit.ts";
import type { HelpEntry } from "../../blocks/help.ts";
import type { Counter } from "../counter.ts";

/** One subcommand of `/sla`. */
export interface Command extends HelpEntry {
  /** What only admins may do, as in "You may not …". */
  readonly adminsOnly?: string;
  /** Said when it takes longer than a second. */
  readonly underWay?: string;
  /** @returns what only the asking person is told; nothing when a window says it */
  run(request: Request): Promise<Message | undefined>;
}

export interface Request {
  readonly counter: Counter;
  readonly user: string;
  /** The words after the subcommand. */
  readonly words: readonly string[];
  /** Where it was typed. */
  readonly channel: string;
  /** For opening a modal; good for three seconds. */
  readonly triggerId: string;
}
