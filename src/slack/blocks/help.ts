import { fitMessage, type Message } from "./fit.ts";
import { lines, strong, words } from "./rich.ts";

/** What a command says of itself. */
export interface HelpEntry {
  /** With the slash: `/sla ignore ALERT [1h]`. */
  readonly usage: string;
  readonly help: string;
  /** Ready to type. */
  readonly example: string;
}

/** All commands, with an example of each. */
export function helpMessage(entries: readonly HelpEntry[]): Message {
  return fitMessage({
    text: `Commands: ${entries.map(({ usage }) => usage).join(", ")}`,
    blocks: [
      lines([strong("What you can ask of the SLA monitor")]),
      ...entries.map(({ usage, help, example }) =>
        lines([strong(usage)], [words(`${help} Example: ${example}`)]),
      ),
      lines([words("ALERT is the number on a card (#17), TheHive's id, or a link to it.")]),
    ],
  });
}

/** How one command is used, after it was used wrongly. */
export function usageMessage(problem: string, { usage, example }: HelpEntry): Message {
  return fitMessage({
    text: `${problem} Usage: ${usage}. Example: ${example}`,
    blocks: [lines([words(problem)], [words("Usage: "), strong(usage)], [words(`Example: ${example}`)])],
  });
}
