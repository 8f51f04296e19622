import type { Message } from "../../blocks/fit.ts";
import type { HelpEntry } from "../../blocks/help.ts";
import type { Counter } from "../counter.ts";
import type { Right } from "../rights/rights.ts";

/** One subcommand of `/sla`. */
export interface Command extends HelpEntry {
  /** What one must have the right to, as in "You may not …"; absent: whoever may look may ask. */
  readonly needs?: Readonly<{ right: Right; to: string }>;
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
