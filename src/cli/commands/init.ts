import { resolve } from "node:path";
import { z } from "zod";
import { loadEnvironment, withDotEnv } from "../../config/load-environment.ts";
import { twilioFrom } from "../../config/twilio-environment.ts";
import { type RawEnvironment, textOf, variables } from "../../config/variables.ts";
import { allChecks } from "../checks/all-checks.ts";
import { type ChecksOf, runChecks } from "../checks/run-checks.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge } from "../edge.ts";
import { CommandFailure, refused, usage } from "../failure.ts";
import { type Ask, terminalAsk } from "../init/ask.ts";
import { type Found, textIn, writeFiles } from "../init/files.ts";
import { askTeam, nobody, teamFrom } from "../init/people.ts";
import { hasTeam } from "../init/settings-text.ts";
import { insist, settle } from "../init/settle.ts";
import { type Step, slackSteps, theHiveSteps, twilioSteps } from "../init/steps.ts";
import { fullSetup, settingsSetup } from "../setup.ts";
import { summaries } from "../summaries.ts";
import { showChecks } from "./check.ts";

const Options = Common.extend({ yes: z.boolean().default(false) });

/** `init`: from nothing to a checked set-up. Files that are there are completed, never overwritten. */
export function initCommand(checksOf: ChecksOf = allChecks, askIn: typeof terminalAsk = terminalAsk) {
  return defineCommand({
    name: "init",
    summary: summaries.init,
    flags: [
      ["--yes", "ask nothing: take everything from the environment (people: INIT_ONCALL, INIT_SENIORS)"],
    ],
    examples: [
      "thehive-sla-monitor init",
      'INIT_ONCALL="alice +447700900001, bob +447700900002" thehive-sla-monitor init --yes',
    ],
    schema: Options,
    async run({ config, json, yes }, edge) {
      if (!yes && !edge.out.isTerminal)
        throw usage(
          "init: found no terminal to ask in, expected one, or --yes with everything in the environment",
        );
      const start = await withDotEnv(edge.env, edge.cwd);
      const file = resolve(edge.cwd, config ?? textOf(start, "SLA_CONFIG") ?? "sla.yml");
      const settings = await textIn(file);
      // What is there and does not hold cannot be completed.
      if (settings !== undefined) await settingsSetup(edge, config);
      const found = yes
        ? await taken(start, edge)
        : await asked(start, settings, await askIn(edge.stopping), edge);
      await writeFiles(found, { file, settings, edge, quiet: json });
      const setup = await fullSetup(edge, config);
      return showChecks(setup, await runChecks(checksOf(setup, edge)), edge, json);
    },
  });
}

async function taken(values: RawEnvironment, edge: Edge): Promise<Found> {
  const read = await loadEnvironment(values, edge.cwd);
  if (!read.ok) throw refused(read.problems);
  const { slack, twilio } = read.environment;
  const steps = [...theHiveSteps, ...(slack ? slackSteps : []), ...(twilio ? twilioSteps : [])];
  for (const step of steps) await insist(step, values, edge);
  const team = teamFrom(textOf(values, "INIT_ONCALL"), textOf(values, "INIT_SENIORS"));
  return { values, team, replaced: new Set() };
}

async function asked(
  start: RawEnvironment,
  settings: string | undefined,
  ask: Ask,
  edge: Edge,
): Promise<Found> {
  let values = start;
  const settleAll = async (steps: readonly Step[]) => {
    for (const step of steps) values = await settle(step, values, { ask, edge });
  };
  try {
    await settleAll(theHiveSteps);
    if (textOf(start, "SLACK_ENABLED")?.toLowerCase() !== "false") await settleAll(slackSteps);
    const phones = await wantsTwilio(start, ask);
    if (phones) await settleAll(twilioSteps);
    const team = hasTeam(settings) ? nobody : await askTeam(ask, phones);
    const changed = Object.keys(values).filter((name) => values[name] !== start[name]);
    return { values, team, replaced: new Set(changed) };
  } catch (error) {
    // The library's own error for Ctrl-C and a terminal that went away.
    if (error instanceof Error && /^(Exit|Abort)Prompt/.test(error.name))
      throw new CommandFailure(1, ["init: stopped before its end, nothing was written"]);
    throw error;
  }
}

async function wantsTwilio(start: RawEnvironment, ask: Ask): Promise<boolean> {
  const { setup } = twilioFrom(variables(start), true);
  return setup === "absent"
    ? ask.yes("Text and call people, through a Twilio account?", true)
    : setup === "ready";
}
