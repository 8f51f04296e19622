import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Environment, type Places, placesFrom, type ReadEnvironment } from "../config/environment.ts";
import { type LoadedSettings, loadSettings } from "../config/load.ts";
import { envFilePath, loadEnvironment, withDotEnv } from "../config/load-environment.ts";
import { misspeltVariables } from "../config/misspelt.ts";
import type { Problem } from "../config/problem.ts";
import type { TwilioSetup } from "../config/references.ts";
import { nothingSaved, type Saved } from "../config/saved.ts";
import { twilioFrom } from "../config/twilio-environment.ts";
import { type RawEnvironment, variables } from "../config/variables.ts";
import type { Edge } from "./edge.ts";
import { refused } from "./failure.ts";
import { savedState } from "./saved-state.ts";

/** Settings that hold, with what people changed in Slack. */
export interface Setup {
  readonly raw: RawEnvironment;
  readonly places: Places;
  /** Undefined: none named, none there. */
  readonly file: string | undefined;
  readonly saved: Saved;
  readonly loaded: LoadedSettings & { readonly ok: true };
}

/** All of it, ready to connect. */
export type FullSetup = Setup & { readonly environment: Environment };

/**
 * Reads settings for a command that talks to nobody: neither TheHive's nor Slack's variables are needed.
 *
 * @throws CommandFailure 2 with all problems
 */
export async function settingsSetup(edge: Edge, config: string | undefined): Promise<Setup> {
  return judged(await read(edge, config, "ready"), []);
}

/**
 * Reads environment and settings for a command that connects.
 *
 * @param options `mayBeAway`: a database that cannot be reached is waited for later, and read again then
 * @throws CommandFailure 2 with all problems of both
 */
export async function fullSetup(
  edge: Edge,
  config: string | undefined,
  { mayBeAway = false }: { mayBeAway?: boolean } = {},
): Promise<FullSetup> {
  const { setup, environment } = await environmentSetup(edge, config, mayBeAway);
  if (!environment.ok) {
    const problems = withPlaces(environment.problems, setup.raw, edge.cwd);
    throw refused([...problems, ...(setup.loaded.ok ? [] : setup.loaded.problems)]);
  }
  return { ...judged(setup, []), environment: environment.environment };
}

/** The same, but what is merely missing from the environment is no problem: to show what is set up so far. */
export async function partialSetup(edge: Edge, config: string | undefined): Promise<Setup> {
  const { setup, environment } = await environmentSetup(edge, config);
  return judged(setup, environment.ok ? [] : environment.problems.filter(({ missing }) => missing !== true));
}

async function environmentSetup(edge: Edge, config: string | undefined, mayBeAway = false) {
  const raw = await withDotEnv(edge.env, edge.cwd);
  const { setup: twilio } = twilioFrom(variables(raw), true);
  const setup = await read(edge, config, twilio, mayBeAway);
  const environment: ReadEnvironment = await loadEnvironment(raw, edge.cwd);
  return { setup, environment };
}

type Unjudged = Omit<Setup, "loaded"> & {
  readonly loaded: LoadedSettings;
  readonly problems: readonly Problem[];
};

async function read(
  edge: Edge,
  config: string | undefined,
  twilio: TwilioSetup,
  mayBeAway = false,
): Promise<Unjudged> {
  const raw = await withDotEnv(edge.env, edge.cwd);
  const vars = variables(raw);
  const places = placesFrom(vars);
  const file = settingsFile(edge, config ?? places.settingsFile);
  const saved = await savedState(places.state, edge.cwd).catch((error: unknown) => {
    if (mayBeAway && places.state.kind === "postgres") return nothingSaved;
    throw error;
  });
  const loaded = await loadSettings({ file, overrides: saved.settings, twilio });
  return { raw, places, file, saved, loaded, problems: vars.problems };
}

function judged({ loaded, problems: own, ...setup }: Unjudged, others: readonly Problem[]): Setup {
  // The same variable is read for several purposes; its problem counts once.
  const problems = [...own, ...others].filter(
    ({ path }, index, all) => all.findIndex((other) => other.path === path) === index,
  );
  if (!loaded.ok) throw refused([...problems, ...loaded.problems]);
  if (problems.length > 0) throw refused(problems);
  return { ...setup, loaded };
}

const USUAL_FILE = "sla.yml";

/** The file that was named, as it was named when that is enough; else the usual one if it is there. */
function settingsFile({ cwd }: Pick<Edge, "cwd">, named: string | undefined): string | undefined {
  const file = resolve(cwd, named ?? USUAL_FILE);
  return named === undefined && !existsSync(file) ? undefined : file;
}

/** What is missing, with where it was looked for, and the name under which it may have been put there. */
function withPlaces(problems: readonly Problem[], raw: RawEnvironment, cwd: string): readonly Problem[] {
  const misspelt = misspeltVariables(raw);
  return problems.map((problem) => {
    if (problem.missing !== true) return problem;
    const near = misspelt.find(({ meant }) => meant === problem.path);
    const found =
      near === undefined
        ? `nothing in the environment and in ${envFilePath(cwd)}`
        : `nothing, but ${near.name}, which is no variable of ours (is ${near.meant} meant?)`;
    return { ...problem, found };
  });
}
