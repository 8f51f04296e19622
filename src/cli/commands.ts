import type { CliCommand } from "./command.ts";
import { summaries } from "./summaries.ts";

type Name = keyof typeof summaries;

const loaders: Readonly<Record<Name, () => Promise<CliCommand>>> = {
  init: async () => (await import("./commands/init.ts")).initCommand(),
  start: async () => (await import("./commands/start.ts")).startCommand(),
  once: async () => (await import("./commands/once.ts")).onceCommand(),
  check: async () => (await import("./commands/check.ts")).checkCommand(),
  config: async () => (await import("./commands/config.ts")).configCommand(),
  oncall: async () => (await import("./commands/oncall.ts")).oncallCommand(),
  calendar: async () => (await import("./commands/calendar.ts")).calendarCommand(),
  simulate: async () => (await import("./commands/simulate.ts")).simulateCommand(),
  report: async () => (await import("./commands/report.ts")).reportCommand(),
  audit: async () => (await import("./commands/audit.ts")).auditCommand(),
  "import-config": async () => (await import("./commands/import-config.ts")).importConfigCommand(),
  state: async () => (await import("./commands/state.ts")).stateCommand(),
};

/** Every command, in the order of the help; whole only the one that is asked for, the others by their names. */
export function commandsFor(argv: readonly string[]): Promise<readonly CliCommand[]> {
  const wanted = argv.find(isName);
  return Promise.all(
    Object.keys(summaries)
      .filter(isName)
      .map((name) => (name === wanted ? loaders[name]() : named(name))),
  );
}

function isName(word: string): word is Name {
  return Object.hasOwn(summaries, word);
}

/** Enough for the list of commands. */
function named(name: Name): CliCommand {
  return { name, attach: (program) => void program.command(name).description(summaries[name]) };
}
