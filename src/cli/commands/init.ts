import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { envFilePath, loadEnvironment, withDotEnv } from "../../config/load-environment.ts";
import { twilioFrom } from "../../config/twilio-environment.ts";
import { knownVariables, type RawEnvironment, textOf, variables } from "../../config/variables.ts";
import { allChecks } from "../checks/all-checks.ts";
import { type ChecksOf, runChecks } from "../checks/run-checks.ts";
import { Common, defineCommand } from "../command.ts";
import type { Edge } from "../edge.ts";
import { CommandFailure, refused, usage } from "../failure.ts";
import { type Ask, terminalAsk } from "../init/ask.ts";
import { completedEnv } from "../init/env-text.ts";
import { askTeam, nobody, type Team, teamFrom } from "../init/people.ts";
import { completedSettings, hasTeam } from "../init/settings-text.ts";
import { insist, settle } from "../init/settle.ts";
import { type Step, slackSteps, theHiveSteps, twilioSteps } from "../init/steps.ts";
import { messageOf } from "../message.ts";
import { fullSetup, settingsSetup } from "../setup.ts";
import { showChecks } from "./check.ts";

const Options = Common.extend({ yes: z.boolean().default(false) });

/** `init`: from nothing to a checked set-up. Files that are there are completed, never overwritten. */
export function initCommand(checksOf: ChecksOf = allChecks, askIn: typeof terminalAsk = terminalAsk) {
  return defineCommand({
    name: "init",
    summary: "ask for what is needed, try each answer at once, and write .env and sla.yml",
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

interface Found {
  readonly values: RawEnvironment;
  readonly team: Team;
  /** Variables that were asked for again because what was there did not work. */
  readonly replaced: ReadonlySet<string>;
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

interface Target {
  readonly file: string;
  /** What the settings file holds; undefined: there is none. */
  readonly settings: string | undefined;
  readonly edge: Edge;
  readonly quiet: boolean;
}

async function writeFiles(
  { values, team, replaced }: Found,
  { file, settings, edge, quiet }: Target,
): Promise<void> {
  const env = envFilePath(edge.cwd);
  await put(env, 0o600, async () => completedEnv(await textIn(env), ours(values), replaced));
  const mode = await stat(file).then(
    (known) => known.mode & 0o777,
    () => 0o644,
  );
  await put(file, mode, async () => completedSettings(settings, team));
  if (!quiet) edge.out.write(`\nWritten: ${env} (for you alone) and ${file}\n\n`);
}

/** What belongs into the file; a platform's own database address changes under it. */
function ours(values: RawEnvironment): Record<string, string> {
  const names = Object.keys(knownVariables).filter((name) => name !== "DATABASE_URL");
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = textOf(values, name);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

/** Puts the new text in the place of the old at one go, so that no half of a file is ever there. */
async function put(path: string, mode: number, textOfFile: () => Promise<string>): Promise<void> {
  const draft = `${path}.init`;
  try {
    const text = await textOfFile();
    await rm(draft, { force: true });
    await writeFile(draft, text, { mode, flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : messageOf(error);
    throw new CommandFailure(1, [
      `${path}: cannot be written (${why}): choose another folder, or mend that one`,
    ]);
  }
}

async function textIn(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
