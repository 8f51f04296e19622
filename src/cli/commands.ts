import type { CliCommand } from "./command.ts";
import { auditCommand } from "./commands/audit.ts";
import { checkCommand } from "./commands/check.ts";
import { configCommand } from "./commands/config.ts";
import { importConfigCommand } from "./commands/import-config.ts";
import { initCommand } from "./commands/init.ts";
import { oncallCommand } from "./commands/oncall.ts";
import { onceCommand } from "./commands/once.ts";
import { reportCommand } from "./commands/report.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { startCommand } from "./commands/start.ts";
import { stateCommand } from "./commands/state.ts";

/** Every command, in the order of the help. */
export function allCommands(): readonly CliCommand[] {
  return [
    initCommand(),
    startCommand(),
    onceCommand(),
    checkCommand(),
    configCommand(),
    oncallCommand(),
    simulateCommand(),
    reportCommand(),
    auditCommand(),
    importConfigCommand(),
    stateCommand(),
  ];
}
