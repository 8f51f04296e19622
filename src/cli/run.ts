import { Command, CommanderError } from "commander";
import { EnvFileError } from "../config/env-file-error.ts";
import { harmlessOutput, oneLine } from "../lib/terminal.ts";
import type { CliCommand } from "./command.ts";
import type { Edge, ExitCode, Output } from "./edge.ts";
import { CommandFailure, refused } from "./failure.ts";
import { messageOf } from "./message.ts";

const EXIT_CODES =
  "\nExit codes: 0 done; 1 it ran and failed, or a check failed; 2 wrong usage or invalid settings.";

/** Runs one command line, without the program's own name, and tells how the process is to end. Never throws. */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly CliCommand[],
  given: Edge,
): Promise<ExitCode> {
  const edge = { ...given, out: harmless(given.out), err: harmless(given.err) };
  let code: ExitCode = 0;
  const program = new Command("thehive-sla-monitor")
    .description("No alert in TheHive waits unseen past its SLA: Slack cards, SMS and calls.")
    .version(edge.version)
    .addHelpText("after", EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => edge.out.write(text),
      writeErr: (text) => edge.err.write(text),
      outputError: (text, write) => write(`${usageLine(text, argv)}\n`),
    });
  for (const command of commands) {
    command.attach(program, edge, (result) => {
      code = result;
    });
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error, edge);
  }
}

/** The one way out to people: nothing that others wrote is obeyed by their terminal. */
function harmless(out: Output): Output {
  return {
    isTerminal: out.isTerminal,
    write: (text) => out.write(harmlessOutput(text)),
    writeStyled: (text) => out.write(text),
  };
}

function exitCodeOf(error: unknown, edge: Edge): ExitCode {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CommandFailure) {
    for (const line of error.lines) edge.err.write(`${oneLine(line)}\n`);
    return error.code;
  }
  if (error instanceof EnvFileError) return exitCodeOf(refused(error.problems), edge);
  edge.err.write(`${messageOf(error)}\n`);
  return 1;
}

/** Commander's complaint as one line like all others: where, what was found, where what is expected stands. */
function usageLine(text: string, [command = ""]: readonly string[]): string {
  const found = text
    .replace(/^error: /, "")
    .split("\n")
    .map((line) => line.trim().replace(/\.$/, ""))
    .join(" ")
    .trim();
  const known =
    /^[a-z][a-z-]*$/.test(command) && !/unknown command/.test(found) ? `${command} --help` : "--help";
  return `command line: found ${found.replace(/\.$/, "")}, expected what ${known} lists`;
}
