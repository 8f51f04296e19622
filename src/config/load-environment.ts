import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { parseEnvFile } from "./env-file.ts";
import { EnvFileError } from "./env-file-error.ts";
import { environmentFrom, type ReadEnvironment } from "./environment.ts";
import { type RawEnvironment, textOf } from "./variables.ts";

/** Where secrets and places are looked for besides the process's own variables. */
export function envFilePath(cwd: string): string {
  return resolve(cwd, ".env");
}

/**
 * Joins the process's variables with those of a `.env` file in the working directory, if there is one.
 * The process's own win, empty ones excepted: orchestrators pass those for what nobody filled in.
 *
 * @throws EnvFileError when the file is there and cannot be read or understood
 */
export async function withDotEnv(env: RawEnvironment, cwd: string): Promise<RawEnvironment> {
  const set = Object.entries(env).filter(([name]) => textOf(env, name) !== undefined);
  return { ...(await envFileValues(envFilePath(cwd))), ...Object.fromEntries(set) };
}

async function envFileValues(path: string): Promise<Readonly<Record<string, string>>> {
  try {
    const { values, problems } = parseEnvFile(await readFile(path, "utf8"), path);
    if (problems.length > 0) throw new EnvFileError(problems);
    return values;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return {};
    const expected = "a file that this user may read, or none";
    throw new EnvFileError([{ path, found: `something that cannot be read (${code})`, expected }]);
  }
}

/** Whether others than its owner may read the `.env` file; false where there is none, or no such thing as modes. */
export async function isEnvFileOpen(cwd: string): Promise<boolean> {
  try {
    return ((await stat(envFilePath(cwd))).mode & 0o044) !== 0;
  } catch {
    return false;
  }
}

/** Reads the environment, and the file of a private CA where one is named. */
export async function loadEnvironment(raw: RawEnvironment, cwd: string): Promise<ReadEnvironment> {
  const read = environmentFrom(raw);
  const caFile = read.ok ? read.environment.theHive.caFile : undefined;
  if (!read.ok || caFile === undefined) return read;
  const ca = await readIfThere(resolve(cwd, caFile));
  if (ca?.includes("-----BEGIN CERTIFICATE-----") === true) {
    return { ok: true, environment: { ...read.environment, theHive: { ...read.environment.theHive, ca } } };
  }
  const found =
    ca === undefined ? `"${caFile}", which cannot be read` : `"${caFile}", which holds no certificate`;
  return {
    ok: false,
    problems: [{ path: "THEHIVE_CA_FILE", found, expected: "a PEM file with a CA certificate" }],
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
