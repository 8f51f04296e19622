import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { environmentFrom, type ReadEnvironment } from "./environment.ts";
import type { RawEnvironment } from "./variables.ts";

/**
 * Joins the process's variables with those of a `.env` file in the working directory, if there is one.
 * The process's own win, empty ones excepted: orchestrators pass those for what nobody filled in.
 */
export async function withDotEnv(env: RawEnvironment, cwd: string): Promise<RawEnvironment> {
  const text = await readIfThere(resolve(cwd, ".env"));
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== "");
  return { ...(text === undefined ? {} : parseEnv(text)), ...Object.fromEntries(set) };
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
