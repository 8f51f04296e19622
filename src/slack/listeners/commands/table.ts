import type { Command } from "./command.ts";
import { config } from "./config.ts";
import { close, promote, show } from "./finish.ts";
import { escalate, give, take } from "./hand-over.ts";
import { helpFor } from "./help.ts";
import { audit, why } from "./look-back.ts";
import { oncall } from "./oncall.ts";
import { pause, resume } from "./pause.ts";
import { readiness } from "./readiness.ts";
import { report } from "./report.ts";
import { acknowledge, ignore } from "./respond.ts";
import { status } from "./status.ts";
import { test } from "./test.ts";

/** Every subcommand by the word that calls it, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  status,
  ack: acknowledge,
  take,
  give,
  escalate,
  ignore,
  promote,
  close,
  show,
  why,
  audit,
  pause,
  resume,
  test,
  oncall,
  readiness,
  report,
  config,
  help: helpFor(() => Object.values(commands)),
};
