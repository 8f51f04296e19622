import { type HelpEntry, helpMessage } from "../../blocks/help.ts";
import type { Command } from "./command.ts";

/** Lists all commands, itself included. */
export function helpFor(others: () => readonly HelpEntry[]): Command {
  return {
    usage: "/sla help",
    help: "This list.",
    example: "/sla help",
    run: async () => helpMessage(others()),
  };
}
