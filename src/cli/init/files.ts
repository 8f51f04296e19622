import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { envFilePath } from "../../config/load-environment.ts";
import { knownVariables, type RawEnvironment, textOf } from "../../config/variables.ts";
import type { Edge } from "../edge.ts";
import { CommandFailure } from "../failure.ts";
import { messageOf } from "../message.ts";
import { completedEnv } from "./env-text.ts";
import type { Team } from "./people.ts";
import { completedSettings } from "./settings-text.ts";

/** What was found out, and belongs into the two files. */
export interface Found {
  readonly values: RawEnvironment;
  readonly team: Team;
  /** Variables that were asked for again because what was there did not work. */
  readonly replaced: ReadonlySet<string>;
}

interface Target {
  readonly file: string;
  /** What the settings file holds; undefined: there is none. */
  readonly settings: string | undefined;
  readonly edge: Edge;
  readonly quiet: boolean;
}

/** Completes both files. @throws CommandFailure 1 when one cannot be written */
export async function writeFiles(
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

/** What a file holds; undefined when there is none. */
export async function textIn(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
