import { type Command, Option } from "commander";
import { z } from "zod";
import { expectedIn } from "../config/issues.ts";
import { describe } from "../config/problem.ts";
import type { Edge, ExitCode } from "./edge.ts";
import { CommandFailure } from "./failure.ts";

/** What every command takes. */
export const Common = z.object({ config: z.string().optional(), json: z.boolean().default(false) });
export type Common = z.infer<typeof Common>;

export interface Definition<Options extends z.ZodType> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Optional arguments by position, each under a name of `schema`: `["alertId"]`. */
  readonly positional?: readonly string[];
  /** Flags as commander writes them, each with what it does. */
  readonly flags?: readonly (readonly [flags: string, does: string])[];
  /** Printed below the help. */
  readonly examples?: readonly string[];
  readonly schema: Options;
  run(options: z.output<Options>, edge: Edge): Promise<ExitCode>;
}

/** A command ready to be put under the program. `done` gets its exit code. */
export interface CliCommand {
  readonly name: string;
  attach(program: Command, edge: Edge, done: (code: ExitCode) => void): void;
}

/** One command of the table: its words for people, how its arguments are read, and what it does. */
export function defineCommand<Options extends z.ZodType>(definition: Definition<Options>): CliCommand {
  const { name, summary, positional = [], flags = [], examples = [], schema, run } = definition;
  return {
    name,
    attach(program, edge, done) {
      const command = program.command(name).description(summary);
      for (const argument of positional) command.argument(`[${kebab(argument)}]`);
      for (const [text, does] of flags) command.addOption(new Option(text, does));
      command.option("--config <file>", "settings file (default: SLA_CONFIG, else sla.yml if it exists)");
      command.option("--json", "one JSON document, or JSON lines for a list");
      if (examples.length > 0)
        command.addHelpText("after", `\nExamples:\n${examples.map((one) => `  ${one}`).join("\n")}`);
      command.action(async (...given: unknown[]) => {
        const named = positional.map((argument, index) => [argument, given[index]]);
        const options = parsed(schema, { ...command.opts(), ...Object.fromEntries(named) });
        done(await run(options, edge));
      });
    },
  };
}

function parsed<Options extends z.ZodType>(
  schema: Options,
  given: Record<string, unknown>,
): z.output<Options> {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => {
    const [name = ""] = path.map(String);
    return `--${kebab(name)}: found ${describe(given[name])}, expected ${expectedIn(message)}`;
  });
  throw new CommandFailure(2, lines);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
